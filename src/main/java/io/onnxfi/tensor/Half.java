package io.onnxfi.tensor;

/**
 * The 16-bit floating-point formats beside binary32: IEEE 754-2008 binary16 (1 sign, 5 exponent, 10
 * mantissa bits) and bfloat16, the upper half of a binary32.
 */
public final class Half {
  private static final int MANTISSA = ElementType.FLOAT16.mantissaBits();
  private static final int EXPONENT_MASK = (1 << ElementType.FLOAT16.exponentBits()) - 1;
  private static final int BIAS = EXPONENT_MASK >> 1;
  private static final int DROPPED = ElementType.FLOAT.mantissaBits() - MANTISSA;
  private static final int WIDE_EXPONENT_MASK = (1 << ElementType.FLOAT.exponentBits()) - 1;
  private static final int REBIAS = (WIDE_EXPONENT_MASK >> 1) - BIAS;
  private static final int SIGN = 0x8000;
  private static final int INFINITY = EXPONENT_MASK << MANTISSA;
  private static final int QUIET = 1 << (MANTISSA - 1);

  /** From here on to infinity: half a step above the largest number, a tie away from odd. */
  private static final float OVERFLOW = 65520f;

  private static final float SMALLEST_NORMAL = 0x1p-14f;

  private Half() {}

  /** The bits of the binary32 with the value of a binary16; a NaN keeps its payload. */
  public static int toFloatBits(short half) {
    int sign = (half & SIGN) << Short.SIZE;
    int exponent = half >> MANTISSA & EXPONENT_MASK;
    int mantissa = half & ((1 << MANTISSA) - 1);
    if (exponent == 0) {
      // Zero or subnormal: an integer below 2^10, which is exact in a float, at a fixed scale.
      float value = Math.scalb((float) mantissa, 1 - BIAS - MANTISSA);
      return sign | Float.floatToRawIntBits(value);
    }
    int wide = exponent == EXPONENT_MASK ? WIDE_EXPONENT_MASK : exponent + REBIAS;
    return sign | wide << ElementType.FLOAT.mantissaBits() | mantissa << DROPPED;
  }

  /** The nearest binary16, ties to even; a NaN stays one. */
  public static short ofFloat(float value) {
    int bits = Float.floatToRawIntBits(value);
    int sign = bits >>> Short.SIZE & SIGN;
    float size = Math.abs(value);
    if (Float.isNaN(value)) {
      return (short) (sign | INFINITY | QUIET | (bits >> DROPPED & (QUIET - 1)));
    }
    if (size >= OVERFLOW) {
      return (short) (sign | INFINITY);
    }
    if (size < SMALLEST_NORMAL) { // a multiple of 2^-24, or the smallest normal number
      return (short) (sign | (int) Math.rint(Math.scalb((double) size, BIAS + MANTISSA - 1)));
    }
    return (short) (sign | nearest(Float.floatToRawIntBits(size), DROPPED) - (REBIAS << MANTISSA));
  }

  /** The nearest bfloat16, ties to even; a NaN stays one. */
  public static short bfloatOfFloat(float value) {
    int bits = Float.floatToRawIntBits(value);
    return (short) (Float.isNaN(value) ? bits >>> Short.SIZE | 1 << 6 : nearest(bits, Short.SIZE));
  }

  /** Drops low bits, to the nearest, ties to even; a carry goes into the exponent as it should. */
  private static int nearest(int bits, int dropped) {
    return (bits + (1 << (dropped - 1)) - 1 + (bits >>> dropped & 1)) >>> dropped;
  }
}
