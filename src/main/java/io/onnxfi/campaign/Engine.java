package io.onnxfi.campaign;

import io.onnxfi.outcome.GoldenOutputs;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A way to run shards of a campaign in a backend, opened for both: faults and images in, tallies
 * out. All engines give the same tallies, to the bit, and whatever pieces a campaign is divided
 * into, their tallies add up to the same outcomes.
 *
 * <p>An engine knows nothing of rounds, of journals or of when to stop: that is for who drives it,
 * such as {@link LocalDriver}. It runs one shard at a time, in as many threads as it was given.
 */
public interface Engine extends AutoCloseable {
  /**
   * The fault-free outputs of some neighbouring images, computed when they are first asked for.
   *
   * @param from place of the first image
   * @param to place behind the last image
   * @return room for all images of the campaign, always the same: filled as far as was asked
   */
  GoldenOutputs golden(int from, int to);

  /** Where it cuts the model, as it decides when it is first asked; none if it never does. */
  default Optional<Cuts> cuts() {
    return Optional.empty();
  }

  /**
   * Runs those pairs of a shard that matter. What is told of the others is of no worth: an engine
   * may run them too, or say that the fault changes nothing there. A fault with which the framework
   * gives up on such a pair only may or may not be a crash then.
   *
   * @param filter which pairs matter
   * @param told of each fault of the shard once, as soon as it has been tried on all of its images
   *     there; faults may come in any order, one at a time
   * @return what was done since the last shard
   * @throws IllegalArgumentException if the shard parts images whose results depend on each other
   */
  Effort run(Shard shard, PairFilter filter, Consumer<FaultTally> told);

  /**
   * Runs several shards without overlap; an engine that divides them tells of each piece by itself.
   */
  default Effort run(List<Shard> shards, PairFilter filter, Consumer<FaultTally> told) {
    Effort effort = Effort.NONE;
    for (Shard shard : shards) {
      effort = effort.plus(run(shard, filter, told));
    }
    return effort;
  }

  /** Runs all pairs of a shard. */
  default Effort run(Shard shard, Consumer<FaultTally> told) {
    return run(shard, PairFilter.ALL, told);
  }

  /** Runs those pairs of a shard that matter and keeps all tallies. */
  default ShardResult run(Shard shard, PairFilter filter) {
    List<FaultTally> tallies = new ArrayList<>();
    Effort effort = run(shard, filter, tallies::add);
    return new ShardResult(tallies, effort);
  }

  /** Runs all pairs of a shard and keeps all tallies. */
  default ShardResult run(Shard shard) {
    return run(shard, PairFilter.ALL);
  }

  @Override
  void close();
}
