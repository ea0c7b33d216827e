package io.onnxfi.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.PackedBits;
import io.onnxfi.tensor.Shape;
import java.nio.ByteBuffer;

/**
 * Reads and writes the bits of one element of a {@code TensorProto}.
 *
 * <p>ONNX stores elements either in {@code raw_data} (row-major, little-endian, 4-bit types two to
 * a byte, the first in the low half) or in one of five typed fields, chosen by the element type
 * (ONNX specification, {@code onnx.proto}, message TensorProto). Signed types narrower than 32 bits
 * are sign-extended in {@code int32_data}, all others zero-extended.
 */
final class ElementCodec {
  private ElementCodec() {}

  /** The element at row-major position {@code index}, in the low bits of the result. */
  static long read(TensorProto tensor, ElementType type, long index) {
    if (tensor.hasRawData()) {
      return PackedBits.read(tensor.getRawData()::byteAt, type, index);
    }
    int i = Math.toIntExact(index);
    return switch (type) {
      case FLOAT -> Float.floatToRawIntBits(tensor.getFloatData(i)) & type.mask();
      case COMPLEX64 ->
          (Float.floatToRawIntBits(tensor.getFloatData(2 * i)) & 0xFFFFFFFFL)
              | ((long) Float.floatToRawIntBits(tensor.getFloatData(2 * i + 1)) << Integer.SIZE);
      case DOUBLE -> Double.doubleToRawLongBits(tensor.getDoubleData(i));
      case INT64 -> tensor.getInt64Data(i);
      case UINT32, UINT64 -> tensor.getUint64Data(i) & type.mask();
      case UINT4, INT4, FLOAT4E2M1 ->
          (tensor.getInt32Data(i / 2) >>> (i % 2 * type.bits())) & type.mask();
      case STRING, COMPLEX128 -> throw noBits(tensor, type);
      default -> tensor.getInt32Data(i) & type.mask();
    };
  }

  /** A copy of {@code tensor} in which the edited elements, and nothing else, have other bits. */
  static TensorProto write(TensorProto tensor, ElementType type, TensorEdit edit) {
    TensorProto.Builder copy = tensor.toBuilder();
    if (tensor.hasRawData()) {
      return copy.setRawData(raw(tensor.getRawData(), type, edit)).build();
    }
    edit.forEach((position, bits) -> write(copy, type, Math.toIntExact(position), bits));
    return copy.build();
  }

  private static ByteString raw(ByteString before, ElementType type, TensorEdit edit) {
    if (edit instanceof DenseEdit dense) {
      return UnsafeByteOperations.unsafeWrap(dense.values().bytes()); // never written to again
    }
    ByteBuffer raw = ByteBuffer.wrap(before.toByteArray());
    edit.forEach((position, bits) -> PackedBits.write(raw, type, position, bits));
    return UnsafeByteOperations.unsafeWrap(raw);
  }

  private static void write(TensorProto.Builder copy, ElementType type, int i, long bits) {
    switch (type) {
      case FLOAT -> copy.setFloatData(i, Float.intBitsToFloat((int) bits));
      case COMPLEX64 ->
          copy.setFloatData(2 * i, Float.intBitsToFloat((int) bits))
              .setFloatData(2 * i + 1, Float.intBitsToFloat((int) (bits >>> Integer.SIZE)));
      case DOUBLE -> copy.setDoubleData(i, Double.longBitsToDouble(bits));
      case INT64 -> copy.setInt64Data(i, bits);
      case UINT32, UINT64 -> copy.setUint64Data(i, bits & type.mask());
      case UINT4, INT4, FLOAT4E2M1 -> {
        int shift = i % 2 * type.bits();
        int kept = copy.getInt32Data(i / 2) & ~((int) type.mask() << shift);
        copy.setInt32Data(i / 2, kept | ((int) (bits & type.mask()) << shift));
      }
      case INT8, INT16 -> {
        int unused = Integer.SIZE - type.bits();
        copy.setInt32Data(i, (int) bits << unused >> unused);
      }
      case STRING, COMPLEX128 -> throw new IllegalStateException("refused before: " + type);
      default -> copy.setInt32Data(i, (int) (bits & type.mask()));
    }
  }

  /** The elements packed as in {@code raw_data}, whatever field holds them. */
  static ByteString pack(TensorProto tensor, ElementType type, Shape shape) {
    if (tensor.hasRawData()) {
      return tensor.getRawData();
    }
    ByteBuffer raw = ByteBuffer.allocate(Math.toIntExact(type.bytes(shape.size())));
    for (long i = 0; i < shape.size(); i++) {
      PackedBits.write(raw, type, i, read(tensor, type, i));
    }
    return UnsafeByteOperations.unsafeWrap(raw);
  }

  /**
   * Checks that the fields hold as many elements as the shape promises.
   *
   * @throws MalformedInputException if they do not
   */
  static void requireComplete(TensorProto tensor, ElementType type, Shape shape) {
    long expected;
    long found;
    String unit;
    if (tensor.hasRawData()) {
      expected = type.bytes(shape.size());
      found = tensor.getRawData().size();
      unit = "bytes of raw_data";
    } else {
      unit = "elements";
      found =
          switch (type) {
            case FLOAT, COMPLEX64 -> tensor.getFloatDataCount();
            case DOUBLE, COMPLEX128 -> tensor.getDoubleDataCount();
            case INT64 -> tensor.getInt64DataCount();
            case UINT32, UINT64 -> tensor.getUint64DataCount();
            case STRING -> tensor.getStringDataCount();
            default -> tensor.getInt32DataCount();
          };
      expected =
          switch (type) {
            case COMPLEX64, COMPLEX128 -> 2 * shape.size();
            case UINT4, INT4, FLOAT4E2M1 -> type.bytes(shape.size());
            default -> shape.size();
          };
    }
    if (expected != found) {
      throw MalformedInputException.of(
          "initializer " + tensor.getName() + " " + type.label() + shape,
          expected + " " + unit,
          Long.toString(found));
    }
  }

  private static UnsupportedInputException noBits(TensorProto tensor, ElementType type) {
    return new UnsupportedInputException(
        "initializer %s: elements of type %s have no addressable bits"
            .formatted(tensor.getName(), type.label()));
  }
}
