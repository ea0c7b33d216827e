package io.onnxfi.campaign;

import io.onnxfi.outcome.OutcomeCounts;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The tallies of the faults that some workers have begun and not all have finished. */
final class FaultTallies {
  private final Campaign campaign;
  private final Map<Integer, FaultTally> open = new ConcurrentHashMap<>();

  FaultTallies(Campaign campaign) {
    this.campaign = campaign;
  }

  /** Outcome codes of a fault by place of the image; workers write to disjoint images. */
  byte[] images(CutSchedule.Planned planned) {
    return tally(planned).images();
  }

  /** Adds a worker's counts; the outcome if all images are in. */
  Optional<FaultOutcome> add(CutSchedule.Planned planned, OutcomeCounts part) {
    FaultTally tally = tally(planned);
    if (!tally.add(part)) {
      return Optional.empty();
    }
    open.remove(planned.position());
    return Optional.of(tally.outcome());
  }

  private FaultTally tally(CutSchedule.Planned planned) {
    return open.computeIfAbsent(
        planned.position(), position -> new FaultTally(position, planned.fault(), campaign));
  }
}
