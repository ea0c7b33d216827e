package io.onnxfi.workload;

import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Tensor;

/**
 * An array of a file.
 *
 * @param tensor its elements; of text, int64 places in a {@link Vocabulary}
 * @param isText whether it is text
 */
record GivenArray(Tensor tensor, boolean isText) {
  static GivenArray numbers(Tensor tensor) {
    return new GivenArray(tensor, false);
  }

  /** The type of the elements as the file has them. */
  ElementType type() {
    return isText ? ElementType.STRING : tensor.type();
  }

  /** As {@code string[100, 1]}. */
  @Override
  public String toString() {
    return type().label() + tensor.shape();
  }
}
