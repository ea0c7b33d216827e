package io.onnxfi.study.noise;

import io.onnxfi.sampling.Estimate;
import io.onnxfi.sampling.Interval;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.commons.statistics.distribution.TDistribution;
import org.apache.commons.statistics.inference.TTest;

/**
 * Networks of one architecture, trained with noise and without, paired by their seeds: pairs begin
 * with the same weights, see the same images in the same order, and are tested with the same noise.
 *
 * @param clean drops of networks trained without noise, 0 to 1, by seed
 * @param noisy drops of those trained with it
 */
record RegimePair(List<Double> clean, List<Double> noisy) {
  /** Pairs those whose seeds both regimes have. */
  static RegimePair of(RegimeDrop clean, RegimeDrop noisy) {
    List<Long> seeds = clean.seeds().stream().filter(noisy.seeds()::contains).toList();
    return new RegimePair(of(clean, seeds), of(noisy, seeds));
  }

  private static List<Double> of(RegimeDrop regime, List<Long> seeds) {
    double[] drops = regime.drops();
    return seeds.stream().map(seed -> drops[regime.seeds().indexOf(seed)]).toList();
  }

  int pairs() {
    return clean.size();
  }

  private double[] differences() {
    double[] differences = new double[pairs()];
    Arrays.setAll(differences, i -> clean.get(i) - noisy.get(i));
    return differences;
  }

  /** By how much noise in training lowers the drop. */
  Estimate difference() {
    return Estimate.ofMean(differences());
  }

  Optional<Interval> interval() {
    return difference().interval(RegimeDrop.CONFIDENCE);
  }

  /** Of the paired t test, two-sided; none with fewer than two pairs or without any spread. */
  OptionalDouble pValue() {
    if (interval().isEmpty()) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(
        TTest.withDefaults().pairedTest(array(clean), array(noisy)).getPValue());
  }

  /**
   * How many standard deviations of a difference its mean must be from 0, for the test to tell at 5
   * %: what so few pairs can show at all.
   */
  double leastEffect() {
    double quantile = (1 + RegimeDrop.CONFIDENCE) / 2;
    return TDistribution.of(pairs() - 1.0).inverseCumulativeProbability(quantile)
        / Math.sqrt((double) pairs());
  }

  private static double[] array(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
