package io.onnxfi.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class HalfTest {
  private static float value(int half) {
    return Float.intBitsToFloat(Half.toFloatBits((short) half));
  }

  @Test
  void shouldBringEveryHalfBack() {
    for (int half = 0; half < 1 << Short.SIZE; half++) {
      short back = Half.ofFloat(value(half));
      if (Float.isNaN(value(half))) {
        assertThat(value(back)).isNaN();
      } else {
        assertThat(back).as("half %04x", half).isEqualTo((short) half);
      }
    }
  }

  @Test
  void shouldRoundToTheNearestWithTiesToEven() {
    for (int half = 0; half < 0x7bff; half++) {
      float low = value(half);
      float high = value(half + 1);
      float tie = low + (high - low) / 2;
      assertThat(Half.ofFloat(tie) & 1).as("tie above half %04x", half).isZero();
      assertThat(Half.ofFloat(Math.nextDown(tie))).isEqualTo((short) half);
      assertThat(Half.ofFloat(-Math.nextUp(tie))).isEqualTo((short) (0x8000 | half + 1));
    }
    assertThat(Half.ofFloat(Math.nextDown(65520f))).isEqualTo((short) 0x7bff);
    assertThat(Half.ofFloat(65520f)).isEqualTo((short) 0x7c00);
  }

  @Test
  void shouldRoundToTheNearestBfloat() {
    Random random = new Random(3);
    for (int i = 0; i < 100_000; i++) {
      float value = Float.intBitsToFloat(random.nextInt());
      float near = Float.intBitsToFloat(Half.bfloatOfFloat(value) << Short.SIZE);
      if (Float.isNaN(value)) {
        assertThat(near).isNaN();
      } else {
        float step = Math.abs(Math.ulp(value)) * (1 << Short.SIZE);
        assertThat(Math.abs((double) near - value) <= step / 2 || Float.isInfinite(near)).isTrue();
      }
    }
  }

  @Test
  void shouldWriteAndReadFloatsOfAnyWidth() {
    float[] values = {0, -1.5f, 65504, 0x1p-24f, Float.POSITIVE_INFINITY};
    for (ElementType type : ElementType.values()) {
      if (type.isReal() && type != ElementType.BFLOAT16) {
        Tensor tensor = Tensor.allocate(type, Shape.of(5));
        tensor.putFloats(values);
        assertThat(tensor.toFloatArray()).as(type.label()).containsExactly(values);
      }
    }
  }
}
