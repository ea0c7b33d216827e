package io.onnxfi.checkpoint;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Half;
import io.onnxfi.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Floating-point tensors of other widths as binary32.
 *
 * <p>float16 and bfloat16 keep their value, and a NaN its payload; double is rounded to the
 * nearest, ties to even, as PyTorch's {@code Tensor.float()} does.
 */
final class FloatConversion {
  private FloatConversion() {}

  /** Whether {@link #convert} changes tensors of this type. */
  static boolean applies(ElementType type) {
    return switch (type) {
      case DOUBLE, FLOAT16, BFLOAT16 -> true;
      default -> false;
    };
  }

  /**
   * The same values as a float tensor; its memory is read-only.
   *
   * @param where file and name, for the message
   * @throws MalformedInputException if a finite value is too large for binary32
   */
  static Tensor convert(String where, Tensor tensor) {
    ByteBuffer source = tensor.bytes();
    int elements = Math.toIntExact(tensor.shape().size());
    ByteBuffer target =
        ByteBuffer.allocate(Math.toIntExact(ElementType.FLOAT.bytes(elements)))
            .order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < elements; i++) {
      target.putInt(
          switch (tensor.type()) {
            case DOUBLE -> Float.floatToRawIntBits(narrow(where, source.getDouble()));
            case FLOAT16 -> Half.toFloatBits(source.getShort());
            case BFLOAT16 -> source.getShort() << Short.SIZE;
            default -> throw new IllegalArgumentException("not converted: " + tensor);
          });
    }
    return Tensor.of(ElementType.FLOAT, tensor.shape(), target.flip().asReadOnlyBuffer());
  }

  private static float narrow(String where, double value) {
    float narrow = (float) value;
    if (Float.isInfinite(narrow) && !Double.isInfinite(value)) {
      throw MalformedInputException.of(
          where, "values within the range of float", Double.toString(value));
    }
    return narrow;
  }
}
