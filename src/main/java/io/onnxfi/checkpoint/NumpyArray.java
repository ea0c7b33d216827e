package io.onnxfi.checkpoint;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An array of NumPy among the entries of a state dict.
 *
 * <p>What was pickled is looked at and nothing of it done: {@code numpy._core.multiarray
 * ._reconstruct(…)} with the state {@code (version, shape, dtype, isFortran, data)}, or {@code
 * numpy._core.numeric._frombuffer(data, dtype, shape, order)} since protocol 5; a dtype is {@code
 * numpy.dtype(code, …)} with the state {@code (3, byte order, …)}. The data are bytes, or text of
 * as many characters where the protocol has no bytes. Arrays of numbers, little-endian and
 * row-major, are read.
 */
final class NumpyArray {
  private static final Map<String, ElementType> TYPES =
      Map.of(
          "f2", ElementType.FLOAT16,
          "f4", ElementType.FLOAT,
          "f8", ElementType.DOUBLE,
          "b1", ElementType.BOOL,
          "u1", ElementType.UINT8,
          "i1", ElementType.INT8,
          "i2", ElementType.INT16,
          "i4", ElementType.INT32,
          "i8", ElementType.INT64);

  /** Native order comes as {@code =} where the dtype was made by hand. */
  private static final Set<Object> LITTLE_ENDIAN = Set.of("<", "|", "=");

  private static final String TEXT_AS_BYTES = "_codecs.encode";

  private static final int MAX_BYTE = 0xff;

  private NumpyArray() {}

  /**
   * The entry for an array; empty for whatever is none.
   *
   * @param file for messages
   */
  static Optional<Entry> of(String file, Placeholder value) {
    List<Object> parts = value.parts();
    if (isOfNumpy(value, "_reconstruct")
        && parts.size() == 2
        && parts.get(1) instanceof Object[] state
        && state.length == 5) {
      return Optional.of(
          entry(file, state[1], state[2], !Boolean.FALSE.equals(state[3]), state[4]));
    }
    if (isOfNumpy(value, "_frombuffer")
        && parts.size() == 1
        && parts.get(0) instanceof Object[] arguments
        && arguments.length == 4) {
      boolean isFortran = !"C".equals(arguments[3]);
      return Optional.of(entry(file, arguments[2], arguments[1], isFortran, arguments[0]));
    }
    return Optional.empty();
  }

  private static boolean isOfNumpy(Placeholder value, String function) {
    return value.name().startsWith("numpy.") && value.name().endsWith("." + function);
  }

  private static Entry entry(
      String file, Object dims, Object dtype, boolean isFortran, Object data) {
    Optional<ElementType> type = type(dtype);
    Optional<Shape> shape = shape(dims);
    if (type.isEmpty() || shape.isEmpty()) {
      return new UnreadEntry("a NumPy array of another type", false);
    }
    Optional<Data> elements = data(file, data, type.get().bytes(shape.get().size()));
    if (elements.isEmpty() || (isFortran && shape.get().rank() > 1)) {
      return new UnreadEntry("a NumPy array that is not in C order", false);
    }
    return new StoredTensor(
        type.get(),
        shape.get(),
        data,
        () -> Tensor.of(type.get(), shape.get(), elements.get().bytes()));
  }

  private static Optional<ElementType> type(Object dtype) {
    if (dtype instanceof Placeholder described
        && described.name().equals("numpy.dtype")
        && described.parts().size() == 2
        && described.parts().get(0) instanceof Object[] arguments
        && arguments.length > 0
        && described.parts().get(1) instanceof Object[] state
        && state.length > 1
        && state[1] instanceof String order
        && LITTLE_ENDIAN.contains(order)
        && arguments[0] instanceof String code) {
      return Optional.ofNullable(TYPES.get(code));
    }
    return Optional.empty();
  }

  private static Optional<Shape> shape(Object dims) {
    try {
      List<Long> sizes = PythonValue.integers(dims, "array's shape", TensorView.MAX_RANK);
      Shape shape = Shape.of(sizes.stream().mapToLong(Long::longValue).toArray());
      // More elements than bytes in a pickle are in no pickle.
      return shape.size() <= AllowListUnpickler.MAX_BYTES ? Optional.of(shape) : Optional.empty();
    } catch (IllegalArgumentException | ArithmeticException e) {
      return Optional.empty(); // whoever wants this array is told what it is
    }
  }

  /** Bytes, made only when they are wanted: text may be shared, and its bytes would not be. */
  private interface Data {
    ByteBuffer bytes();
  }

  private static Optional<Data> data(String file, Object data, long size) {
    if (data instanceof byte[] bytes && bytes.length == size) {
      return Optional.of(() -> ByteBuffer.wrap(bytes).asReadOnlyBuffer());
    }
    if (data instanceof Placeholder call
        && call.name().equals(TEXT_AS_BYTES)
        && call.parts().get(0) instanceof Object[] arguments
        && arguments.length > 0
        && arguments[0] instanceof String text
        && text.length() == size) {
      return Optional.of(() -> ByteBuffer.wrap(bytes(file, text)).asReadOnlyBuffer());
    }
    return Optional.empty();
  }

  private static byte[] bytes(String file, String text) {
    if (text.chars().anyMatch(c -> c > MAX_BYTE)) {
      throw MalformedInputException.of(
          file, "bytes of a NumPy array", "text with other characters");
    }
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
