package io.onnxfi.onnx;

import ai.onnx.proto.OnnxMl.SparseTensorProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.UnsafeByteOperations;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.PackedBits;
import io.onnxfi.tensor.Shape;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Sparse tensors as ordinary ones, zeros included.
 *
 * <p>ONNX stores the elements that are not zero, {@code [n]}, and where they are: row-major
 * positions {@code [n]} or coordinates {@code [n, rank]} (ONNX specification, {@code onnx.proto},
 * message SparseTensorProto).
 */
final class SparseTensors {
  private SparseTensors() {}

  /** The same tensor with all its elements in {@code raw_data}, under the name of its values. */
  static TensorProto dense(SparseTensorProto sparse) {
    TensorProto values = sparse.getValues();
    String where = "sparse tensor '" + values.getName() + "'";
    TensorProto described =
        TensorProto.newBuilder()
            .setName(values.getName())
            .setDataType(values.getDataType())
            .addAllDims(sparse.getDimsList())
            .build();
    ElementType type = Tensors.type(described);
    Shape shape = Tensors.shape(described);
    if (!type.hasAddressableBits() || type.bytes(shape.size()) > Integer.MAX_VALUE) {
      throw new UnsupportedInputException(
          "%s: %s%s cannot be held with its zeros".formatted(where, type.label(), shape));
    }
    long[] positions = positions(sparse, where, shape);
    require(where, Tensors.shape(values), Shape.of(positions.length), "values");
    if (OnnxModel.isExternal(values)) {
      throw new UnsupportedInputException(where + ": its values are in another file");
    }
    ElementCodec.requireComplete(values, type, Shape.of(positions.length));
    ByteBuffer raw = ByteBuffer.allocate(Math.toIntExact(type.bytes(shape.size())));
    for (int i = 0; i < positions.length; i++) {
      PackedBits.write(raw, type, positions[i], ElementCodec.read(values, type, i));
    }
    return described.toBuilder().setRawData(UnsafeByteOperations.unsafeWrap(raw)).build();
  }

  private static long[] positions(SparseTensorProto sparse, String where, Shape shape) {
    TensorProto indices = sparse.getIndices();
    Shape listed = Tensors.shape(indices);
    boolean isLinear = listed.rank() == 1;
    if (indices.getDataType() != ElementType.INT64.code() || OnnxModel.isExternal(indices)) {
      throw MalformedInputException.of(
          where, "int64 indices in the model", "data type " + indices.getDataType());
    }
    if (!isLinear) {
      long count = listed.rank() == 2 ? listed.dim(0) : 0;
      require(where, listed, Shape.of(count, shape.rank()), "indices");
    }
    ElementCodec.requireComplete(indices, ElementType.INT64, listed);
    long[] positions = new long[Math.toIntExact(listed.size() / (isLinear ? 1 : shape.rank()))];
    long[] coordinates = new long[shape.rank()];
    for (int i = 0; i < positions.length; i++) {
      if (isLinear) {
        long position = ElementCodec.read(indices, ElementType.INT64, i);
        if (position < 0 || position >= shape.size()) {
          throw outside(where, shape, Long.toString(position));
        }
        positions[i] = position;
        continue;
      }
      for (int axis = 0; axis < coordinates.length; axis++) {
        long place = (long) i * coordinates.length + axis;
        coordinates[axis] = ElementCodec.read(indices, ElementType.INT64, place);
      }
      if (!shape.contains(coordinates)) {
        throw outside(where, shape, Arrays.toString(coordinates));
      }
      positions[i] = shape.flatIndex(coordinates);
    }
    return positions;
  }

  private static void require(String where, Shape found, Shape expected, String what) {
    if (!found.equals(expected)) {
      throw MalformedInputException.of(where, what + " of shape " + expected, found.toString());
    }
  }

  private static MalformedInputException outside(String where, Shape shape, String found) {
    return MalformedInputException.of(where, "indices within shape " + shape, found);
  }
}
