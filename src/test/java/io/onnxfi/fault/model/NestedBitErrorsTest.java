package io.onnxfi.fault.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Region;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.apache.commons.statistics.distribution.GeometricDistribution;
import org.apache.commons.statistics.distribution.PoissonDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** All patterns are fixed; each limit of 1e-3 is what one in a thousand patterns would miss. */
class NestedBitErrorsTest {
  private static final String NAME = "conv1.weight";

  /** Nothing may be drawn from the trial's numbers. */
  private static final RandomGenerator NOBODY =
      () -> {
        throw new AssertionError("drawn from the trial's numbers");
      };

  private static LongStream stream(double rate, long pattern, String tensor, long floats) {
    return new NestedBitErrors(rate, pattern).places(tensor, ElementType.FLOAT, floats);
  }

  private static long[] places(double rate, long pattern, long floats) {
    return stream(rate, pattern, NAME, floats).toArray();
  }

  /** What {@code bit_errors.py} gives, which was written from the description of the patterns. */
  @ParameterizedTest
  @CsvSource({
    "7,conv1.weight,432,1e-4,5160",
    "7,conv1.weight,432,3e-4,2922 5160 10845",
    "7,conv1.weight,432,1e-3,2922 3262 5160 6291 10196 10845 11128 11754 13024",
    "0,bn1.bias,16,0.02,5 37 92 107 142 155 179 221 272 315 352 376 455 484 486 507",
    "3,é.weight,1,0.5,0 3 4 5 6 7 10 11 14 16 18 21 22 26 27 28 31",
    "12,fc.weight,2048000000,1e-10,1074332667 13707489687 21357354199 22313556524 56762063521 "
        + "64504379944"
  })
  void shouldRepeatItsErrors(
      long pattern, String tensor, long floats, double rate, String expected) {
    assertThat(stream(rate, pattern, tensor, floats).toArray())
        .containsExactly(Arrays.stream(expected.split(" ")).mapToLong(Long::parseLong).toArray());
  }

  @Property(tries = 150, seed = "1")
  void shouldBeInErrorAtEveryHigherRate(
      @ForAll @LongRange(max = 1000) long pattern,
      @ForAll @DoubleRange(max = 14) double low,
      @ForAll @DoubleRange(max = 14) double lower,
      @ForAll @IntRange(min = 1, max = 100) int floats) {
    double rate = Math.pow(10, -low);
    double below = rate * Math.pow(10, -lower);
    Set<Long> errors = new HashSet<>();
    stream(rate, pattern, NAME, floats).forEach(errors::add);

    assertThat(errors).containsAll(stream(below, pattern, NAME, floats).boxed().toList());
  }

  @Test
  void shouldBeNestedFromStepToStep() {
    long[] last = {};
    for (double rate = 1e-7; rate <= 1; rate *= 1.3) {
      long[] errors = places(rate, 4, 1000);
      assertThat(errors).isSorted().doesNotHaveDuplicates();
      Set<Long> all = new HashSet<>(Arrays.stream(errors).boxed().toList());
      assertThat(Arrays.stream(last).allMatch(all::contains)).isTrue();
      last = errors;
    }
    assertThat(last.length).isGreaterThan(20_000); // of 32,000, at a rate above 0.75
  }

  /** The number of errors in each of 2,000 patterns, against the binomial distribution. */
  @ParameterizedTest
  @ValueSource(
      doubles = {
        0.9, 0.35, 1e-1, 0.04, 1e-2, 1e-3, 3e-4, 1e-4, 1e-5, 7e-6, 1e-6, 1e-7, 1e-8, 1e-9, 2.5e-13
      })
  void shouldHaveABinomialNumberOfErrors(double rate) {
    int patterns = 1000;
    long floats = Math.max(1, Math.round(6 / rate / Float.SIZE)); // some six bits a pattern
    long bits = floats * Float.SIZE;
    int first = rate > 0.2 ? (int) (bits * rate) - 5 : 1; // what the first cell goes up to
    int cells = 12;
    long[] observed = new long[cells];
    for (int pattern = 0; pattern < patterns; pattern++) {
      int count = places(rate, pattern, floats).length;
      observed[Math.max(0, Math.min(cells - 1, count - first))]++;
    }

    double[] expected = new double[cells];
    double below = 0;
    for (int cell = 0; cell < cells; cell++) {
      double upTo = cell == cells - 1 ? 1 : atMost(cell + first, bits, rate);
      expected[cell] = patterns * (upTo - below);
      below = upTo;
    }
    assertThat(GoodnessOfFit.joined(expected, observed)).isGreaterThan(1e-3);
  }

  /** Of more bits than an int counts, the binomial is the Poisson distribution to 9 digits. */
  private static double atMost(int count, long bits, double rate) {
    return bits <= Integer.MAX_VALUE
        ? BinomialDistribution.of((int) bits, rate).cumulativeProbability(count)
        : PoissonDistribution.of(bits * rate).cumulativeProbability(count);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.5, 0.1, 0.03, 0.01, 0.0004})
  void shouldLeaveGeometricGaps(double rate) {
    long[] places = places(rate, 1, (long) (4000 / rate));
    GeometricDistribution gaps = GeometricDistribution.of(rate);
    int cells = 8;
    int width = (int) Math.ceil(0.4 / rate);
    long[] observed = new long[cells];
    long last = -1;
    for (long place : places) {
      observed[(int) Math.min(cells - 1, (place - last - 1) / width)]++;
      last = place;
    }

    double[] expected = new double[cells];
    double below = 0;
    for (int cell = 0; cell < cells; cell++) {
      double upTo = cell == cells - 1 ? 1 : gaps.cumulativeProbability((cell + 1) * width - 1);
      expected[cell] = places.length * (upTo - below);
      below = upTo;
    }
    assertThat(GoodnessOfFit.of(expected, observed)).isGreaterThan(1e-3);
  }

  /** What a rate adds to a lower one falls anywhere, and as often as their distance says. */
  @Test
  void shouldAddErrorsIndependently() {
    long[] observed = new long[4]; // below 1e-3; from there to 4e-3; to 2e-2; to 1
    long floats = 3000;
    double[] rates = {1e-3, 4e-3, 2e-2, 1};
    for (int pattern = 0; pattern < 30; pattern++) {
      long below = 0;
      for (int i = 0; i < rates.length; i++) {
        long count = places(rates[i], pattern, floats).length;
        observed[i] += count - below;
        below = count;
      }
    }
    double all = 30 * floats * Float.SIZE;

    assertThat(
            GoodnessOfFit.of(
                new double[] {1e-3 * all, 3e-3 * all, 16e-3 * all, 0.98 * all}, observed))
        .isGreaterThan(1e-3);
  }

  @Test
  void shouldReachEachPlaceEquallyOften() {
    long[] observed = new long[4 * Float.SIZE];
    for (int pattern = 0; pattern < 4000; pattern++) {
      stream(0.05, pattern, NAME, 4).forEach(place -> observed[(int) place]++);
    }

    assertThat(GoodnessOfFit.uniform(observed)).isGreaterThan(1e-3);
  }

  @Test
  void shouldHaveEveryBitInErrorAtRateOneAndNoneAtZero() {
    assertThat(places(1, 5, 3)).containsExactly(LongStream.range(0, 96).toArray());
    assertThat(places(0, 5, 3)).isEmpty();
    assertThat(places(Double.MIN_VALUE, 5, Long.MAX_VALUE / Float.SIZE)).isEmpty();
    assertThat(places(0.5, 5, 0)).isEmpty();
  }

  /** Were the elements visited one by one, this would take hours. */
  @Test
  void shouldCostNothingWhereAlmostNothingIsInError() {
    long any = 0;
    for (int pattern = 0; pattern < 2000; pattern++) {
      any += stream(1e-10, pattern, NAME, 100_000_000).findAny().isPresent() ? 1 : 0;
    }
    // 0.32 bits on average: 27.4 % of the patterns have any, give or take 4 standard deviations.
    assertThat(any).isBetween(548L - 80, 548L + 80);
    assertThat(places(1e-16, 0, 1L << 50).length).isLessThan(30); // 3.6 on average
    assertThat(stream(1e-3, 0, NAME, 1L << 50).limit(10).toArray()).hasSize(10);
  }

  @Test
  void shouldDependOnPatternAndName() {
    long[] one = places(0.01, 0, 1000);

    assertThat(places(0.01, 1, 1000)).isNotEqualTo(one);
    assertThat(stream(0.01, 0, "conv2.weight", 1000).toArray()).isNotEqualTo(one);
    assertThat(stream(0.01, 0, "", 1000).toArray()).isNotEqualTo(one);
    assertThat(places(0.01, 0, 1000)).isEqualTo(one);
  }

  /** Errors of different patterns and tensors coincide as often as independent ones do. */
  @Test
  void shouldBeIndependentOfOtherPatternsAndTensors() {
    long floats = 200_000;
    Set<Long> one = new HashSet<>();
    stream(0.01, 0, NAME, floats).forEach(one::add);
    double expected = one.size() * 0.01;

    for (LongStream other :
        List.of(
            stream(0.01, 1, NAME, floats),
            stream(0.01, 2, NAME, floats),
            stream(0.01, 0, "conv1.bias", floats),
            stream(0.01, 1, "conv1.bias", floats))) {
      assertThat((double) other.filter(one::contains).count())
          .isBetween(expected - 4 * Math.sqrt(expected), expected + 4 * Math.sqrt(expected));
    }
  }

  @Test
  void shouldHaveTheSameErrorsInALongerTensor() {
    assertThat(Arrays.stream(places(0.003, 9, 5000)).filter(place -> place < 1000 * 32).toArray())
        .isEqualTo(places(0.003, 9, 1000));
  }

  @ParameterizedTest
  @CsvSource({"0.02,0", "0.02,31", "0.3,7", "1,30"})
  void shouldConfineTheErrorsToOneBit(double rate, int bit) {
    long[] only =
        new NestedBitErrors(rate, 6, OptionalInt.of(bit))
            .places(NAME, ElementType.FLOAT, 500)
            .toArray();

    assertThat(only)
        .isNotEmpty()
        .containsExactly(
            Arrays.stream(places(rate, 6, 500)).filter(place -> place % 32 == bit).toArray());
  }

  @ParameterizedTest
  @EnumSource(
      value = ElementType.class,
      names = {"FLOAT", "FLOAT16", "BFLOAT16", "DOUBLE", "INT8", "UINT4", "INT64", "BOOL"})
  void shouldInvertTheBitsThatAreInError(ElementType type) {
    Elements golden = Elements.random(type, 200, TrialRandom.of(3, 0));
    NestedBitErrors errors = new NestedBitErrors(0.1, 2);
    Elements faulty = new Elements(type, golden.bits());
    errors.disturb(golden.target(), NOBODY, faulty);
    long[] expected = new long[200];
    errors
        .places(golden.target().tensor(), type, 200)
        .forEach(place -> expected[(int) (place / type.bits())] ^= 1L << place % type.bits());

    assertThat(faulty.differing(golden)).isEqualTo(expected);
    assertThat(Arrays.stream(expected).map(Long::bitCount).sum()).isPositive();
  }

  @Test
  void shouldCountPlacesWithinTheRegion() {
    List<Long> positions = new ArrayList<>();
    new NestedBitErrors(0.05, 1)
        .disturb(
            new Target(
                NAME,
                ElementType.FLOAT,
                Region.Places.of(10, 20, 30, 40, 50),
                OptionalInt.empty(),
                () -> null),
            NOBODY,
            new Changes() {
              @Override
              public void bits(long position, long kept, long inverted) {
                positions.add(position);
              }

              @Override
              public void add(long position, double amount) {
                throw new AssertionError();
              }
            });

    assertThat(positions)
        .isNotEmpty()
        .containsExactlyElementsOf(
            Arrays.stream(places(0.05, 1, 5))
                .map(place -> (place / 32 + 1) * 10)
                .distinct()
                .boxed()
                .toList());
  }

  @Test
  void shouldRefuseABitThatElementsDoNotHave() {
    NestedBitErrors errors = new NestedBitErrors(0.1, 0, OptionalInt.of(16));

    errors.check("list.csv:2", new Elements(ElementType.FLOAT, 1).target());
    assertThatThrownBy(
            () -> errors.check("list.csv:2", new Elements(ElementType.FLOAT16, 1).target()))
        .isInstanceOf(MalformedInputException.class)
        .hasMessage("list.csv:2: expected a bit of float16, 0 to 15, found bit 16");
  }

  @Test
  void shouldRefuseWhatIsNoProbabilityOrPattern() {
    assertThatThrownBy(() -> new NestedBitErrors(1.1, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new NestedBitErrors(Double.NaN, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new NestedBitErrors(0.1, -1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
