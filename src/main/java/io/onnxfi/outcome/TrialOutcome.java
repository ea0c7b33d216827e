package io.onnxfi.outcome;

import io.onnxfi.fault.ImageCounts;
import io.onnxfi.fault.Labels;
import io.onnxfi.fault.Trial;
import java.util.Objects;

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

  /** An outcome that was measured. */
  public static TrialOutcome of(Trial trial, OutcomeCounts counts) {
    return new TrialOutcome(trial, Labels.of(trial), counts.listed(), ExtraCounts.of(counts));
  }

  /** Share of its images that are critical, 0 to 1; NaN of no images. */
  public double criticalRate() {
    return (double) counts.critical() / counts.images();
  }
}
