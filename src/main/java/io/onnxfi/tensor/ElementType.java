package io.onnxfi.tensor;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The element types of ONNX tensors, with the layout of their bits.
 *
 * <p>Codes and layouts are those of {@code TensorProto.DataType} in the ONNX specification (IR
 * version 11). Bit 0 is the least significant bit of an element; for floating-point types the
 * mantissa comes first, then the exponent, then the sign.
 */
public enum ElementType {
  /** IEEE 754 binary32. */
  FLOAT(1, Kind.FLOATING, 1, 8, 23),
  UINT8(2, Kind.UNSIGNED, 8),
  INT8(3, Kind.SIGNED, 8),
  UINT16(4, Kind.UNSIGNED, 16),
  INT16(5, Kind.SIGNED, 16),
  INT32(6, Kind.SIGNED, 32),
  INT64(7, Kind.SIGNED, 64),
  /** Variable-length text: has no fixed bits and cannot be injected. */
  STRING(8, Kind.TEXT, 0),
  /** One byte, 0 or 1. */
  BOOL(9, Kind.UNSIGNED, 8),
  /** IEEE 754 binary16. */
  FLOAT16(10, Kind.FLOATING, 1, 5, 10),
  /** IEEE 754 binary64. */
  DOUBLE(11, Kind.FLOATING, 1, 11, 52),
  UINT32(12, Kind.UNSIGNED, 32),
  UINT64(13, Kind.UNSIGNED, 64),
  /** Two binary32, the real part in the low half. */
  COMPLEX64(14, Kind.COMPLEX, 64),
  /** Two binary64: wider than a machine word, so it cannot be injected. */
  COMPLEX128(15, Kind.COMPLEX, 128),
  /** The upper half of a binary32. */
  BFLOAT16(16, Kind.FLOATING, 1, 8, 7),
  FLOAT8E4M3FN(17, Kind.FLOATING, 1, 4, 3),
  FLOAT8E4M3FNUZ(18, Kind.FLOATING, 1, 4, 3),
  FLOAT8E5M2(19, Kind.FLOATING, 1, 5, 2),
  FLOAT8E5M2FNUZ(20, Kind.FLOATING, 1, 5, 2),
  /** Two elements in a byte, the first in the low half. */
  UINT4(21, Kind.UNSIGNED, 4),
  /** Two elements in a byte, the first in the low half. */
  INT4(22, Kind.SIGNED, 4),
  /** Two elements in a byte, the first in the low half. */
  FLOAT4E2M1(23, Kind.FLOATING, 1, 2, 1),
  /** A power of two: exponent bits only. */
  FLOAT8E8M0(24, Kind.FLOATING, 0, 8, 0);

  private enum Kind {
    FLOATING,
    SIGNED,
    UNSIGNED,
    COMPLEX,
    TEXT
  }

  private final int code;
  private final Kind kind;
  private final int bits;
  private final int signBits;
  private final int exponentBits;
  private final int mantissaBits;

  ElementType(int code, Kind kind, int bits) {
    this.code = code;
    this.kind = kind;
    this.bits = bits;
    this.signBits = kind == Kind.SIGNED ? 1 : 0;
    this.exponentBits = 0;
    this.mantissaBits = 0;
  }

  ElementType(int code, Kind kind, int signBits, int exponentBits, int mantissaBits) {
    this.code = code;
    this.kind = kind;
    this.bits = signBits + exponentBits + mantissaBits;
    this.signBits = signBits;
    this.exponentBits = exponentBits;
    this.mantissaBits = mantissaBits;
  }

  /** The type with this {@code TensorProto.DataType} number, if ONNX defines one. */
  public static Optional<ElementType> ofCode(int code) {
    return Arrays.stream(values()).filter(type -> type.code == code).findFirst();
  }

  /** The number of this type in {@code TensorProto.DataType}. */
  public int code() {
    return code;
  }

  /** Bits of one element; 0 for {@link #STRING}. */
  public int bits() {
    return bits;
  }

  /** Whether elements have a sign, an exponent or a mantissa. */
  public boolean isFloatingPoint() {
    return kind == Kind.FLOATING;
  }

  /**
   * Whether elements are numbers that a float holds or comes near: binary16, bfloat16, binary32 and
   * binary64, which {@link Tensor#toFloatArray} reads.
   */
  public boolean isReal() {
    return this == FLOAT || this == FLOAT16 || this == BFLOAT16 || this == DOUBLE;
  }

  /** Whether elements are numbers on a line: all but text and complex ones. */
  public boolean isNumeric() {
    return kind != Kind.TEXT && kind != Kind.COMPLEX;
  }

  /** Whether single bits of an element can be addressed: all but text and 128-bit complex. */
  public boolean hasAddressableBits() {
    return bits >= 1 && bits <= Long.SIZE;
  }

  /** Exponent bits; 0 unless {@link #isFloatingPoint()}. */
  public int exponentBits() {
    return exponentBits;
  }

  /** Stored mantissa bits, without the implicit one; 0 unless {@link #isFloatingPoint()}. */
  public int mantissaBits() {
    return mantissaBits;
  }

  /** Position of the sign bit, or -1 if the type has none. */
  public int signBit() {
    return signBits == 0 ? -1 : bits - 1;
  }

  /** Bytes that {@code elements} elements occupy when packed as in {@code raw_data}. */
  public long bytes(long elements) {
    return (Math.multiplyExact(elements, bits) + Byte.SIZE - 1) / Byte.SIZE;
  }

  /** A mask of the low {@link #bits()} bits. */
  public long mask() {
    return bits == Long.SIZE ? -1L : (1L << bits) - 1;
  }

  /**
   * What a bit of an element means, for people: {@code sign}, {@code exponent}, {@code mantissa} or
   * {@code value}.
   *
   * @param bit position, 0 is the least significant
   */
  public String field(int bit) {
    if (bit == signBit()) {
      return "sign";
    }
    if (!isFloatingPoint()) {
      return "value";
    }
    return bit < mantissaBits ? "mantissa" : "exponent";
  }

  /** The name in lower case, as ONNX documents write it: {@code float}, {@code int64}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
