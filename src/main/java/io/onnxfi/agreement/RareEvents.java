package io.onnxfi.agreement;

import org.apache.commons.statistics.distribution.GammaDistribution;

/**
 * A weighted sum of rare events, such as the standardised rate of a disease, and the limits of what
 * it estimates.
 *
 * <p>Limits are quantiles of gamma distributions with the sum's mean and variance; for the upper
 * one, another event is added, as heavy as any can be (Fay and Feuer, Confidence intervals for
 * directly standardized rates: a method based on the gamma distribution, Statistics in Medicine 16,
 * 1997). If all weights are equal, they are the exact limits of a Poisson count.
 *
 * @param sum Σ w over the events, at least 0
 * @param squares Σ w² over the events
 */
public record RareEvents(double sum, double squares) {
  static final RareEvents NONE = new RareEvents(0, 0);

  /** The events and one more. */
  RareEvents plus(double weight) {
    return new RareEvents(sum + weight, squares + weight * weight);
  }

  /** As many events among more or fewer trials: each weighs less, and there are more of them. */
  RareEvents among(double timesTrials) {
    return new RareEvents(sum, squares / timesTrials);
  }

  /**
   * The lower limit.
   *
   * @param tail chance that it lies above the truth
   */
  double low(double tail) {
    return squares == 0 ? 0 : gamma().inverseCumulativeProbability(tail);
  }

  /**
   * The upper limit.
   *
   * @param heaviest weight of an event that may have been missed, above 0
   * @param tail chance that it lies below the truth
   */
  double high(double heaviest, double tail) {
    return plus(heaviest).gamma().inverseSurvivalProbability(tail);
  }

  private GammaDistribution gamma() {
    return GammaDistribution.of(sum * sum / squares, squares / sum);
  }
}
