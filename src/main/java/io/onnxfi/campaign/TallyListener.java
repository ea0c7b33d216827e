package io.onnxfi.campaign;

import java.util.List;

/** Told of what an engine finds, by one thread at a time. */
@FunctionalInterface
public interface TallyListener {
  /** A fault has been tried on all its images of the shard. */
  void finished(FaultTally tally);

  /** A fault has been tried on some of them, in an engine that divides shards. */
  default void part(FaultTally tally) {}

  /** Parts that were told of before: an engine that divides shards need not run them again. */
  default List<FaultTally> parts() {
    return List.of();
  }
}
