package io.onnxfi.report;

import io.onnxfi.sampling.Interval;
import java.util.Locale;

/** Shares and their differences as people read them: per cent and percentage points. */
public final class Points {
  private static final double HUNDRED = 100;

  private Points() {}

  /** A rate: {@code 1.2758 %}. */
  public static String rate(double rate) {
    return number(HUNDRED * rate) + " %";
  }

  /** A difference of rates with its sign: {@code +0.0021 pp}. */
  public static String difference(double rate) {
    return signed(HUNDRED * rate) + " pp";
  }

  /** A range of rates: {@code 1.1568 to 1.3948 %}. */
  public static String rates(Interval interval) {
    return "%s to %s %%"
        .formatted(number(HUNDRED * interval.low()), number(HUNDRED * interval.high()));
  }

  /** A range of differences: {@code −0.0012 to +0.0054 pp}. */
  public static String differences(Interval interval) {
    return "%s to %s pp"
        .formatted(signed(HUNDRED * interval.low()), signed(HUNDRED * interval.high()));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }

  private static String signed(double value) {
    String text = String.format(Locale.ROOT, "%+.4f", value);
    return text.equals("-0.0000") || text.equals("+0.0000") ? "0.0000" : text;
  }
}
