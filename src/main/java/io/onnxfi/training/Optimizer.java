package io.onnxfi.training;

import java.util.List;

/**
 * How a gradient changes a parameter, as {@code torch.optim} defines it, in binary32 on the heap.
 *
 * <p>Written out here because DJL's own differ: its SGD folds the learning rate into the velocity,
 * which is another rule as soon as the rate changes.
 */
public sealed interface Optimizer permits Sgd, Adam {
  /** Names of what is remembered per element between steps. */
  List<String> memory();

  /**
   * Changes values and memory by one step.
   *
   * @param step from 1
   */
  void update(Trainable parameter, double rate, long step);

  /** Checks that a number is finite and at least 0. */
  static void requireNotNegative(String what, double value) {
    if (!(value >= 0 && Double.isFinite(value))) {
      throw new IllegalArgumentException("%s is 0 or more, found %s".formatted(what, value));
    }
  }

  /** Checks that a number is in [0, 1). */
  static void requireShare(String what, double value) {
    if (!(value >= 0 && value < 1)) {
      throw new IllegalArgumentException(
          "%s is at least 0 and below 1, found %s".formatted(what, value));
    }
  }
}
