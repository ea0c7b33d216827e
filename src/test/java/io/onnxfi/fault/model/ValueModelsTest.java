package io.onnxfi.fault.model;

import static io.onnxfi.fault.model.BitModelsTest.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.ElementValues;
import java.util.Arrays;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The models that give elements other values. */
class ValueModelsTest {
  static Stream<ElementType> numbers() {
    return Arrays.stream(ElementType.values()).filter(ElementType::isNumeric);
  }

  private static Elements zeros(ElementType type, int size) {
    return new Elements(type, new long[size]);
  }

  @ParameterizedTest
  @CsvSource({
    "float,   0.1,           3dcccccd",
    "float,   -0,            80000000",
    "float,   NaN,           7fc00000",
    "float,   -Infinity,     ff800000",
    "float,   3.4028235e38,  7f7fffff",
    "float,   1e-45,         1",
    "double,  0.1,           3fb999999999999a",
    "float16, 65504,         7bff",
    "float16, 65519,         7bff",
    "bfloat16, 1,            3f80",
    "float8e4m3fn, 448,      7e",
    "float8e4m3fn, nan,      7f",
    "float8e5m2, inf,        7c",
    "float8e8m0, 0.5,        7e",
    "float4e2m1, -6,         f",
    "int4,    -8,            8",
    "uint8,   255,           ff",
    "int32,   -1,            ffffffff",
    "int64,   9007199254740993, 20000000000001",
    "int64,   -9223372036854775808, 8000000000000000",
    "uint64,  18446744073709551615, ffffffffffffffff",
    "uint64,  1e19,          8ac7230489e80000",
    "int8,    1.20e2,        78",
    "bool,    1,             1"
  })
  void shouldSetTheNearestBits(String type, String value, String bits) {
    Elements golden = zeros(ElementType.valueOf(type.toUpperCase(Locale.ROOT)), 2);

    assertThat(golden.with(new SetValue(value), golden.target(), 0).bits())
        .containsOnly(Long.parseUnsignedLong(bits, 16));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "int8|128|a whole number from -128 to 127|128",
        "int8|-129|a whole number from -128 to 127|-129",
        "int8|0.5|a whole number from -128 to 127|0.5",
        "uint8|-1|a whole number from 0 to 255|-1",
        "uint4|nan|a whole number from 0 to 15|NaN",
        "int32|inf|a whole number from -2147483648 to 2147483647|Infinity",
        "int64|9223372036854775808|a whole number from -9223372036854775808 to"
            + " 9223372036854775807|9223372036854775808",
        "uint64|1e999|a whole number from 0 to 18446744073709551615|1e999",
        "bool|2|a whole number from 0 to 1|2"
      })
  void shouldRefuseWhatAnIntegerDoesNotHold(
      String type, String value, String expected, String found) {
    Elements golden = zeros(ElementType.valueOf(type.toUpperCase(Locale.ROOT)), 1);

    assertRefused(
        new SetValue(value),
        golden.target(),
        "a value of %s, %s, found %s".formatted(type, expected, found));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "float|1e39|-3.4028235e38 to 3.4028235e38, infinite, NaN",
        "double|1e400|-1.7976931348623157e308 to 1.7976931348623157e308, infinite, NaN",
        "float16|-65520|-65504 to 65504, infinite, NaN",
        "float8e4m3fn|Infinity|-448 to 448, NaN",
        "float8e4m3fnuz|241|-240 to 240, NaN",
        "float4e2m1|NaN|-6 to 6",
        "float8e8m0|0|5.877471754111438e-39 to 1.7014118346046923e38, NaN",
        "float8e8m0|-1|5.877471754111438e-39 to 1.7014118346046923e38, NaN"
      })
  void shouldRefuseWhatAFloatDoesNotHold(String type, String value, String range) {
    Elements golden = zeros(ElementType.valueOf(type.toUpperCase(Locale.ROOT)), 1);

    assertRefused(
        new SetValue(value),
        golden.target(),
        "a value of %s, from %s, found %s".formatted(type, range, value));
  }

  @ParameterizedTest
  @CsvSource({"float, 1e-50", "double, -1e-400", "float4e2m1, 0.2", "float8e4m3fnuz, -1e-4"})
  void shouldRefuseWhatWouldBecomeZero(String type, String value) {
    Elements golden = zeros(ElementType.valueOf(type.toUpperCase(Locale.ROOT)), 1);

    assertRefused(
        new SetValue(value),
        golden.target(),
        "a value that %s does not round to 0, found %s".formatted(type, value));
  }

  @ParameterizedTest
  @MethodSource("numbers")
  void shouldBecomeZero(ElementType type) {
    Elements golden = Elements.random(type, 5, TrialRandom.of(3, 3));
    if (type == ElementType.FLOAT8E8M0) {
      assertRefused(new Zero(), golden.target(), "a type that holds 0, found float8e8m0");
      return;
    }
    Elements zero = golden.with(new Zero(), golden.target(), 0);

    assertThat(zero.bits()).containsOnly(0);
    assertThat(zero.value(0)).isZero();
  }

  @ParameterizedTest
  @MethodSource("numbers")
  void shouldStayWithinTheGoldenRange(ElementType type) {
    Elements golden = zeros(type, 500);
    double least = type.signBit() < 0 ? 1 : -2;
    double most = type == ElementType.BOOL ? 1 : 4;
    Spread spread = new Spread(least, most, 1);

    Elements faulty =
        golden.with(new RandomInRange(), golden.target(OptionalInt.empty(), spread), 0);

    double[] values = IntStream.range(0, 500).mapToDouble(faulty::value).toArray();
    assertThat(Arrays.stream(values).min().getAsDouble()).isBetween(least, least + 0.5);
    assertThat(Arrays.stream(values).max().getAsDouble()).isBetween(most - 0.5, most);
  }

  @Test
  void shouldDrawUniformly() {
    Elements golden = zeros(ElementType.FLOAT, 20_000);
    Elements faulty = golden.with(new RandomBetween(-1, 1), golden.target(), 0);
    long[] tenths = new long[20];
    for (int i = 0; i < 20_000; i++) {
      assertThat(faulty.value(i)).isBetween(-1.0, 1.0);
      tenths[(int) Math.min(19, Math.floor((faulty.value(i) + 1) * 10))]++;
    }
    assertThat(GoodnessOfFit.uniform(tenths)).isGreaterThan(1e-3);
  }

  @Test
  void shouldDrawEachWholeNumberEquallyOften() {
    Elements golden = zeros(ElementType.INT8, 20_000);
    Elements inRange =
        golden.with(
            new RandomInRange(), golden.target(OptionalInt.empty(), new Spread(-3, 4, 1)), 0);
    Elements between = golden.with(new RandomBetween(-3, 4.5), golden.target(), 1);
    long[] first = new long[8];
    long[] second = new long[8];
    for (int i = 0; i < 20_000; i++) {
      first[(int) inRange.value(i) + 3]++;
      second[(int) between.value(i) + 3]++;
    }
    assertThat(GoodnessOfFit.uniform(first)).isGreaterThan(1e-3);
    assertThat(GoodnessOfFit.uniform(second)).isGreaterThan(1e-3);
  }

  @Test
  void shouldRefuseARangeThatTheTypeDoesNotHold() {
    assertRefused(
        new RandomBetween(-1, 1),
        zeros(ElementType.UINT8, 1).target(),
        "a range within that of uint8, 0 to 255, found random:-1,1");
    assertRefused(
        new RandomBetween(0.2, 0.8),
        zeros(ElementType.INT8, 1).target(),
        "a range within that of int8, -128 to 127, found random:0.2,0.8");
    assertRefused(
        new RandomBetween(0, 1e5),
        zeros(ElementType.FLOAT16, 1).target(),
        "a range within that of float16, -65504 to 65504, found random:0,1e5");
    assertRefused(
        new RandomBetween(0, 1),
        zeros(ElementType.COMPLEX64, 1).target(),
        "a type of numbers, found complex64");
  }

  @Test
  void shouldRefuseATensorWithoutFiniteElements() {
    Elements golden = zeros(ElementType.FLOAT, 1);
    Target target =
        golden.target(OptionalInt.empty(), new Spread(Double.NaN, Double.NaN, Double.NaN));

    assertThatThrownBy(() -> golden.with(new RandomInRange(), target, 0))
        .isInstanceOf(MalformedInputException.class)
        .hasMessage("random: expected a tensor with finite elements, found a range of NaN to NaN");
    // Without spread there is nothing to add.
    assertThat(golden.with(new RelativeNoise(1), target, 0).bits()).containsExactly(0);
  }

  @Test
  void shouldAddNormalNoise() {
    int size = 100_000;
    Elements golden = new Elements(ElementType.DOUBLE, ones(size));
    Elements relative =
        golden.with(
            new RelativeNoise(0.1), golden.target(OptionalInt.empty(), new Spread(0, 1, 5)), 0);
    Elements absolute = golden.with(new AbsoluteNoise(0.5), golden.target(), 0);

    assertThat(relative.bits()).isEqualTo(absolute.bits());
    assertThat(
            NormalDrawsTest.fit(
                IntStream.range(0, size).mapToDouble(i -> (absolute.value(i) - 1) / 0.5)))
        .isGreaterThan(1e-3);
    assertThat(golden.with(new AbsoluteNoise(0), golden.target(), 0).bits())
        .isEqualTo(golden.bits());
  }

  private static long[] ones(int size) {
    long[] ones = new long[size];
    Arrays.fill(ones, Double.doubleToLongBits(1));
    return ones;
  }

  @Test
  void shouldRoundNoiseToTheType() {
    Elements golden = zeros(ElementType.INT8, 1000);
    Elements faulty = golden.with(new AbsoluteNoise(100), golden.target(), 0);

    assertThat(Arrays.stream(faulty.bits()).filter(bits -> bits == 0x7F).count())
        .isBetween(60L, 140L); // P(noise > 126.5) = 10.3 %: 103 ± 4 standard deviations
    assertThat(ElementValues.least(ElementType.INT8)).isEqualTo(-128);
    assertRefused(
        new AbsoluteNoise(1),
        zeros(ElementType.STRING, 1).target(),
        "a type of numbers, found string");
  }
}
