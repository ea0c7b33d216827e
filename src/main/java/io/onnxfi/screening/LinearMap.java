package io.onnxfi.screening;

/**
 * A linear map of the elements of one value to those of another, by its coefficients that are not
 * zero by construction: for a convolution, one for each place that a weight is applied at.
 */
interface LinearMap {
  /** Told of a coefficient: {@code output += weight · input}. */
  @FunctionalInterface
  interface Taps {
    /** One of them. */
    void tap(int output, int input, double weight);
  }

  /** All coefficients. */
  void forEach(Taps taps);

  /**
   * Where one element of the tensor of weights is applied, with what a change of it by 1 adds to
   * the coefficient.
   *
   * @param element row-major place in the tensor
   */
  default void forEachOf(long element, Taps taps) {
    throw new IllegalStateException("no weights");
  }

  /** Adds what it makes of some values. */
  default void addTo(double[] outputs, double... inputs) {
    forEach((output, input, weight) -> outputs[output] += weight * inputs[input]);
  }

  /** Adds what it makes of magnitudes at most: those of values are at most those of their terms. */
  default void addMagnitudes(double[] outputs, double... inputs) {
    forEach((output, input, weight) -> outputs[output] += Math.abs(weight) * inputs[input]);
  }

  /**
   * Adds what it makes of magnitudes at most, if those of one channel only are there, whichever it
   * is.
   *
   * @param perChannel elements of a channel of the inputs, which lie side by side
   */
  default void addLargest(double[] outputs, int perChannel, double... inputs) {
    addMagnitudes(outputs, inputs);
  }

  /** Results that lie side by side and that a change of one weight changes together. */
  default int together() {
    throw new IllegalStateException("no weights");
  }

  /** Adds to the adjoint of the inputs that of the outputs, brought back. */
  default void pull(double[] inputs, double... outputs) {
    forEach((output, input, weight) -> inputs[input] += weight * outputs[output]);
  }
}
