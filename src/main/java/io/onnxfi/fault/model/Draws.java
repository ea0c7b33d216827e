package io.onnxfi.fault.model;

import java.util.random.RandomGenerator;

/**
 * Random numbers made of {@link RandomGenerator#nextLong} alone, so that a seed means the same in
 * every version of Java.
 */
public final class Draws {
  private static final int UNUSED = Long.SIZE - 53;
  private static final double STEP = 0x1p-53;

  private Draws() {}

  /** A multiple of 2^-53 in [0, 1). */
  public static double unit(RandomGenerator random) {
    return (random.nextLong() >>> UNUSED) * STEP;
  }

  /** A multiple of 2^-53 in (0, 1], which has a logarithm. */
  static double positiveUnit(RandomGenerator random) {
    return ((random.nextLong() >>> UNUSED) + 1) * STEP;
  }

  /**
   * A whole number in [0, bound), each equally likely.
   *
   * @param bound at least 1
   */
  public static long below(RandomGenerator random, long bound) {
    long draw;
    long number;
    do {
      draw = random.nextLong() >>> 1;
      number = draw % bound;
    } while (draw - number + (bound - 1) < 0); // in the last stretch, which is not whole
    return number;
  }

  /** As {@link #below(RandomGenerator, long)}. */
  public static int below(RandomGenerator random, int bound) {
    return (int) below(random, (long) bound);
  }

  /** A number in [low, high); the width may be beyond the range of double. */
  static double between(RandomGenerator random, double low, double high) {
    double share = unit(random);
    double number = low * (1 - share) + high * share;
    return number < high ? Math.max(low, number) : Math.max(low, Math.nextDown(high));
  }

  /** A whole number in [first, last], given as doubles, each equally likely. */
  static double whole(RandomGenerator random, double first, double last) {
    return Math.min(last, first + Math.floor(unit(random) * (last - first + 1)));
  }
}
