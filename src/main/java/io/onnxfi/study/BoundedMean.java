package io.onnxfi.study;

import io.onnxfi.random.Generators;
import io.onnxfi.sampling.Interval;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * An interval for the mean of independent numbers of which nothing is known but that they lie
 * between two bounds.
 *
 * <p>Student's t fails where most repetitions are alike and a few are far off: as long as none of
 * the few has been seen, its interval is a point. Here the end is what is left open by n numbers
 * below it: with u(1) ≤ … ≤ u(n) the order statistics of uniform numbers and x(1) ≤ … ≤ x(n) those
 * found, and x(n+1) the upper bound, the mean is taken to be at most a high quantile of {@code
 * x(n+1) - Σ u(i) (x(i+1) - x(i))}. Gaffke 2005, Three test statistics for a nonparametric
 * one-sided hypothesis on the mean of a nonnegative variable; Learned-Miller and Thomas 2019, A new
 * confidence interval for the mean of a bounded random variable. Of numbers that are all at one or
 * the other bound this is the interval of Clopper and Pearson; of n numbers that are all alike, the
 * share that may be different yet unseen is 1 - α^(1/n).
 */
public final class BoundedMean {
  /** Name of the generator of the uniform numbers; its seed is 0. */
  public static final String GENERATOR = "L64X128MixRandom";

  private static final int DRAWS = 4000;

  /** Small enough that few logarithms are taken, and large enough for two more factors. */
  private static final double TINY = 1e-250;

  private BoundedMean() {}

  /**
   * The interval; from bound to bound if there are no numbers.
   *
   * @param values each between the bounds
   * @param confidence below 1, half of what is missing on either side
   */
  public static Interval of(double[] values, double least, double most, double confidence) {
    if (Arrays.stream(values).anyMatch(value -> !(value >= least && value <= most))) {
      throw new IllegalArgumentException(
          "numbers from %s to %s: %s".formatted(least, most, Arrays.toString(values)));
    }
    if (values.length == 0 || least == most) {
      return new Interval(least, most);
    }
    int n = values.length;
    double[] ascending = values.clone();
    Arrays.sort(ascending);
    // From each number up to the next, and from each down to the one before, the largest first.
    double[] up = new double[n];
    double[] down = new double[n];
    for (int i = 0; i < n; i++) {
      up[i] = (i + 1 < n ? ascending[i + 1] : most) - ascending[i];
      down[n - 1 - i] = ascending[i] - (i > 0 ? ascending[i - 1] : least);
    }
    RandomGenerator random = Generators.of(GENERATOR).create(0);
    double[] highs = new double[DRAWS];
    double[] lows = new double[DRAWS];
    double[] sums = new double[n];
    for (int draw = 0; draw < DRAWS; draw++) {
      // Order statistics of uniform numbers are partial sums of exponential ones, over their total.
      // A sum of these is the logarithm of a product, and is needed where numbers differ.
      double total = 0;
      double product = 1;
      for (int i = 0; i < n; i++) {
        product *= positiveUnit(random);
        if (up[i] != 0 || down[i] != 0 || product < TINY) {
          total -= StrictMath.log(product);
          product = 1;
        }
        sums[i] = total;
      }
      total -= StrictMath.log(product * positiveUnit(random));
      highs[draw] = most - product(sums, up) / total;
      lows[draw] = least + product(sums, down) / total;
    }
    double miss = (1 - confidence) / 2;
    int last = (int) Math.ceil((1 - miss) * DRAWS) - 1;
    Arrays.sort(highs);
    Arrays.sort(lows);
    double low = Math.max(least, lows[DRAWS - 1 - last]);
    return new Interval(low, Math.max(low, Math.min(most, highs[last])));
  }

  private static double product(double[] one, double[] other) {
    double sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += one[i] * other[i];
    }
    return sum;
  }

  private static double positiveUnit(RandomGenerator random) {
    return ((random.nextLong() >>> 11) + 1) * 0x1p-53;
  }
}
