package io.onnxfi.study.ber;

import io.onnxfi.run.Accuracy;
import org.apache.commons.statistics.descriptive.Mean;
import org.apache.commons.statistics.descriptive.StandardDeviation;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * The mean top-1 accuracy under errors at one rate, with a 95 % interval.
 *
 * <p>How often a repetition has any error at all is known exactly: P = 1 - (1 - rate)^bits. So the
 * mean loss is P times the mean loss of repetitions that have errors, and only this second factor
 * is estimated, by Student's t over those. Of fewer than two of them nothing is known but that they
 * lose all there is to lose at most.
 *
 * @param mean over the repetitions, 0 to 1
 * @param low end of the interval
 * @param high end of the interval
 * @param hits repetitions with at least one bit in error
 * @param expected bits in error on average
 */
record MeanAccuracy(double mean, double low, double high, int hits, double expected) {
  private static final double UPPER = 0.975;

  /**
   * Estimates it.
   *
   * @param clean accuracy without errors
   * @param bits that may be in error
   */
  static MeanAccuracy of(RateResult result, String backend, Accuracy clean, long bits) {
    double some = -Math.expm1(bits * Math.log1p(-result.rate()));
    double[] losses =
        result.repetitions().stream()
            .filter(one -> one.flipped() > 0)
            .mapToDouble(one -> clean.top1() - one.accuracies().get(backend).top1())
            .toArray();
    double mean = result.meanTop1(backend);
    double expected = bits * result.rate();
    if (losses.length < 2) {
      return new MeanAccuracy(
          mean, (1 - some) * clean.top1(), clean.top1(), losses.length, expected);
    }
    double loss = Mean.of(losses).getAsDouble();
    double half =
        TDistribution.of(losses.length - 1.0).inverseCumulativeProbability(UPPER)
            * StandardDeviation.of(losses).getAsDouble()
            / Math.sqrt(losses.length);
    return new MeanAccuracy(
        mean,
        Math.max(0, clean.top1() - some * (loss + half)),
        Math.min(1, clean.top1() - some * (loss - half)),
        losses.length,
        expected);
  }

  /** Half of the interval. */
  double halfWidth() {
    return (high - low) / 2;
  }
}
