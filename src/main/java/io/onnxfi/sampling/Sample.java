package io.onnxfi.sampling;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.fault.ImageCounts;
import io.onnxfi.outcome.Outcomes;
import io.onnxfi.outcome.TrialOutcome;
import java.util.List;

/** Outcomes taken for a sample of all faults of a model. */
public final class Sample {
  private Sample() {}

  /**
   * All trials of a file, each a draw.
   *
   * @throws MalformedInputException if it has none, or one was run on no image or is critical on
   *     more than it was run on
   */
  public static List<TrialOutcome> of(Outcomes outcomes) {
    List<TrialOutcome> trials = outcomes.trials();
    if (trials.isEmpty()) {
      throw MalformedInputException.of(outcomes.source(), "faults", "none");
    }
    for (int trial = 0; trial < trials.size(); trial++) {
      ImageCounts counts = trials.get(trial).counts();
      if (counts.images() < 1 || counts.critical() > counts.images()) {
        throw MalformedInputException.of(
            outcomes.locate(trial),
            "counts within n_injections",
            "%d critical of %d %s".formatted(counts.critical(), counts.images(), outcomes.unit()));
      }
    }
    return trials;
  }

  /**
   * Unbiased estimate of the variance between the images of a trial, each 0 or 1 (Cochran, Sampling
   * Techniques, 3rd edition 1977, section 3.2); 0 if a single image says nothing of it.
   */
  static double varianceWithin(TrialOutcome trial) {
    long images = trial.counts().images();
    double rate = trial.criticalRate();
    return images == 1 ? 0 : rate * (1 - rate) * images / (images - 1);
  }
}
