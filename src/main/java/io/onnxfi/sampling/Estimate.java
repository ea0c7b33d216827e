package io.onnxfi.sampling;

import java.util.EnumSet;
import java.util.Optional;
import org.apache.commons.statistics.descriptive.DoubleStatistics;
import org.apache.commons.statistics.descriptive.Statistic;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * A quantity of all possible faults, estimated from some of them.
 *
 * <p>A fault is one observation, however many images it was tried on: its images cluster, because
 * the fault decides most of what happens to them. Intervals are Student's, from the spread between
 * faults.
 *
 * @param value the estimate
 * @param standardError its standard error, in the same unit; infinite if one fault is all there is
 * @param degreesOfFreedom of the standard error, at least 1
 */
public record Estimate(double value, double standardError, double degreesOfFreedom) {
  /** Checks the ranges. */
  public Estimate {
    if (!(standardError >= 0) || !(degreesOfFreedom >= 1)) {
      throw new IllegalArgumentException(
          "a standard error of %s with %s degrees of freedom"
              .formatted(standardError, degreesOfFreedom));
    }
  }

  /**
   * The mean of independent observations.
   *
   * @param values one per fault, at least one
   */
  public static Estimate ofMean(double... values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("no observations");
    }
    DoubleStatistics statistics =
        DoubleStatistics.of(EnumSet.of(Statistic.MEAN, Statistic.VARIANCE), values);
    double mean = statistics.getAsDouble(Statistic.MEAN);
    if (values.length == 1) {
      return new Estimate(mean, Double.POSITIVE_INFINITY, 1);
    }
    double variance = statistics.getAsDouble(Statistic.VARIANCE) / values.length;
    return new Estimate(mean, Math.sqrt(variance), values.length - 1.0);
  }

  /**
   * Half the width of the interval.
   *
   * @param confidence above 0 and below 1, as 0.95
   */
  public double margin(double confidence) {
    if (standardError == 0 || Double.isInfinite(standardError)) {
      return standardError;
    }
    double upper = (1 + confidence) / 2;
    return standardError * TDistribution.of(degreesOfFreedom).inverseCumulativeProbability(upper);
  }

  /**
   * The interval, or nothing where the spread between faults says nothing: there is one fault, or
   * all are alike. All alike is no certainty.
   *
   * @param confidence above 0 and below 1, as 0.95
   */
  public Optional<Interval> interval(double confidence) {
    return standardError > 0 && Double.isFinite(standardError)
        ? Optional.of(Interval.around(value, margin(confidence)))
        : Optional.empty();
  }
}
