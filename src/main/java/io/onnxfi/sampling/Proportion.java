package io.onnxfi.sampling;

import org.apache.commons.statistics.distribution.BetaDistribution;

/**
 * How many of some independent trials had something.
 *
 * @param hits those that had it, at least 0
 * @param trials all of them, not fewer
 */
public record Proportion(long hits, long trials) {
  /** Checks the ranges. */
  public Proportion {
    if (hits < 0 || trials < hits) {
      throw new IllegalArgumentException("%d of %d trials".formatted(hits, trials));
    }
  }

  /** The share, 0 to 1; NaN of no trials. */
  public double value() {
    return (double) hits / trials;
  }

  /**
   * The exact interval of Clopper and Pearson (The use of confidence or fiducial limits illustrated
   * in the case of the binomial, Biometrika 26, 1934, 404-413); all of [0, 1] if there are no
   * trials.
   *
   * @param confidence above 0 and below 1, half of what is missing on either side
   */
  public Interval interval(double confidence) {
    double tail = (1 - confidence) / 2;
    long misses = trials - hits;
    double low =
        hits == 0
            ? 0
            : BetaDistribution.of((double) hits, misses + 1.0).inverseCumulativeProbability(tail);
    double high =
        misses == 0
            ? 1
            : BetaDistribution.of(hits + 1.0, (double) misses).inverseSurvivalProbability(tail);
    return new Interval(low, high);
  }
}
