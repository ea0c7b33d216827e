package io.onnxfi.onnx.check;

import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataLocation;
import com.google.protobuf.ByteString;
import io.onnxfi.tensor.ElementType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** What is known of tensors that a model holds: of short ones, the elements too. */
final class KnownTensors {
  /** Shapes, axes, bounds, paddings and scales are shorter. */
  private static final int LONGEST = 4096;

  private KnownTensors() {}

  /** Of an initializer or the value of a Constant node. */
  static Known of(TensorProto tensor) {
    long[] dims = tensor.getDimsList().stream().mapToLong(Long::longValue).toArray();
    int type = tensor.getDataType();
    if (Arrays.stream(dims).anyMatch(dim -> dim < 0 || dim > Integer.MAX_VALUE)) {
      return Known.ofType(type); // impossible ones are refused where the tensor is read
    }
    int width = width(type);
    long size = 1;
    for (long dim : dims) {
      size = Math.min(size * dim, Integer.MAX_VALUE);
    }
    if (width == 0 || size > LONGEST || tensor.getDataLocation() == DataLocation.EXTERNAL) {
      return Known.of(type, dims);
    }
    boolean isFloat = type == ElementType.FLOAT.code();
    if (tensor.hasRawData()) {
      ByteString raw = tensor.getRawData();
      if (raw.size() != size * width) {
        return Known.of(type, dims);
      }
      ByteBuffer bytes = raw.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
      return isFloat
          ? Known.constant(type, dims, floats(bytes, (int) size))
          : Known.constant(type, dims, integers(bytes, type, (int) size));
    }
    if (isFloat) {
      return tensor.getFloatDataCount() == size
          ? Known.constant(type, dims, floats(tensor.getFloatDataList()))
          : Known.of(type, dims);
    }
    long[] elements = typed(tensor);
    return elements.length == size ? Known.constant(type, dims, elements) : Known.of(type, dims);
  }

  /** Bytes of one element, of the types that decide about shapes; 0 for others. */
  private static int width(int type) {
    return switch (ElementType.ofCode(type).orElse(ElementType.STRING)) {
      case INT64, UINT64 -> Long.BYTES;
      case INT32, UINT32, FLOAT -> Integer.BYTES;
      case INT16, UINT16 -> Short.BYTES;
      case INT8, UINT8, BOOL -> Byte.BYTES;
      default -> 0;
    };
  }

  private static long[] integers(ByteBuffer bytes, int type, int count) {
    return IntStream.range(0, count)
        .mapToLong(
            i ->
                switch (ElementType.ofCode(type).orElseThrow()) {
                  case INT64, UINT64 -> bytes.getLong(i * Long.BYTES);
                  case INT32 -> bytes.getInt(i * Integer.BYTES);
                  case UINT32 -> Integer.toUnsignedLong(bytes.getInt(i * Integer.BYTES));
                  case INT16 -> bytes.getShort(i * Short.BYTES);
                  case UINT16 -> Short.toUnsignedLong(bytes.getShort(i * Short.BYTES));
                  case INT8 -> bytes.get(i);
                  default -> Byte.toUnsignedLong(bytes.get(i));
                })
        .toArray();
  }

  private static float[] floats(ByteBuffer bytes, int count) {
    float[] reals = new float[count];
    bytes.asFloatBuffer().get(reals);
    return reals;
  }

  private static float[] floats(List<Float> list) {
    float[] reals = new float[list.size()];
    for (int i = 0; i < reals.length; i++) {
      reals[i] = list.get(i);
    }
    return reals;
  }

  /** The field that ONNX names for the type. */
  private static long[] typed(TensorProto tensor) {
    return switch (ElementType.ofCode(tensor.getDataType()).orElseThrow()) {
      case INT64 -> tensor.getInt64DataList().stream().mapToLong(Long::longValue).toArray();
      case UINT64, UINT32 ->
          tensor.getUint64DataList().stream().mapToLong(Long::longValue).toArray();
      default -> tensor.getInt32DataList().stream().mapToLong(Integer::longValue).toArray();
    };
  }
}
