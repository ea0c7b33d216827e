package io.onnxfi.workload;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.ElementValues;
import io.onnxfi.tensor.Tensor;

/**
 * Arrays in the type that a model takes. Whole numbers keep their value or are refused; others are
 * rounded, but not beyond the range of the type.
 */
final class ArrayConversion {
  private static final double TWO_TO_63 = 0x1p63;

  private ArrayConversion() {}

  /**
   * The same elements in another type.
   *
   * @param where the array is, for messages
   * @throws MalformedInputException if the types have nothing in common, or an element has no place
   *     in the other, naming both
   * @throws UnsupportedInputException if several elements of the type share a byte
   */
  static Tensor of(String where, Tensor array, ElementType to) {
    ElementType from = array.type();
    if (to.isNumeric() && to.bits() < Byte.SIZE) {
      throw new UnsupportedInputException(
          "%s: expected an input of whole bytes, found %s".formatted(where, to.label()));
    }
    boolean isBool = (from == ElementType.BOOL) != (to == ElementType.BOOL);
    boolean isCut = from.isFloatingPoint() && !to.isFloatingPoint();
    if (!to.isNumeric() || isBool || isCut) {
      throw MalformedInputException.of(where, to.label(), from.label());
    }
    Tensor target = Tensor.allocate(to, array.shape());
    for (long i = 0; i < array.shape().size(); i++) {
      long bits = array.bits(i);
      if (!holds(to, from, bits)) {
        throw MalformedInputException.of(
            where, "numbers that %s holds".formatted(to.label()), text(from, bits));
      }
      target.putBits(i, isLong(from) && isLong(to) ? bits : nearest(to, from, bits));
    }
    return target;
  }

  private static long nearest(ElementType to, ElementType from, long bits) {
    return ElementValues.nearest(to, ElementValues.value(from, bits));
  }

  private static boolean holds(ElementType to, ElementType from, long bits) {
    if (isLong(from) && isLong(to)) {
      return bits >= 0;
    }
    double value = ElementValues.value(from, bits);
    if (!from.isFloatingPoint()) {
      return isExact(from, bits, value)
          && ElementValues.value(to, ElementValues.nearest(to, value)) == value;
    }
    if (Double.isNaN(value)) {
      return ElementValues.hasNan(to);
    }
    return Double.isInfinite(value)
        ? ElementValues.hasInfinity(to)
        : ElementValues.least(to) <= value && value <= ElementValues.most(to);
  }

  /** Whether a whole number is the double that it was read as. */
  private static boolean isExact(ElementType type, long bits, double value) {
    return switch (type) {
      case INT64 -> (long) value == bits && value < TWO_TO_63;
      case UINT64 -> ElementValues.nearest(type, value) == bits && value < 2 * TWO_TO_63;
      default -> true;
    };
  }

  private static boolean isLong(ElementType type) {
    return type == ElementType.INT64 || type == ElementType.UINT64;
  }

  private static String text(ElementType type, long bits) {
    return switch (type) {
      case INT64 -> Long.toString(bits);
      case UINT64 -> Long.toUnsignedString(bits);
      default -> Double.toString(ElementValues.value(type, bits));
    };
  }
}
