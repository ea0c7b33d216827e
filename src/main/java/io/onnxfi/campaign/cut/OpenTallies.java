package io.onnxfi.campaign.cut;

import io.onnxfi.campaign.Campaign;
import io.onnxfi.campaign.FaultTally;
import io.onnxfi.campaign.Planned;
import io.onnxfi.campaign.Shard;
import io.onnxfi.outcome.OutcomeCounts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/** The tallies of the faults of a shard that some workers have begun and not all have finished. */
final class OpenTallies {
  private final Campaign campaign;
  private final Shard shard;
  private final Consumer<FaultTally> finished;
  private final Map<Integer, OpenTally> open = new ConcurrentHashMap<>();
  private final Queue<Planned> failed = new ConcurrentLinkedQueue<>();

  /**
   * No tallies yet.
   *
   * @param finished told of a fault when the last worker has finished it
   */
  OpenTallies(Campaign campaign, Shard shard, Consumer<FaultTally> finished) {
    this.campaign = campaign;
    this.shard = shard;
    this.finished = finished;
  }

  /** Outcome codes of a fault by place of the image; workers write to disjoint images. */
  byte[] images(Planned planned) {
    return tally(planned).images();
  }

  /** Adds a worker's counts. */
  void add(Planned planned, OutcomeCounts part) {
    OpenTally tally = tally(planned);
    if (tally.add(part)) {
      close(planned, tally);
    }
  }

  /**
   * Notes that a framework gave up while a worker ran a part of the model with this fault.
   *
   * @param images that the worker leaves undone
   */
  void fail(Planned planned, long images) {
    OpenTally tally = tally(planned);
    if (tally.fail(images)) {
      close(planned, tally);
    }
  }

  private void close(Planned planned, OpenTally tally) {
    open.remove(planned.position());
    if (tally.hasFailed()) {
      failed.add(planned);
    } else {
      finished.accept(tally.tally());
    }
  }

  /** The faults of which a run failed, in the order of the campaign. */
  List<Planned> failed() {
    List<Planned> sorted = new ArrayList<>(failed);
    sorted.sort(Comparator.comparingInt(Planned::position));
    return sorted;
  }

  private OpenTally tally(Planned planned) {
    return open.computeIfAbsent(
        planned.position(), position -> new OpenTally(campaign, shard, planned));
  }
}
