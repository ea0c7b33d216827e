package io.onnxfi.corruption;

import java.util.random.RandomGenerator;

/**
 * Counts of a Poisson distribution, each found by one random number in a table: the same on every
 * machine, and as fast for a mean of 500 as for one of 5.
 */
final class Poisson {
  /** Standard deviations on either side beyond which nothing is left in binary64. */
  private static final double REACH = 9.5;

  /** What a table has at least: the largest count of the smallest means. */
  private static final int LEAST = 30;

  private final int first;

  /** Chances of a count of at most first, first + 1, …. */
  private final double[] upTo;

  /**
   * The distribution of this mean.
   *
   * @param mean at least 0
   */
  Poisson(double mean) {
    int mode = (int) mean;
    int reach = (int) (REACH * Math.sqrt(mean)) + LEAST;
    this.first = Math.max(0, mode - reach);
    double[] chances = new double[mode + reach + 1 - first];
    chances[mode - first] = 1;
    for (int count = mode; count > first; count--) {
      chances[count - 1 - first] = chances[count - first] * count / mean;
    }
    for (int count = mode; count < mode + reach; count++) {
      chances[count + 1 - first] = chances[count - first] * mean / (count + 1);
    }
    double total = 0;
    for (double chance : chances) {
      total += chance;
    }
    double sum = 0;
    for (int i = 0; i < chances.length; i++) {
      sum += chances[i];
      chances[i] = sum / total;
    }
    this.upTo = chances;
  }

  /** The next count. */
  int next(RandomGenerator random) {
    double place = random.nextDouble();
    int low = 0;
    int high = upTo.length - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (upTo[middle] > place) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return first + low;
  }
}
