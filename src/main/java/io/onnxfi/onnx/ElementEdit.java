package io.onnxfi.onnx;

import java.util.Objects;

/**
 * One element of one initializer given other bits: what a fault comes down to in a model.
 *
 * @param initializer name of the initializer
 * @param index row-major position of the element, from 0
 * @param bits all bits of the element after the edit, in the low bits
 */
public record ElementEdit(String initializer, long index, long bits) {
  /** Checks that the position can exist. */
  public ElementEdit {
    Objects.requireNonNull(initializer, "initializer");
    if (index < 0) {
      throw new IllegalArgumentException("negative element position " + index);
    }
  }
}
