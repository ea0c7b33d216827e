package io.onnxfi.training;

/**
 * How long a training is planned to be.
 *
 * @param epochs passes over the images
 * @param stepsPerEpoch updates of the parameters in one pass
 */
public record Horizon(int epochs, int stepsPerEpoch) {
  /** Checks that both are positive. */
  public Horizon {
    if (epochs < 1 || stepsPerEpoch < 1) {
      throw new IllegalArgumentException(
          "a training of %d epochs of %d steps".formatted(epochs, stepsPerEpoch));
    }
  }

  /** Updates in all. */
  public long steps() {
    return (long) epochs * stepsPerEpoch;
  }
}
