package io.onnxfi.fault;

import io.onnxfi.tensor.ElementType;
import java.util.OptionalInt;

/** The bit that a list names, against the type of its element. */
final class Bits {
  private Bits() {}

  /** Whether elements of a type have bits, and the one that is named, if one is. */
  static boolean has(ElementType type, OptionalInt bit) {
    return type.hasAddressableBits()
        && (bit.isEmpty() || (bit.getAsInt() >= 0 && bit.getAsInt() < type.bits()));
  }

  /** What was expected of one that they do not have, and what was found, in words. */
  static String explain(ElementType type, OptionalInt bit) {
    return type.hasAddressableBits()
        ? "a bit from 0 to %d (%s), found %d"
            .formatted(type.bits() - 1, type.label(), bit.orElseThrow())
        : "a type with addressable bits, found " + type.label();
  }
}
