package io.onnxfi.sampling;

/**
 * A range of plausible values; both ends belong to it.
 *
 * @param low lower end
 * @param high upper end, not below the lower
 */
public record Interval(double low, double high) {
  /** Checks the order. */
  public Interval {
    if (!(low <= high)) {
      throw new IllegalArgumentException("an interval from %s to %s".formatted(low, high));
    }
  }

  /** The values that are at most {@code margin} away from the centre. */
  public static Interval around(double centre, double margin) {
    return new Interval(centre - margin, centre + margin);
  }

  /** The interval without what lies beyond the possible values. */
  public Interval clamped(double least, double greatest) {
    return new Interval(
        Math.min(greatest, Math.max(least, low)), Math.max(least, Math.min(greatest, high)));
  }

  /** Whether every value is nearer to zero than the bound. */
  public boolean isWithin(double bound) {
    return low > -bound && high < bound;
  }

  /** Whether every value is farther from zero than the bound, on one side. */
  public boolean isBeyond(double bound) {
    return low > bound || high < -bound;
  }

  /** Whether the value lies in it. */
  public boolean contains(double value) {
    return low <= value && value <= high;
  }
}
