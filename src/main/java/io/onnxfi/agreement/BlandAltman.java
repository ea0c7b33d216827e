package io.onnxfi.agreement;

import io.onnxfi.sampling.Estimate;
import io.onnxfi.sampling.Interval;
import java.util.Arrays;
import java.util.Optional;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * Limits of agreement: between which differences 95 % of the faults lie, were these normal (Bland
 * and Altman, Statistical methods for assessing agreement between two methods of clinical
 * measurement, Lancet 1986; Measuring agreement in method comparison studies, Statistical Methods
 * in Medical Research 8, 1999, section 2).
 *
 * <p>Differences between frameworks are not normal: most are zero and a few are large. The limits
 * are what readers know, so they are given; {@link #inside} says how many faults they hold in fact.
 *
 * @param faults number of faults
 * @param bias mean difference, in images
 * @param deviation standard deviation of the differences, in images; 0 for a single fault
 * @param inside faults whose difference lies within the limits
 */
public record BlandAltman(int faults, double bias, double deviation, long inside) {
  private static final double NORMAL = 1.96;

  /**
   * The limits of these differences.
   *
   * @param differences second side minus first, one per fault, in images
   */
  public static BlandAltman of(double... differences) {
    Estimate mean = Estimate.ofMean(differences);
    double deviation =
        differences.length < 2 ? 0 : mean.standardError() * Math.sqrt(differences.length);
    double reach = NORMAL * deviation;
    long inside =
        Arrays.stream(differences).filter(d -> Math.abs(d - mean.value()) <= reach).count();
    return new BlandAltman(differences.length, mean.value(), deviation, inside);
  }

  /** The lower limit, in images. */
  public double lower() {
    return bias - NORMAL * deviation;
  }

  /** The upper limit, in images. */
  public double upper() {
    return bias + NORMAL * deviation;
  }

  /** The interval of the bias, in images; nothing if all differences are alike. */
  public Optional<Interval> biasInterval(double confidence) {
    return interval(bias, Math.sqrt(1.0 / faults), confidence);
  }

  /** The interval of the lower limit, in images; nothing if all differences are alike. */
  public Optional<Interval> lowerInterval(double confidence) {
    return interval(lower(), limitError(), confidence);
  }

  /** The interval of the upper limit, in images; nothing if all differences are alike. */
  public Optional<Interval> upperInterval(double confidence) {
    return interval(upper(), limitError(), confidence);
  }

  /** Standard error of a limit in standard deviations, about √(3/n). */
  private double limitError() {
    return Math.sqrt(1.0 / faults + NORMAL * NORMAL / (2 * (faults - 1.0)));
  }

  private Optional<Interval> interval(double centre, double error, double confidence) {
    if (deviation == 0) {
      return Optional.empty();
    }
    double t = TDistribution.of(faults - 1.0).inverseCumulativeProbability((1 + confidence) / 2);
    return Optional.of(Interval.around(centre, t * error * deviation));
  }
}
