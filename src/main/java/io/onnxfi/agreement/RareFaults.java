package io.onnxfi.agreement;

import io.onnxfi.sampling.Interval;
import org.apache.commons.statistics.distribution.BetaDistribution;

/** What a sample of faults says about faults that it has few or none of. */
public final class RareFaults {
  private RareFaults() {}

  /**
   * The largest share of all faults that may be of a kind which a sample has none of.
   *
   * <p>A kind with the share q is missed with probability (1 − q)ⁿ; the bound is the q at which
   * that is α: 1 − α^(1/n), about 3/n for α = 0.05, the rule of three (Hanley and Lippman-Hand, If
   * nothing goes wrong, is everything all right?, JAMA 249, 1983). Any kind that is defined by the
   * sample's own extreme has the same bound: values above the largest seen (Wilks, Determination of
   * sample sizes for setting tolerance limits, Annals of Mathematical Statistics 12, 1941).
   *
   * @param faults number of faults drawn, n
   * @param alpha how often the bound may fail, above 0 and below 1
   * @return 0 to 1
   */
  public static double unseenShare(double faults, double alpha) {
    return -Math.expm1(Math.log(alpha) / faults);
  }

  /**
   * The exact interval of a share, from how many of a sample have a property (Clopper and Pearson,
   * The use of confidence or fiducial limits, Biometrika 26, 1934).
   *
   * @param having 0 to {@code faults}
   * @param faults number of faults drawn, at least 1
   * @param confidence above 0 and below 1, as 0.95
   */
  public static Interval share(int having, int faults, double confidence) {
    double tail = (1 - confidence) / 2;
    double low =
        having == 0
            ? 0
            : BetaDistribution.of(having, faults - having + 1.0).inverseCumulativeProbability(tail);
    double high =
        having == faults
            ? 1
            : BetaDistribution.of(having + 1.0, faults - having).inverseSurvivalProbability(tail);
    return new Interval(low, high);
  }
}
