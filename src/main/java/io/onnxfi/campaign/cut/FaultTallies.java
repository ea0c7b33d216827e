package io.onnxfi.campaign.cut;

import io.onnxfi.campaign.Campaign;
import io.onnxfi.campaign.FaultOutcome;
import io.onnxfi.campaign.Planned;
import io.onnxfi.outcome.OutcomeCounts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The tallies of the faults that some workers have begun and not all have finished. */
final class FaultTallies {
  private final Campaign campaign;
  private final Map<Integer, FaultTally> open = new ConcurrentHashMap<>();
  private final Queue<Planned> failed = new ConcurrentLinkedQueue<>();

  FaultTallies(Campaign campaign) {
    this.campaign = campaign;
  }

  /** Outcome codes of a fault by place of the image; workers write to disjoint images. */
  byte[] images(Planned planned) {
    return tally(planned).images();
  }

  /** Adds a worker's counts; the outcome if all images are in and no run failed. */
  Optional<FaultOutcome> add(Planned planned, OutcomeCounts part) {
    FaultTally tally = tally(planned);
    return tally.add(part) ? close(planned, tally) : Optional.empty();
  }

  /**
   * Notes that a framework gave up while a worker ran a part of the model with this fault.
   *
   * @param images that the worker leaves undone
   */
  void fail(Planned planned, long images) {
    FaultTally tally = tally(planned);
    if (tally.fail(images)) {
      close(planned, tally);
    }
  }

  private Optional<FaultOutcome> close(Planned planned, FaultTally tally) {
    open.remove(planned.position());
    if (tally.hasFailed()) {
      failed.add(planned);
      return Optional.empty();
    }
    return Optional.of(tally.outcome());
  }

  /** The faults of which a run failed, in their order; they are forgotten here. */
  List<Planned> takeFailed() {
    List<Planned> taken = new ArrayList<>();
    for (Planned next = failed.poll(); next != null; next = failed.poll()) {
      taken.add(next);
    }
    taken.sort(Comparator.comparingInt(Planned::position));
    return taken;
  }

  private FaultTally tally(Planned planned) {
    return open.computeIfAbsent(
        planned.position(), position -> new FaultTally(position, planned.fault(), campaign));
  }
}
