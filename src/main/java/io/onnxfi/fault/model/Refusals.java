package io.onnxfi.fault.model;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.ElementValues;

/** What several models ask of a target. */
final class Refusals {
  private Refusals() {}

  /** Requires elements whose bits can be addressed one by one. */
  static void requireBits(String where, Target target) {
    ElementType type = target.type();
    if (!type.hasAddressableBits()) {
      throw MalformedInputException.of(
          where, "a type of at most %d bits".formatted(Long.SIZE), type.label());
    }
  }

  /** Requires elements with at least this many bits. */
  static void requireWidth(String where, Target target, int bits) {
    requireBits(where, target);
    ElementType type = target.type();
    if (bits > type.bits()) {
      throw MalformedInputException.of(
          where, "at most the %d bits of %s".formatted(type.bits(), type.label()), bits + " bits");
    }
  }

  /** Requires that the elements have this bit. */
  static void requireBit(String where, Target target, int bit) {
    requireBits(where, target);
    ElementType type = target.type();
    if (bit < 0 || bit >= type.bits()) {
      throw MalformedInputException.of(
          where, "a bit of %s, 0 to %d".formatted(type.label(), type.bits() - 1), "bit " + bit);
    }
  }

  /** Requires that a bit is named and that the elements have it. */
  static void requireNamedBit(String where, Target target) {
    if (target.bit().isEmpty()) {
      throw MalformedInputException.of(where, "a bit", "none");
    }
    requireBit(where, target, target.bit().getAsInt());
  }

  /** Requires that a bit, if one is named, is one that the elements have. */
  static void requireAnyBit(String where, Target target) {
    requireBits(where, target);
    target.bit().ifPresent(bit -> requireBit(where, target, bit));
  }

  /** Requires elements that are numbers. */
  static void requireNumbers(String where, Target target) {
    if (!target.type().isNumeric()) {
      throw MalformedInputException.of(where, "a type of numbers", target.type().label());
    }
  }

  /** From the smallest to the largest finite number of a type, for people. */
  static String rangeOf(ElementType type) {
    return type == ElementType.FLOAT
        ? "-3.4028235e38 to 3.4028235e38" // 9 digits tell floats apart, not the 17 of a double
        : "%s to %s"
            .formatted(
                Decimals.shortest(ElementValues.least(type)),
                Decimals.shortest(ElementValues.most(type)));
  }
}
