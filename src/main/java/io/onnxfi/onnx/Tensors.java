package io.onnxfi.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import java.nio.ByteBuffer;

/** Whole tensors between protobuf and {@link Tensor}. */
final class Tensors {
  private Tensors() {}

  static ElementType type(TensorProto tensor) {
    return ElementType.ofCode(tensor.getDataType())
        .orElseThrow(
            () ->
                new UnsupportedInputException(
                    "tensor '%s': unknown ONNX data type %d"
                        .formatted(tensor.getName(), tensor.getDataType())));
  }

  static Shape shape(TensorProto tensor) {
    return Shape.of(tensor.getDimsList().stream().mapToLong(Long::longValue).toArray());
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
