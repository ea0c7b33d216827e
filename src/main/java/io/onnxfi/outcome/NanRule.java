package io.onnxfi.outcome;

import java.util.Locale;

/** How outputs that are not finite are judged. */
public enum NanRule {
  /**
   * As the published study does with NumPy: the first NaN is the maximum, so an all-NaN output
   * predicts class 0.
   */
  NUMPY,
  /** A non-finite output is a detected error and in none of the other classes. */
  DUE;

  /** As on the command line: {@code numpy}, {@code due}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
