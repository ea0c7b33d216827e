package io.onnxfi.agreement;

import java.util.EnumSet;
import java.util.Locale;
import org.apache.commons.statistics.descriptive.DoubleStatistics;
import org.apache.commons.statistics.descriptive.Statistic;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * The mean rate of all faults of a list, estimated from some of them.
 *
 * <p>Images cluster within a fault, so a fault counts as one observation: the interval comes from
 * the spread between faults (Student's t), narrowed for having drawn a known share of a finite list
 * without replacement (Cochran, Sampling Techniques, 3rd edition 1977, section 2.6).
 *
 * @param rate mean of the faults' rates, 0 to 1
 * @param margin half the width of the 95 % interval; infinite for a single fault
 * @param faults number of faults it rests on
 */
public record RateEstimate(double rate, double margin, int faults) {
  private static final double UPPER = 0.975;

  /**
   * Estimates from a simple random sample.
   *
   * @param population faults in the whole list
   * @param rates one per drawn fault, 0 to 1
   */
  public static RateEstimate of(int population, double... rates) {
    int n = rates.length;
    if (n < 1 || n > population) {
      throw new IllegalArgumentException("%d rates of %d faults".formatted(n, population));
    }
    DoubleStatistics statistics =
        DoubleStatistics.of(EnumSet.of(Statistic.MEAN, Statistic.VARIANCE), rates);
    double mean = statistics.getAsDouble(Statistic.MEAN);
    if (n == population) {
      return new RateEstimate(mean, 0, n);
    }
    if (n == 1) {
      return new RateEstimate(mean, Double.POSITIVE_INFINITY, n);
    }
    double variance =
        statistics.getAsDouble(Statistic.VARIANCE) / n * (1 - (double) n / population);
    double t = TDistribution.of(n - 1.0).inverseCumulativeProbability(UPPER);
    return new RateEstimate(mean, t * Math.sqrt(variance), n);
  }

  /** As {@code 5.93 % ± 0.82 %}. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%.2f %% ± %.2f %%", 100 * rate, 100 * margin);
  }
}
