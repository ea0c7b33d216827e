package io.onnxfi.screening;

/**
 * What rounding in binary32 adds to a sum: {@code |computed − exact| ≤ γ(n)·Σ|terms| + n·η}, with
 * γ(n) = n·u/(1 − n·u), u = 2^-24, in any order of the terms; N. J. Higham, Accuracy and Stability
 * of Numerical Algorithms, 2nd edition, 2002, section 3.1. η = 2^-126 is what is lost where results
 * too small for a normal number become zero.
 *
 * <p>Bounds are computed in binary64 themselves. Their sums have the terms of the sums that they
 * bound, so that their own rounding is at most 2^-29 of what is reserved for binary32: {@link
 * #SLACK} covers it.
 */
final class Rounding {
  private static final double UNIT = 0x1p-24;
  private static final double TINY = 0x1p-126;

  /** More than any sum of positive numbers in binary64, of up to 2^22 terms, is too small by. */
  static final double SLACK = 1 + 0x1p-20;

  /**
   * Sums beyond this may overflow in binary32 on the way: terms may be scaled after they have been
   * added up, by their number or a factor of the operator.
   */
  private static final double LARGEST = 0x1p100;

  private Rounding() {}

  /**
   * Of a sum.
   *
   * @param magnitudes of its terms, added up
   * @param steps roundings on the way to it
   * @return infinite where it may overflow
   */
  static double of(double magnitudes, long steps) {
    if (!(magnitudes * steps < LARGEST)) {
      return Double.POSITIVE_INFINITY;
    }
    double share = steps * UNIT;
    return (share / (1 - share) * magnitudes + steps * TINY) * SLACK;
  }

  /**
   * Magnitudes, raised so far that {@code γ(n)} times them holds {@code n·η} as well: for factors
   * that follow.
   */
  static double[] raised(double... magnitudes) {
    double[] raised = new double[magnitudes.length];
    for (int e = 0; e < raised.length; e++) {
      raised[e] = magnitudes[e] + TINY / UNIT;
    }
    return raised;
  }
}
