package io.onnxfi.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import java.nio.ByteBuffer;

/** Whole tensors between protobuf and {@link Tensor}. */
final class Tensors {
  /** Of complex128, the widest type. */
  private static final long MAX_ELEMENT_BITS = 128;

  private Tensors() {}

  static ElementType type(TensorProto tensor) {
    return ElementType.ofCode(tensor.getDataType())
        .orElseThrow(
            () ->
                new UnsupportedInputException(
                    "tensor '%s': unknown ONNX data type %d"
                        .formatted(tensor.getName(), tensor.getDataType())));
  }

  /**
   * The extents.
   *
   * @throws MalformedInputException if one is negative, or the bytes of all elements cannot be
   *     counted
   */
  static Shape shape(TensorProto tensor) {
    try {
      Shape shape = Shape.of(tensor.getDimsList().stream().mapToLong(Long::longValue).toArray());
      Math.multiplyExact(shape.size(), MAX_ELEMENT_BITS);
      return shape;
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new MalformedInputException(
          "tensor '%s': expected possible extents, found %s (%s)"
              .formatted(tensor.getName(), tensor.getDimsList(), e.getMessage()),
          e);
    }
  }

  /** A copy of the elements in direct memory. */
  static Tensor decode(TensorProto tensor) {
    ElementType type = type(tensor);
    Shape shape = shape(tensor);
    ElementCodec.requireComplete(tensor, type, shape);
    ByteString packed = ElementCodec.pack(tensor, type, shape);
    return Tensor.of(type, shape, direct(packed));
  }

  /** A protobuf tensor with the elements in {@code raw_data}. */
  static TensorProto encode(String name, Tensor tensor) {
    TensorProto.Builder proto =
        TensorProto.newBuilder().setName(name).setDataType(tensor.type().code());
    for (long dim : tensor.shape().dims()) {
      proto.addDims(dim);
    }
    return proto.setRawData(ByteString.copyFrom(tensor.bytes())).build();
  }

  static ByteBuffer direct(ByteString bytes) {
    ByteBuffer buffer = ByteBuffer.allocateDirect(bytes.size());
    bytes.copyTo(buffer);
    return buffer.flip();
  }

  static ByteString wrap(ByteBuffer bytes) {
    return UnsafeByteOperations.unsafeWrap(bytes);
  }
}
