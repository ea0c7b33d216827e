package io.onnxfi.tensor;

/**
 * A floating-point type of at most 16 bits: the fields of {@link ElementType}, the exponent's bias,
 * and which bits are no finite numbers.
 *
 * <p>Without the sign, the bits of finite numbers ascend with the number: a carry of the mantissa
 * goes into the exponent as it should.
 *
 * @param type whose fields these are
 * @param bias of the exponent
 * @param largest bits of the largest finite number, without sign
 * @param infinity bits of infinity, without sign; {@code largest} if there is none
 * @param nan bits of the usual NaN; beyond {@code infinity}, all are; -1 if there is none
 * @param hasNegativeZero whether the sign alone is a zero
 */
record FloatLayout(
    ElementType type, int bias, long largest, long infinity, long nan, boolean hasNegativeZero) {

  /** The layout of a type. */
  static FloatLayout of(ElementType type) {
    return switch (type) {
      case FLOAT16, BFLOAT16, FLOAT8E5M2 -> ieee(type);
      // No infinity; all bits but the sign set is NaN.
      case FLOAT8E4M3FN -> new FloatLayout(type, 7, 0x7E, 0x7E, 0x7F, true);
      // "UZ": the bits of a negative zero are the only NaN, and the bias is one more.
      case FLOAT8E4M3FNUZ -> new FloatLayout(type, 8, 0x7F, 0x7F, 0x80, false);
      case FLOAT8E5M2FNUZ -> new FloatLayout(type, 16, 0x7F, 0x7F, 0x80, false);
      case FLOAT4E2M1 -> new FloatLayout(type, 1, 0x7, 0x7, -1, true);
      case FLOAT8E8M0 -> new FloatLayout(type, 127, 0xFE, 0xFE, 0xFF, false);
      default -> throw new IllegalArgumentException("no narrow float: " + type.label());
    };
  }

  private static FloatLayout ieee(ElementType type) {
    long infinity = ((1L << type.exponentBits()) - 1) << type.mantissaBits();
    long quiet = 1L << (type.mantissaBits() - 1);
    int bias = (1 << (type.exponentBits() - 1)) - 1;
    return new FloatLayout(type, bias, infinity - 1, infinity, infinity | quiet, true);
  }

  double most() {
    return value(largest);
  }

  /** The number of some bits. */
  double value(long bits) {
    long sign = type.signBit() < 0 ? 0 : 1L << type.signBit();
    long size = bits & ~sign;
    if (bits == nan || size > infinity) {
      return Double.NaN;
    }
    double number = size > largest ? Double.POSITIVE_INFINITY : magnitude(size);
    return (bits & sign) == 0 ? number : -number;
  }

  private double magnitude(long size) {
    long exponent = size >>> type.mantissaBits();
    long mantissa = size & ((1L << type.mantissaBits()) - 1);
    boolean isNormal = exponent > 0 || !hasZero();
    long significand = isNormal ? mantissa | 1L << type.mantissaBits() : mantissa;
    int power = (int) (isNormal ? exponent : 1) - bias - type.mantissaBits();
    return Math.scalb((double) significand, power);
  }

  /** The bits nearest to a number, ties to even, saturating where there is no infinity. */
  long nearest(double value) {
    if (Double.isNaN(value)) {
      return nan;
    }
    boolean negative = Double.doubleToRawLongBits(value) < 0;
    if (type.signBit() < 0) {
      return negative ? 0 : size(value);
    }
    long size = size(Math.abs(value));
    boolean signed = negative && (size != 0 || hasNegativeZero);
    return signed ? size | 1L << type.signBit() : size;
  }

  private long size(double magnitude) {
    if (magnitude == Double.POSITIVE_INFINITY) {
      return infinity;
    }
    int smallest = (hasZero() ? 1 : 0) - bias; // exponent of the smallest normal number
    int exponent = Math.max(smallest, Math.getExponent(magnitude));
    // Exact: only powers of two are multiplied, and nothing becomes subnormal.
    double steps = Math.scalb(magnitude, type.mantissaBits() - exponent);
    long rounded = (long) Math.rint(steps);
    long size = rounded + ((long) (exponent - smallest) << type.mantissaBits());
    if (!hasZero()) {
      size = size - 1;
    }
    return Math.min(Math.max(size, 0), size > largest ? infinity : largest);
  }

  private boolean hasZero() {
    return type.mantissaBits() > 0;
  }
}
