package io.onnxfi.run;

import io.onnxfi.campaign.Effort;
import io.onnxfi.campaign.Stage;
import io.onnxfi.sampling.CostModel;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * What a campaign took in one backend.
 *
 * @param seconds from before the fault-free run to the last outcome
 * @param effort what the time of all workers went into
 * @param workers that ran side by side
 * @param faults that were tried
 * @param pairs of a fault and an image
 */
public record MeasuredTime(double seconds, Effort effort, int workers, int faults, long pairs) {
  private static final double NANO = 1e-9;

  private static final Set<Stage> PER_IMAGE =
      EnumSet.of(Stage.HEAD, Stage.COMPARISON, Stage.TAIL, Stage.JUDGEMENT);

  /**
   * What each fault and each image took: the workers' time for putting faults in, and that for
   * running and judging images, divided by the workers; once, what remains of the whole.
   *
   * @return nothing if no fault was run, as when each is masked by construction
   */
  public Optional<CostModel> cost() {
    if (faults == 0) {
      return Optional.empty();
    }
    double perFault = spent(EnumSet.of(Stage.INJECTION)) / faults;
    double perImage = spent(PER_IMAGE) / pairs;
    if (!(perFault > 0 && perImage > 0)) {
      return Optional.empty();
    }
    double rest = seconds - faults * perFault - pairs * perImage;
    return Optional.of(new CostModel(perFault, perImage, Math.max(0, rest)));
  }

  /** Seconds on the clock that all workers together spent on some stages. */
  private double spent(Set<Stage> stages) {
    return stages.stream().mapToLong(stage -> effort.nanos().getOrDefault(stage, 0L)).sum()
        * NANO
        / workers;
  }
}
