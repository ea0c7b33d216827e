package io.onnxfi.agreement;

import java.util.Locale;

/**
 * How far apart two critical rates may be and still count as equivalent.
 *
 * @param rate largest difference that does not matter, above 0 and at most 1
 * @param alpha level of each of the two one-sided tests, above 0 and below 0.5; the interval that
 *     must lie within the margin has the confidence 1 − 2α
 */
public record Margin(double rate, double alpha) {
  /** 0.1 percentage points, each test at 5 %. */
  public static final Margin DEFAULT = new Margin(0.001, 0.05);

  private static final double LEVEL = 0.05;
  private static final double POINTS = 100;

  /** Checks the ranges. */
  public Margin {
    if (!(rate > 0 && rate <= 1)) {
      throw new IllegalArgumentException("a margin of " + rate);
    }
    if (!(alpha > 0 && alpha < 0.5)) {
      throw new IllegalArgumentException("tests at a level of " + alpha);
    }
  }

  /** A margin in percentage points, each test at 5 %. */
  public static Margin ofPoints(double points) {
    return new Margin(points / POINTS, LEVEL);
  }

  /** As {@code ±0.1 pp}: percentage points of the critical rate. */
  @Override
  public String toString() {
    String points = String.format(Locale.ROOT, "%.4f", POINTS * rate);
    return "±" + points.replaceAll("\\.?0+$", "") + " pp";
  }
}
