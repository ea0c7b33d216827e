package io.onnxfi.campaign.cut;

import io.onnxfi.campaign.Campaign;
import io.onnxfi.campaign.FaultTally;
import io.onnxfi.campaign.PairFilter;
import io.onnxfi.campaign.Shard;
import io.onnxfi.outcome.OutcomeCounts;
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
  private final PairFilter filter;
  private final Consumer<FaultTally> finished;
  private final Map<Integer, OpenTally> open = new ConcurrentHashMap<>();
  private final Queue<Integer> failed = new ConcurrentLinkedQueue<>();

  /**
   * No tallies yet.
   *
   * @param filter which pairs are run; the others count as if the fault changed nothing
   * @param finished told of a fault when the last worker has finished it
   */
  OpenTallies(Campaign campaign, Shard shard, PairFilter filter, Consumer<FaultTally> finished) {
    this.campaign = campaign;
    this.shard = shard;
    this.filter = filter;
    this.finished = finished;
  }

  /** Whether a pair is run. */
  boolean runs(int fault, int place) {
    return filter.runs(fault, place);
  }

  /** Outcome codes of a fault by place of the image; workers write to disjoint images. */
  byte[] images(int fault) {
    return tally(fault).images();
  }

  /** Adds a worker's counts. */
  void add(int fault, OutcomeCounts part) {
    OpenTally tally = tally(fault);
    if (tally.add(part)) {
      close(fault, tally);
    }
  }

  /**
   * Notes that a framework gave up while a worker ran a part of the model with this fault.
   *
   * @param images that the worker leaves undone
   */
  void fail(int fault, long images) {
    OpenTally tally = tally(fault);
    if (tally.fail(images)) {
      close(fault, tally);
    }
  }

  private void close(int fault, OpenTally tally) {
    open.remove(fault);
    if (tally.hasFailed()) {
      failed.add(fault);
    } else {
      finished.accept(tally.tally());
    }
  }

  /** Places of the faults of which a run failed, in the order of the campaign. */
  List<Integer> failed() {
    return failed.stream().sorted().toList();
  }

  private OpenTally tally(int fault) {
    return open.computeIfAbsent(fault, place -> new OpenTally(campaign, shard, place));
  }
}
