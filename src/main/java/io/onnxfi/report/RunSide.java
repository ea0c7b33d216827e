package io.onnxfi.report;

import io.onnxfi.agreement.Totals;
import io.onnxfi.fault.ImageCounts;
import io.onnxfi.outcome.Outcomes;
import io.onnxfi.outcome.TrialOutcome;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

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
    return Totals.of(trials().stream().map(TrialOutcome::counts).toList());
  }

  /** Images of each trial; 0 if there are none. */
  public long images() {
    return trials().stream()
        .map(TrialOutcome::counts)
        .mapToLong(ImageCounts::images)
        .findFirst()
        .orElse(0);
  }

  /** Whether the outcomes were measured in this run. */
  public boolean isMeasured() {
    return !id.equals(PUBLISHED);
  }

  /** Trials for which the framework could not run the model. */
  public long crashes() {
    return trials().stream().filter(outcome -> outcome.extra().isCrash()).count();
  }

  /** (fault, image) pairs with an output that is not finite, if the list counts them. */
  public OptionalLong due() {
    long sum = 0;
    for (TrialOutcome outcome : trials()) {
      if (outcome.extra().due().isEmpty()) {
        return OptionalLong.empty();
      }
      sum += outcome.extra().due().getAsLong();
    }
    return trials().isEmpty() && !isMeasured() ? OptionalLong.empty() : OptionalLong.of(sum);
  }
}
