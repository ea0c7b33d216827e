package io.onnxfi.fault;

import io.onnxfi.error.MalformedInputException;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * How many faults to draw, by the formula of the published study: the margin of error of a share,
 * with the correction for a finite population (Leveugle et al., Statistical fault injection:
 * quantified error and confidence, DATE 2009).
 *
 * @param margin of error of an estimated share, above 0 and below 1; 0.01 in the study
 * @param t quantile of the normal distribution; 2.58 for 99 % confidence, as in the study
 * @param share assumed, above 0 and below 1; 0.5, the worst case, in the study
 */
public record SampleSize(double margin, double t, double share) {
  /** Those of the published lists. */
  public static final SampleSize PUBLISHED = new SampleSize(0.01, 2.58, 0.5);

  /** Checks the ranges. */
  public SampleSize {
    if (!(margin > 0 && margin < 1)) {
      throw MalformedInputException.of(
          "margin of error", "above 0 and below 1", Double.toString(margin));
    }
    if (!(t > 0) || t > 10) {
      throw MalformedInputException.of("confidence t", "above 0, at most 10", Double.toString(t));
    }
    if (!(share > 0 && share < 1)) {
      throw MalformedInputException.of(
          "assumed share", "above 0 and below 1", Double.toString(share));
    }
  }

  /**
   * The quantile of the normal distribution for a two-sided confidence.
   *
   * @param confidence in percent, above 0 and below 100
   */
  public static double quantile(double confidence) {
    if (!(confidence > 0 && confidence < 100)) {
      throw MalformedInputException.of(
          "--confidence", "above 0 and below 100 percent", Double.toString(confidence));
    }
    return NormalDistribution.of(0, 1).inverseCumulativeProbability(0.5 + confidence / 200);
  }

  /**
   * The size of a sample.
   *
   * @param population possible faults
   */
  public long of(double population) {
    return (long)
        Math.rint(
            population / (1 + margin * margin * (population - 1) / (t * t * share * (1 - share))));
  }

  /** The confidence in percent that the quantile stands for: 99.01 of 2.58. */
  public double confidence() {
    return 100 * (2 * NormalDistribution.of(0, 1).cumulativeProbability(t) - 1);
  }

  /**
   * The margin of error that a sample of another size has; 1 at most, which says nothing.
   *
   * @param faults in the sample, at least one
   * @param population possible faults, at least as many
   */
  public double marginOf(double faults, double population) {
    double left = population > 1 ? (population - faults) / (population - 1) : 0;
    return Math.min(1, t * Math.sqrt(share * (1 - share) / faults * left));
  }

  /** For messages: {@code margin 0.01, t 2.58, share 0.5}. */
  String describe() {
    return "margin %s, t %s, share %s".formatted(margin, t, share);
  }
}
