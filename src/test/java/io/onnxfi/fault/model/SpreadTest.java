package io.onnxfi.fault.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.ElementValues;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class SpreadTest {
  /** By hand: the mean of 1, 2 and 4 is 7/3, their squared distances add up to 14/3. */
  private static final double DEVIATION = Math.sqrt(7.0 / 3);

  private static Spread of(ElementType type, double... values) {
    Tensor tensor = Tensor.allocate(type, Shape.of(values.length));
    for (int i = 0; i < values.length; i++) {
      tensor.putBits(i, ElementValues.nearest(type, values[i]));
    }
    return Spread.of(tensor);
  }

  @Test
  void shouldLeaveOutWhatIsNotFinite() {
    Spread spread =
        of(ElementType.FLOAT16, Double.NaN, 2, Double.POSITIVE_INFINITY, 4, 1, Double.NaN);

    assertThat(spread.least()).isEqualTo(1);
    assertThat(spread.most()).isEqualTo(4);
    assertThat(spread.deviation()).isCloseTo(DEVIATION, within(1e-14));
  }

  @Test
  void shouldReadNumbersOfAnyType() {
    Spread whole = of(ElementType.INT8, -3, -2, 0);
    assertThat(whole.least()).isEqualTo(-3);
    assertThat(whole.most()).isZero();
    assertThat(whole.deviation()).isCloseTo(DEVIATION, within(1e-14));
    assertThat(of(ElementType.UINT4, 9, 10, 12).most()).isEqualTo(12);
    assertThat(of(ElementType.FLOAT, 7)).isEqualTo(new Spread(7, 7, 0));
  }

  /** A difference of two sums of squares would have no digit left. */
  @Test
  void shouldNotLoseDigitsFarFromZero() {
    assertThat(of(ElementType.DOUBLE, 1e12 + 1, 1e12 + 2, 1e12 + 4).deviation())
        .isCloseTo(DEVIATION, within(1e-3));
  }

  @Test
  void shouldGiveNoRangeWithoutFiniteElements() {
    Elements golden = new Elements(ElementType.FLOAT, 0x7FC00000L);
    Spread none = of(ElementType.FLOAT, Double.NaN);
    Target target = golden.target(OptionalInt.empty(), none);

    assertThatThrownBy(() -> golden.with(new RandomInRange(), target, 0))
        .isInstanceOf(MalformedInputException.class)
        .hasMessage(
            "random: expected a tensor with finite elements, found a range of Infinity to"
                + " -Infinity");
    assertThat(golden.with(new RelativeNoise(1), target, 0).bits()).isEqualTo(golden.bits());
  }
}
