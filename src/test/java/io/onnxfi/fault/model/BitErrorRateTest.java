package io.onnxfi.fault.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Region;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.LongStream;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.apache.commons.statistics.distribution.GeometricDistribution;
import org.apache.commons.statistics.distribution.PoissonDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** All draws have fixed seeds; each limit of 1e-3 is what one in a thousand seeds would miss. */
class BitErrorRateTest {
  /** Places of the bits that a trial inverts in a region of so many floats. */
  private static List<Long> inverted(double rate, long floats, long trial) {
    List<Long> places = new ArrayList<>();
    new BitErrorRate(rate)
        .disturb(
            new Target(
                "conv1.weight",
                ElementType.FLOAT,
                new Region.All(floats),
                OptionalInt.empty(),
                () -> {
                  throw new AssertionError("nobody needs the spread");
                }),
            TrialRandom.of(2026, trial),
            new Recorder(places));
    return places;
  }

  private record Recorder(List<Long> places) implements Changes {
    @Override
    public void bits(long position, long kept, long inverted) {
      assertThat(kept).isEqualTo(-1);
      for (int bit = 0; bit < Float.SIZE; bit++) {
        if ((inverted >>> bit & 1) == 1) {
          places.add(position * Float.SIZE + bit);
        }
      }
    }

    @Override
    public void add(long position, double amount) {
      throw new AssertionError("bits are inverted, nothing is added");
    }
  }

  /** The number of inverted bits over 2,000 trials, against the binomial distribution. */
  @ParameterizedTest
  @ValueSource(doubles = {1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9})
  void shouldInvertABinomialNumberOfBits(double rate) {
    int trials = 2000;
    long floats = Math.max(1, Math.round(6 / rate / Float.SIZE)); // some six bits a trial
    long bits = floats * Float.SIZE;
    int cells = 12; // 1 or fewer, 2, …, 12 or more
    long[] observed = new long[cells];
    for (int trial = 0; trial < trials; trial++) {
      int count = inverted(rate, floats, trial).size();
      observed[Math.max(0, Math.min(cells - 1, count - 1))]++;
    }

    double[] expected = new double[cells];
    double below = 0;
    for (int cell = 0; cell < cells; cell++) {
      double upTo = cell == cells - 1 ? 1 : atMost(cell + 1, bits, rate);
      expected[cell] = trials * (upTo - below);
      below = upTo;
    }
    assertThat(GoodnessOfFit.of(expected, observed)).isGreaterThan(1e-3);
  }

  /** Of more bits than an int counts, the binomial is the Poisson distribution to 9 digits. */
  private static double atMost(int count, long bits, double rate) {
    return bits <= Integer.MAX_VALUE
        ? BinomialDistribution.of((int) bits, rate).cumulativeProbability(count)
        : PoissonDistribution.of(bits * rate).cumulativeProbability(count);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.5, 0.1, 0.01})
  void shouldLeaveGeometricGaps(double rate) {
    List<Long> places = inverted(rate, 40_000, 1);
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
      expected[cell] = places.size() * (upTo - below);
      below = upTo;
    }
    assertThat(GoodnessOfFit.of(expected, observed)).isGreaterThan(1e-3);
  }

  @Test
  void shouldReachEachPlaceEquallyOften() {
    long[] observed = new long[4 * Float.SIZE];
    for (int trial = 0; trial < 4000; trial++) {
      inverted(0.05, 4, trial).forEach(place -> observed[place.intValue()]++);
    }

    assertThat(GoodnessOfFit.uniform(observed)).isGreaterThan(1e-3);
    assertThat(LongStream.of(observed).sum())
        .isCloseTo(4000 * 128 / 20, within(4 * 156L)); // 4 standard deviations
  }

  @Test
  void shouldInvertEveryBitAtRateOneAndNoneAtZero() {
    assertThat(inverted(1, 3, 0))
        .containsExactlyElementsOf(LongStream.range(0, 96).boxed().toList());
    assertThat(inverted(0, 3, 0)).isEmpty();
    assertThat(inverted(Double.MIN_VALUE, Long.MAX_VALUE / Float.SIZE, 0)).isEmpty();
  }

  /** Were the elements visited one by one, this would take hours. */
  @Test
  void shouldCostNothingWhereAlmostNothingIsInverted() {
    long floats = 1L << 50;
    for (int trial = 0; trial < 1000; trial++) {
      assertThat(inverted(1e-16, floats, trial).size()).isLessThan(30); // 3.6 on average
    }
  }

  @Test
  void shouldTellOneChangePerElement() {
    List<Long> elements = new ArrayList<>();
    Elements golden = new Elements(ElementType.UINT8, new long[100]);
    new BitErrorRate(0.5)
        .disturb(
            golden.target(),
            TrialRandom.of(1, 1),
            new Changes() {
              @Override
              public void bits(long position, long kept, long inverted) {
                elements.add(position);
              }

              @Override
              public void add(long position, double amount) {
                throw new AssertionError();
              }
            });

    assertThat(elements).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void shouldRefuseWhatIsNoProbability() {
    for (double rate : new double[] {-0.1, 1.1, Double.NaN}) {
      assertThatThrownBy(() -> new BitErrorRate(rate))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("a bit error rate of " + rate);
    }
  }
}
