package io.onnxfi.sampling;

import java.util.Locale;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * An estimated critical rate and the interval it lies in.
 *
 * <p>The interval is Wilson's (Journal of the American Statistical Association 22, 1927, 209-212)
 * for the effective number of independent trials n* = p(1 − p)/v, where v is the variance that the
 * design gives the estimate p, with Student's quantile for the degrees of freedom of v. For small
 * rates from clustered samples it covers where p ± t√v falls short (Dean and Pagano, Journal of
 * Survey Statistics and Methodology 3, 2015, 484-503; Franco et al., ibid. 7, 2019, 334-364); for
 * large samples the two are the same.
 *
 * @param rate 0 to 1
 * @param low lower end
 * @param high upper end
 * @param faults number of faults it rests on
 * @param inferences number of (fault, image) pairs it rests on
 */
public record EstimatedRate(double rate, double low, double high, int faults, long inferences) {
  /**
   * The interval of an estimate.
   *
   * @param variance of the estimate; where it is 0 because no fault differs, as when none was
   *     critical at all, each fault counts as one trial
   * @param degrees of freedom of the variance, above 0
   * @param confidence above 0 and below 1
   */
  static EstimatedRate of(
      double rate,
      double variance,
      double degrees,
      double confidence,
      int faults,
      long inferences) {
    double spread = rate * (1 - rate);
    double trials =
        variance > 0 && spread > 0
            ? Math.max(1, Math.min(spread / variance, (double) inferences))
            : faults;
    double t = TDistribution.of(degrees).inverseCumulativeProbability((1 + confidence) / 2);
    double centre = (rate + t * t / (2 * trials)) / (1 + t * t / trials);
    double half = halfWidth(spread, trials, t);
    return new EstimatedRate(
        rate, Math.max(0, centre - half), Math.min(1, centre + half), faults, inferences);
  }

  /**
   * Half the width of Wilson's interval.
   *
   * @param spread p(1 − p)
   * @param trials effective number of trials
   * @param t quantile
   */
  static double halfWidth(double spread, double trials, double t) {
    return t * Math.sqrt(spread / trials + t * t / (4 * trials * trials)) / (1 + t * t / trials);
  }

  /** The same with an upper end that is higher by so much, if there is so much room. */
  EstimatedRate with(double more) {
    return new EstimatedRate(rate, low, Math.min(1, high + more), faults, inferences);
  }

  /** Half the width, a share from 0 to 1. */
  public double margin() {
    return (high - low) / 2;
  }

  /** Whether the interval holds a rate. */
  public boolean covers(double truth) {
    return low <= truth && truth <= high;
  }

  /** As {@code 1.28 % (0.91 % to 1.79 %)}. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "%.2f %% (%.2f %% to %.2f %%)", 100 * rate, 100 * low, 100 * high);
  }
}
