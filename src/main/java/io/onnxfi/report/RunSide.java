package io.onnxfi.report;

import io.onnxfi.agreement.Totals;
import io.onnxfi.fault.ImageCounts;
import io.onnxfi.outcome.Outcomes;
import io.onnxfi.outcome.TrialOutcome;
import io.onnxfi.workload.SampleKind;
import java.util.List;
import java.util.Optional;

/**
 * The outcomes that one side of a comparison gives to the trials of a run.
 *
 * @param id short name, as in file names: {@code ort}
 * @param title name for people
 * @param outcomes of all its trials
 * @param clean accuracy without any fault, where known
 */
public record RunSide(String id, String title, Outcomes outcomes, Optional<CleanAccuracy> clean) {
  /** The side of a list that comes with outcomes. */
  public static final String PUBLISHED = "published";

  /** Its trials, in the order of the run. */
  public List<TrialOutcome> trials() {
    return outcomes.trials();
  }

  /** Sums over all trials. */
  public Totals totals() {
    return Totals.of(trials());
  }

  /** Images of each trial; 0 if there are none. */
  public long images() {
    return trials().stream()
        .map(TrialOutcome::counts)
        .mapToLong(ImageCounts::images)
        .findFirst()
        .orElse(0);
  }

  /** What these are called. */
  public SampleKind unit() {
    return outcomes.unit();
  }

  /** Whether the outcomes were measured in this run. */
  public boolean isMeasured() {
    return !id.equals(PUBLISHED);
  }

  /** Its line in what the run comes to. */
  public BackendSummary summary() {
    return new BackendSummary(
        id,
        title,
        clean.map(CleanAccuracy::images).orElse(images()),
        unit(),
        clean,
        totals(),
        trials().stream().filter(TrialOutcome::isCrash).count());
  }
}
