package io.onnxfi.outcome;

import io.onnxfi.fault.ImageCounts;
import io.onnxfi.fault.Labels;
import io.onnxfi.fault.Trial;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * What one trial did, measured or published.
 *
 * @param trial the trial
 * @param labels by which it is told apart from others
 * @param counts numbers of its images by outcome
 * @param extra what else is known of them
 */
public record TrialOutcome(Trial trial, Labels labels, ImageCounts counts, ExtraCounts extra) {
  /** Checks that nothing is missing. */
  public TrialOutcome {
    Objects.requireNonNull(trial, "trial");
    Objects.requireNonNull(labels, "labels");
    Objects.requireNonNull(counts, "counts");
    Objects.requireNonNull(extra, "extra");
  }

  /** An outcome of which the published columns are known. */
  public static TrialOutcome of(Trial trial, ImageCounts counts) {
    return new TrialOutcome(trial, Labels.of(trial), counts, ExtraCounts.NONE);
  }

  /** An outcome that was measured, without what became of boxes. */
  public static TrialOutcome of(Trial trial, Labels labels, OutcomeCounts counts) {
    return new TrialOutcome(trial, labels, counts.listed(), ExtraCounts.of(counts, false));
  }

  /** Images that were detected, where that is known: in none of the published outcomes. */
  public OptionalLong due() {
    return known(extra.due());
  }

  /** Images for which the framework gave up, where that is known. */
  public OptionalLong crashed() {
    return known(extra.crashed());
  }

  /** Whether it is known that the framework could not run the model with the trial's faults. */
  public boolean isCrash() {
    return crashed().orElse(0) > 0;
  }

  /** Of images that all have a published outcome, none is detected. */
  private OptionalLong known(OptionalLong told) {
    return told.isEmpty() && counts.rest() == 0 ? OptionalLong.of(0) : told;
  }

  /** Share of its images that are critical, 0 to 1; NaN of no images. */
  public double criticalRate() {
    return (double) counts.critical() / counts.images();
  }
}
