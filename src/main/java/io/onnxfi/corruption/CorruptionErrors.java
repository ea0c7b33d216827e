package io.onnxfi.corruption;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * How often a classifier is wrong under corruptions (Hendrycks and Dietterich 2019, section 4.1).
 *
 * @param clean share of images without corruption that are wrong, 0 to 1
 * @param errors the same at severity 1, 2, …, by corruption
 */
public record CorruptionErrors(double clean, Map<CommonCorruption, List<Double>> errors) {
  /** Checks and copies, keeping the order. */
  public CorruptionErrors {
    Map<CommonCorruption, List<Double>> copy = new LinkedHashMap<>();
    errors.forEach((corruption, shares) -> copy.put(corruption, List.copyOf(shares)));
    errors = Collections.unmodifiableMap(copy);
    if (errors.isEmpty() || errors.containsValue(List.<Double>of())) {
      throw new IllegalArgumentException("no errors: " + errors);
    }
  }

  /** The mean over all severities of a corruption. */
  public double mean(CommonCorruption corruption) {
    return sum(corruption) / errors.get(corruption).size();
  }

  /** The mean over all corruptions of that over their severities, not normalised: 0 to 1. */
  public double mean() {
    return mean(this::mean);
  }

  private double sum(CommonCorruption corruption) {
    double sum = 0;
    for (double share : errors.get(corruption)) {
      sum += share;
    }
    return sum;
  }

  private double mean(ToDoubleFunction<CommonCorruption> value) {
    double sum = 0;
    for (CommonCorruption corruption : errors.keySet()) {
      sum += value.applyAsDouble(corruption);
    }
    return sum / errors.size();
  }

  /**
   * The corruption error: the errors over all severities of a corruption, as a multiple of another
   * classifier's. 1 is as wrong as that; not finite if that is never wrong.
   *
   * @param baseline has errors for the same severities
   */
  public double relativeTo(CorruptionErrors baseline, CommonCorruption corruption) {
    requireAlike(baseline);
    return sum(corruption) / baseline.sum(corruption);
  }

  /**
   * mCE: the mean over all corruptions of {@link #relativeTo(CorruptionErrors, CommonCorruption)}.
   */
  public double relativeTo(CorruptionErrors baseline) {
    return mean(corruption -> relativeTo(baseline, corruption));
  }

  /**
   * Relative mCE: as mCE, of what corruption adds to the errors without it. It tells a classifier
   * that is robust from one that is merely better.
   */
  public double addedRelativeTo(CorruptionErrors baseline) {
    requireAlike(baseline);
    return mean(corruption -> added(corruption) / baseline.added(corruption));
  }

  private double added(CommonCorruption corruption) {
    return sum(corruption) - errors.get(corruption).size() * clean;
  }

  private void requireAlike(CorruptionErrors baseline) {
    boolean isAlike =
        errors.keySet().equals(baseline.errors.keySet())
            && Arrays.stream(CommonCorruption.values())
                .filter(errors::containsKey)
                .allMatch(one -> errors.get(one).size() == baseline.errors.get(one).size());
    if (!isAlike) {
      throw new IllegalArgumentException("the baseline has errors of other corruptions");
    }
  }
}
