package io.onnxfi.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ElementValuesTest {
  /** What ml_dtypes and NumPy give: the resource says how it was made. */
  @Test
  void shouldAgreeWithOtherSoftware() throws IOException {
    int decoded = 0;
    int encoded = 0;
    for (String line : lines()) {
      String[] parts = line.split(" ");
      ElementType type = ElementType.valueOf(parts[1].toUpperCase(Locale.ROOT));
      if (parts[0].equals("decode")) {
        assertThat(parts).as(line).hasSize(2 + (1 << type.bits()));
        for (int bits = 0; bits < 1 << type.bits(); bits++) {
          assertThat(ElementValues.value(type, bits))
              .as("%s %x", type, bits)
              .isEqualTo(Double.valueOf(parts[2 + bits]));
          decoded++;
        }
      } else {
        assertThat(ElementValues.nearest(type, Double.parseDouble(parts[2])))
            .as(line)
            .isEqualTo(Long.parseLong(parts[3]));
        encoded++;
      }
    }
    assertThat(decoded).isEqualTo(5 * 256 + 3 * 16);
    assertThat(encoded).isGreaterThan(700);
  }

  private static List<String> lines() throws IOException {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                ElementValuesTest.class.getResourceAsStream("element-values.txt"),
                StandardCharsets.UTF_8))) {
      return reader.lines().filter(line -> !line.startsWith("#")).toList();
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldGiveEveryNarrowElementBack(ElementType type) {
    if (!type.isNumeric() || type.bits() > Short.SIZE || type == ElementType.BOOL) {
      return;
    }
    for (long bits = 0; bits <= type.mask(); bits++) {
      double value = ElementValues.value(type, bits);
      long back = ElementValues.nearest(type, value);
      if (Double.isNaN(value)) {
        assertThat(ElementValues.value(type, back)).isNaN();
      } else {
        assertThat(back).as("%s %x", type, bits).isEqualTo(bits);
        assertThat(Double.isInfinite(value) || value <= ElementValues.most(type)).isTrue();
        assertThat(Double.isInfinite(value) || value >= ElementValues.least(type)).isTrue();
      }
    }
  }

  @Test
  void shouldReadSixteenBitsAsTheirTwins() {
    for (int bits = 0; bits < 1 << Short.SIZE; bits++) {
      assertThat(ElementValues.value(ElementType.FLOAT16, bits))
          .isEqualTo(Double.valueOf(Float.intBitsToFloat(Half.toFloatBits((short) bits))));
      assertThat(ElementValues.value(ElementType.BFLOAT16, bits))
          .isEqualTo(Double.valueOf(Float.intBitsToFloat(bits << Short.SIZE)));
    }
  }

  /** A conversion by way of binary32 would first fall on the tie, then to the even side below. */
  @Test
  void shouldRoundOnce() {
    double aboveTie = 1 + 0x1p-11 + 0x1p-40;

    assertThat(ElementValues.nearest(ElementType.FLOAT16, aboveTie)).isEqualTo(0x3C01);
    assertThat(ElementValues.nearest(ElementType.FLOAT16, 1 + 0x1p-11)).isEqualTo(0x3C00);
    assertThat(ElementValues.nearest(ElementType.FLOAT8E4M3FN, 1 + 0x1p-4 + 0x1p-40))
        .isEqualTo(0x39);
  }

  @Test
  void shouldSaturateWhereThereIsNoInfinity() {
    for (double beyond : new double[] {1e300, Double.POSITIVE_INFINITY}) {
      assertThat(ElementValues.nearest(ElementType.FLOAT8E4M3FN, beyond)).isEqualTo(0x7E);
      assertThat(ElementValues.nearest(ElementType.FLOAT8E4M3FN, -beyond)).isEqualTo(0xFE);
      assertThat(ElementValues.nearest(ElementType.FLOAT8E5M2FNUZ, -beyond)).isEqualTo(0xFF);
      assertThat(ElementValues.nearest(ElementType.FLOAT4E2M1, beyond)).isEqualTo(0x7);
      assertThat(ElementValues.nearest(ElementType.FLOAT8E8M0, beyond)).isEqualTo(0xFE);
      assertThat(ElementValues.nearest(ElementType.FLOAT8E8M0, -beyond)).isZero();
      assertThat(ElementValues.nearest(ElementType.INT8, beyond)).isEqualTo(0x7F);
      assertThat(ElementValues.nearest(ElementType.INT8, -beyond)).isEqualTo(0x80);
      assertThat(ElementValues.nearest(ElementType.UINT4, beyond)).isEqualTo(0xF);
      assertThat(ElementValues.nearest(ElementType.UINT4, -beyond)).isZero();
      assertThat(ElementValues.nearest(ElementType.INT64, beyond)).isEqualTo(Long.MAX_VALUE);
      assertThat(ElementValues.nearest(ElementType.UINT64, beyond)).isEqualTo(-1L);
      assertThat(ElementValues.nearest(ElementType.UINT64, -beyond)).isZero();
      assertThat(ElementValues.nearest(ElementType.BOOL, beyond)).isOne();
    }
    assertThat(ElementValues.nearest(ElementType.FLOAT, 1e300)).isEqualTo(0x7F800000L);
    assertThat(ElementValues.nearest(ElementType.FLOAT16, -65520)).isEqualTo(0xFC00);
  }

  @Test
  void shouldRoundWholeNumbersToEven() {
    assertThat(ElementValues.nearest(ElementType.INT8, 2.5)).isEqualTo(2);
    assertThat(ElementValues.nearest(ElementType.INT8, -3.5)).isEqualTo(0xFC);
    assertThat(ElementValues.nearest(ElementType.UINT8, -0.5)).isZero();
    assertThat(ElementValues.nearest(ElementType.INT32, -1)).isEqualTo(0xFFFFFFFFL);
    assertThat(ElementValues.value(ElementType.INT4, 0xF)).isEqualTo(-1);
    assertThat(ElementValues.value(ElementType.INT64, -1)).isEqualTo(-1);
    assertThat(ElementValues.value(ElementType.BOOL, 0x10)).isOne();
  }

  @Test
  void shouldHoldUnsigned64BitsBeyondLong() {
    assertThat(ElementValues.value(ElementType.UINT64, -1)).isEqualTo(0x1p64);
    assertThat(ElementValues.value(ElementType.UINT64, Long.MIN_VALUE)).isEqualTo(0x1p63);
    assertThat(ElementValues.nearest(ElementType.UINT64, 0x1p63 + 2048))
        .isEqualTo(Long.MIN_VALUE + 2048);
    // Halfway between two doubles: to even, and the lowest bit decides above it.
    assertThat(ElementValues.value(ElementType.UINT64, Long.MIN_VALUE + 1024)).isEqualTo(0x1p63);
    assertThat(ElementValues.value(ElementType.UINT64, Long.MIN_VALUE + 1025))
        .isEqualTo(0x1p63 + 2048);
  }

  @Test
  void shouldAddAndRound() {
    long one = Float.floatToIntBits(1);
    long signalling = 0x7F800001L;
    long large = (1L << 53) + 1;

    assertThat(ElementValues.plus(ElementType.FLOAT, one, 0.5)).isEqualTo(0x3FC00000L);
    assertThat(ElementValues.plus(ElementType.FLOAT, signalling, 0.5)).isEqualTo(signalling);
    assertThat(ElementValues.plus(ElementType.INT64, large, 0)).isEqualTo(large);
    assertThat(ElementValues.plus(ElementType.INT8, 0x7F, 3)).isEqualTo(0x7F);
    assertThat(ElementValues.plus(ElementType.UINT8, 200, -0.4)).isEqualTo(200);
  }

  @Test
  void shouldRefuseWhatHasNoNumber() {
    assertThatThrownBy(() -> ElementValues.value(ElementType.STRING, 0))
        .hasMessage("no type of numbers: string");
    assertThatThrownBy(() -> ElementValues.nearest(ElementType.COMPLEX64, 0))
        .hasMessage("no type of numbers: complex64");
    assertThatThrownBy(() -> ElementValues.nearest(ElementType.INT8, Double.NaN))
        .hasMessage("int8 has no NaN");
    assertThatThrownBy(() -> ElementValues.nearest(ElementType.FLOAT4E2M1, Double.NaN))
        .hasMessage("float4e2m1 has no NaN");
  }
}
