package io.onnxfi.backend;

import java.util.Objects;
import java.util.function.Supplier;

/**
 * A way to spread the work of a framework over a machine, to be timed against others.
 *
 * @param label threads and optimisation level, in words
 * @param opener opens the framework; who calls it closes what it gives
 * @param workers batches that are run side by side
 * @param isChosen whether it computes as the chosen settings do, bit by bit
 * @param takesAnyBatch whether it is worth trying with other batches than the chosen one
 */
public record Arrangement(
    String label, Supplier<Backend> opener, int workers, boolean isChosen, boolean takesAnyBatch) {
  /** Checks. */
  public Arrangement {
    Objects.requireNonNull(label, "label");
    Objects.requireNonNull(opener, "opener");
    if (workers < 1) {
      throw new IllegalArgumentException("at least one worker is needed, not " + workers);
    }
  }
}
