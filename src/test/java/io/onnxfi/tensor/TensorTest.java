package io.onnxfi.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class TensorTest {
  @Test
  void shouldShareMemoryWithItsSlices() {
    Tensor whole = Tensor.ofFloats(Shape.of(4, 2), 0, 1, 2, 3, 4, 5, 6, 7);

    Tensor part = whole.slice(1, 3);
    part.floats().put(3, 50);

    assertThat(part.shape()).isEqualTo(Shape.of(2, 2));
    assertThat(part.toFloatArray()).containsExactly(2, 3, 4, 50);
    assertThat(whole.toFloatArray()).containsExactly(0, 1, 2, 3, 4, 50, 6, 7);
    assertThat(whole.slice(4, 4).shape()).isEqualTo(Shape.of(0, 2));
  }

  @Test
  void shouldSliceSlices() {
    Tensor whole = Tensor.ofLongs(Shape.of(5), 10, 11, 12, 13, 14);

    assertThat(whole.slice(1, 5).slice(2, 3).longs().get(0)).isEqualTo(13);
  }

  @Test
  void shouldRefuseSlicesOutsideTheFirstAxis() {
    Tensor tensor = Tensor.ofFloats(Shape.of(4, 1), 0, 1, 2, 3);

    for (long[] range : new long[][] {{-1, 1}, {3, 5}, {2, 1}}) {
      assertThatThrownBy(() -> tensor.slice(range[0], range[1]))
          .isInstanceOf(IndexOutOfBoundsException.class)
          .hasMessage("rows %d to %d are outside shape [4, 1]", range[0], range[1]);
    }
  }

  @Test
  void shouldSlicePackedElementsAtWholeBytesOnly() {
    ByteBuffer threeBytes = ByteBuffer.wrap(new byte[] {0x21, 0x43, 0x65});
    Tensor tensor = Tensor.of(ElementType.UINT4, Shape.of(2, 3), threeBytes);

    assertThat(tensor.slice(0, 2).bytes()).isEqualTo(tensor.bytes());
    assertThat(tensor.slice(0, 1).bytes().remaining()).isEqualTo(2);
    assertThatThrownBy(() -> tensor.slice(1, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("uint4[2, 3]");
  }

  @Test
  void shouldRefuseMemoryOfAnotherSize() {
    for (int bytes : new int[] {0, 23, 25}) {
      assertThatThrownBy(
              () -> Tensor.of(ElementType.FLOAT, Shape.of(2, 3), ByteBuffer.allocate(bytes)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("a float tensor [2, 3] takes 24 bytes, but the buffer has %d", bytes);
    }
    assertThatThrownBy(() -> Tensor.ofFloats(Shape.of(2), 1))
        .hasMessage("1 values for shape [2] of 2");
    assertThatThrownBy(() -> Tensor.ofLongs(Shape.of(1), 1, 2))
        .hasMessage("2 values for shape [1] of 1");
    assertThatThrownBy(() -> Tensor.allocate(ElementType.FLOAT, Shape.of(1L << 30)))
        .isInstanceOf(ArithmeticException.class);
  }

  @Test
  void shouldReadLittleEndianWhateverTheBuffersOrderAndPosition() {
    ByteBuffer buffer = ByteBuffer.allocate(7).order(ByteOrder.BIG_ENDIAN);
    buffer.put(2, (byte) 0x80).put(3, (byte) 0x3F).position(0).limit(4);

    Tensor tensor = Tensor.of(ElementType.FLOAT, Shape.of(), buffer);
    buffer.position(4);

    assertThat(tensor.floats().get(0)).isEqualTo(1f);
    assertThat(tensor.bytes().order()).isEqualTo(ByteOrder.LITTLE_ENDIAN);
    assertThat(tensor.bytes().remaining()).isEqualTo(4);
  }

  @Test
  void shouldGiveEveryCallerAViewWithAPositionOfItsOwn() {
    Tensor tensor = Tensor.ofLongs(Shape.of(2), 7, 8);

    tensor.bytes().position(16);
    tensor.longs().position(2);

    assertThat(tensor.bytes().position()).isZero();
    assertThat(tensor.longs().get(0)).isEqualTo(7);
  }

  @Test
  void shouldKeepNanPayloads() {
    Tensor tensor = Tensor.ofFloats(Shape.of(1), Float.intBitsToFloat(0x7f800001));

    assertThat(Float.floatToRawIntBits(tensor.toFloatArray()[0])).isEqualTo(0x7f800001);
  }

  @Test
  void shouldRefuseToReadOneTypeAsAnother() {
    Tensor floats = Tensor.ofFloats(Shape.of(1), 1);

    assertThatThrownBy(floats::longs).hasMessage("expected a int64 tensor, found float");
    assertThatThrownBy(Tensor.ofLongs(Shape.of(1), 1)::floats)
        .isInstanceOf(IllegalStateException.class);
    assertThat(floats).hasToString("float[1]");
  }
}
