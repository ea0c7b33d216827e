package io.onnxfi.spark;

import io.onnxfi.campaign.Shard;
import java.util.List;
import java.util.Optional;

/**
 * How far a job came.
 *
 * @param poison the piece that Spark gave up on, as it does if that ends several processes
 * @param left those that were not done because of it
 */
record Attempt(Optional<Shard> poison, List<Shard> left) {
  /** All is done. */
  static final Attempt DONE = new Attempt(Optional.empty(), List.of());

  /** Copies. */
  Attempt {
    left = List.copyOf(left);
  }
}
