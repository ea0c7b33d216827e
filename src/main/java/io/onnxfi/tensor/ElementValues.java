package io.onnxfi.tensor;

/**
 * The numbers that elements of every numeric type stand for, and the elements nearest to a number.
 *
 * <p>Layouts and special values are those of the ONNX specification (IR version 11) and, for the
 * narrow floating-point types, of <a href="https://onnx.ai/onnx/technical/float8.html">float8</a>,
 * <a href="https://onnx.ai/onnx/technical/float4.html">float4</a> and the OCP Microscaling Formats
 * specification 1.0 (E8M0). Bits come in the low end of a long; those above are ignored.
 */
public final class ElementValues {
  private static final double TWO_TO_63 = 0x1p63;

  private ElementValues() {}

  /**
   * The number that an element stands for: exact, but for 64-bit integers beyond 2^53, which are
   * rounded. A bool is 1 unless all its bits are 0.
   *
   * @throws IllegalArgumentException if the type is not {@linkplain ElementType#isNumeric numeric}
   */
  public static double value(ElementType type, long bits) {
    long element = bits & type.mask();
    return switch (require(type)) {
      case FLOAT -> Float.intBitsToFloat((int) element);
      case DOUBLE -> Double.longBitsToDouble(element);
      case BOOL -> element == 0 ? 0 : 1;
      case UINT64 -> unsigned(element);
      default ->
          type.isFloatingPoint()
              ? FloatLayout.of(type).value(element)
              : type.signBit() < 0 ? element : signed(type, element);
    };
  }

  /**
   * The bits of the element nearest to a number, ties to even.
   *
   * <p>Beyond its range, a type with infinities gets one, by the rule of IEEE 754; any other gets
   * the nearest that it has: integers and the narrow floating-point types saturate, and E8M0, which
   * has no sign and no zero, gets 2^-127 for what is smaller.
   *
   * @throws IllegalArgumentException if the type is not {@linkplain ElementType#isNumeric numeric},
   *     or the number is NaN and the type has none
   */
  public static long nearest(ElementType type, double value) {
    if (Double.isNaN(value) && !hasNan(type)) {
      throw new IllegalArgumentException(type.label() + " has no NaN");
    }
    return switch (require(type)) {
      case FLOAT -> Integer.toUnsignedLong(Float.floatToIntBits((float) value));
      case DOUBLE -> Double.doubleToLongBits(value);
      case INT64 -> (long) Math.rint(value);
      case UINT64 -> unsigned(Math.rint(value));
      default -> {
        if (type.isFloatingPoint()) {
          yield FloatLayout.of(type).nearest(value);
        }
        double whole = Math.rint(value);
        yield (long) Math.max(least(type), Math.min(most(type), whole)) & type.mask();
      }
    };
  }

  /**
   * The bits of an element after a number was added to it, in double precision, and the sum
   * rounded; the element's own if there is nothing to add or it is NaN.
   *
   * @throws IllegalArgumentException if the type is not numeric, or the sum is NaN and it has none
   */
  public static long plus(ElementType type, long bits, double amount) {
    double value = value(type, bits);
    return amount == 0 || Double.isNaN(value) ? bits : nearest(type, value + amount);
  }

  /**
   * The smallest finite number of a type.
   *
   * @throws IllegalArgumentException if it is not numeric
   */
  public static double least(ElementType type) {
    return switch (require(type)) {
      case FLOAT8E8M0 -> 0x1p-127;
      default ->
          type.isFloatingPoint() ? -most(type) : type.signBit() < 0 ? 0 : -magnitude(type, 1);
    };
  }

  /**
   * The largest finite number of a type, that of 64-bit integers rounded up to a double.
   *
   * @throws IllegalArgumentException if it is not numeric
   */
  public static double most(ElementType type) {
    return switch (require(type)) {
      case FLOAT -> Float.MAX_VALUE;
      case DOUBLE -> Double.MAX_VALUE;
      case BOOL -> 1;
      default -> {
        if (type.isFloatingPoint()) {
          yield FloatLayout.of(type).most();
        }
        yield magnitude(type, type.signBit() < 0 ? 0 : 1) - 1;
      }
    };
  }

  /** Whether some bits of the type are no number. */
  public static boolean hasNan(ElementType type) {
    return type.isFloatingPoint() && type != ElementType.FLOAT4E2M1;
  }

  /** Whether some bits of the type are infinite. */
  public static boolean hasInfinity(ElementType type) {
    return type.isReal() || type == ElementType.FLOAT8E5M2;
  }

  private static double magnitude(ElementType type, int signBits) {
    return Math.scalb(1.0, type.bits() - signBits);
  }

  private static long signed(ElementType type, long element) {
    int unused = Long.SIZE - type.bits();
    return element << unused >> unused;
  }

  /** Halved, the lowest bit kept for rounding, where it does not fit a signed long. */
  private static double unsigned(long element) {
    return element >= 0 ? element : ((element >>> 1 | (element & 1)) * 2.0);
  }

  private static long unsigned(double whole) {
    if (whole < TWO_TO_63) {
      return (long) Math.max(0, whole);
    }
    return whole >= 2 * TWO_TO_63 ? -1L : (long) (whole - TWO_TO_63) ^ Long.MIN_VALUE;
  }

  private static ElementType require(ElementType type) {
    if (!type.isNumeric()) {
      throw new IllegalArgumentException("no type of numbers: " + type.label());
    }
    return type;
  }
}
