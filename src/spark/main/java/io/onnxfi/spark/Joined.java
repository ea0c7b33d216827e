package io.onnxfi.spark;

import io.onnxfi.campaign.Effort;
import io.onnxfi.campaign.FaultTally;
import io.onnxfi.campaign.Shard;
import io.onnxfi.campaign.ShardResult;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Tallies of the pieces of a shard, until those of a fault are all there. */
final class Joined {
  private final Shard shard;
  private final Consumer<FaultTally> finished;
  private final Map<Integer, List<FaultTally>> parts = new HashMap<>();
  private Effort effort = Effort.NONE;

  /**
   * Nothing yet.
   *
   * @param finished told of each fault when it has been tried on all images of the shard
   */
  Joined(Shard shard, Consumer<FaultTally> finished) {
    this.shard = shard;
    this.finished = finished;
  }

  /** Adds what came of a piece. */
  void add(ShardResult result) {
    effort = effort.plus(result.effort());
    result.tallies().forEach(this::add);
  }

  /** Adds a fault of a piece. */
  void add(FaultTally tally) {
    List<FaultTally> own = parts.computeIfAbsent(tally.fault(), fault -> new ArrayList<>());
    own.add(tally);
    int images = own.stream().mapToInt(part -> part.to() - part.from()).sum();
    if (images == shard.to() - shard.from()) {
      finished.accept(new ShardResult(own, Effort.NONE).tallies().get(0));
      parts.remove(tally.fault());
    }
  }

  /** What it took so far. */
  Effort effort() {
    return effort;
  }
}
