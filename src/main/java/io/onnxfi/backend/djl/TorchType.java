package io.onnxfi.backend.djl;

import ai.djl.ndarray.types.DataType;
import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.ElementValues;
import java.util.Arrays;
import java.util.Optional;

/**
 * The types in which libtorch holds ONNX tensors. Elements of four bits are held in a byte each;
 * floats of four bits as the float8e4m3fn of the same value, of which there is one for each.
 *
 * <p>Codes are those of {@code c10::ScalarType} (PyTorch 2.7).
 */
enum TorchType {
  UINT8(0, ElementType.UINT8, DataType.UINT8),
  INT8(1, ElementType.INT8, DataType.INT8),
  INT16(2, ElementType.INT16),
  INT32(3, ElementType.INT32, DataType.INT32),
  INT64(4, ElementType.INT64, DataType.INT64),
  FLOAT16(5, ElementType.FLOAT16, DataType.FLOAT16),
  FLOAT(6, ElementType.FLOAT, DataType.FLOAT32),
  DOUBLE(7, ElementType.DOUBLE, DataType.FLOAT64),
  BOOL(11, ElementType.BOOL, DataType.BOOLEAN),
  BFLOAT16(15, ElementType.BFLOAT16),
  FLOAT8E5M2(23, ElementType.FLOAT8E5M2),
  FLOAT8E4M3FN(24, ElementType.FLOAT8E4M3FN),
  FLOAT8E5M2FNUZ(25, ElementType.FLOAT8E5M2FNUZ),
  FLOAT8E4M3FNUZ(26, ElementType.FLOAT8E4M3FNUZ),
  UINT16(27, ElementType.UINT16),
  UINT32(28, ElementType.UINT32),
  UINT64(29, ElementType.UINT64),
  FLOAT8E8M0(44, ElementType.FLOAT8E8M0),
  FLOAT4E2M1(24, ElementType.FLOAT4E2M1),
  INT4(1, ElementType.INT4),
  UINT4(0, ElementType.UINT4);

  private final int code;
  private final ElementType element;
  private final DataType djl;

  TorchType(int code, ElementType element) {
    this(code, element, DataType.UNKNOWN);
  }

  TorchType(int code, ElementType element, DataType djl) {
    this.code = code;
    this.element = element;
    this.djl = djl;
  }

  /** How a type is held, if it can be. */
  static Optional<TorchType> of(ElementType type) {
    return Arrays.stream(values()).filter(known -> known.element == type).findFirst();
  }

  /** What an array of a type that DJL knows holds. */
  static ElementType of(DataType djl) {
    return Arrays.stream(values())
        .filter(known -> known.djl == djl && djl != DataType.UNKNOWN)
        .findFirst()
        .orElseThrow(() -> new UnsupportedInputException("PyTorch (DJL) has an output of " + djl))
        .element;
  }

  /** The number of the type in libtorch. */
  int code() {
    return code;
  }

  /** The type in DJL; {@code UNKNOWN} where DJL cannot make such arrays, only pass them on. */
  DataType djl() {
    return djl;
  }

  /** Whether arrays of a type that DJL knows hold such elements. */
  boolean isHeldAs(DataType known) {
    return Arrays.stream(values()).anyMatch(type -> type.code == code && type.djl == known);
  }

  /** Bytes of an element as it is held. */
  int bytes() {
    return Math.max(1, element.bits() / Byte.SIZE);
  }

  /** Whether several elements share a byte where ONNX stores them. */
  boolean isPacked() {
    return element.bits() < Byte.SIZE;
  }

  /** An element's bits as they are held: those of four bits keep their value. */
  long held(long bits) {
    if (this == FLOAT4E2M1) {
      double value = ElementValues.value(element, bits);
      return ElementValues.nearest(ElementType.FLOAT8E4M3FN, value);
    }
    int spare = Long.SIZE - element.bits();
    return isPacked() && element.signBit() >= 0 ? bits << spare >> spare : bits;
  }

  /** The bits of a packed element from those that it is held in. */
  long packed(byte held) {
    return this == FLOAT4E2M1
        ? ElementValues.nearest(element, ElementValues.value(ElementType.FLOAT8E4M3FN, held))
        : held & element.mask();
  }
}
