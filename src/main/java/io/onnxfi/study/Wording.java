package io.onnxfi.study;

import java.util.Locale;

/** Numbers as the sentences of studies have them. */
public final class Wording {
  private static final double PERCENT = 100;
  private static final double LEAST = 0.001;

  private Wording() {}

  /** A share, or a difference of shares, in percentage points with two decimals. */
  public static String points(double share) {
    String text = String.format(Locale.ROOT, "%.2f", PERCENT * share);
    return text.equals("-0.00") ? "0.00" : text;
  }

  /** A test's probability with its relation: {@code = 0.041}, {@code < 0.001}. */
  public static String probability(double p) {
    return p < LEAST ? "< 0.001" : String.format(Locale.ROOT, "= %.3f", p);
  }
}
