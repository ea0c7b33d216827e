package io.onnxfi.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Numbers as people read them, the same in every locale. */
public final class Figures {
  private Figures() {}

  /** A count with separators: {@code 9,148}. */
  public static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /** A share in percent: {@code 91.48 %}. */
  public static String percent(long part, long whole) {
    return whole == 0 ? "–" : String.format(Locale.ROOT, "%.2f %%", 100.0 * part / whole);
  }

  /** A count and its share: {@code 57 of 60 (95.00 %)}. */
  public static String share(long part, long whole) {
    return "%s of %s (%s)".formatted(count(part), count(whole), percent(part, whole));
  }

  /** How many in a second, with a figure at least: {@code 1,204}, {@code 0.04}. */
  public static String rate(double perSecond) {
    if (perSecond > 0 && perSecond < 1) {
      return BigDecimal.valueOf(perSecond).round(new MathContext(1)).toPlainString();
    }
    return String.format(
        Locale.ROOT, perSecond > 0 && perSecond < 10 ? "%.1f" : "%,.0f", perSecond);
  }

  /** A number without needless zeros: {@code 95}, {@code 0.5}. */
  public static String plain(double value) {
    return BigDecimal.valueOf(value).round(new MathContext(6)).stripTrailingZeros().toPlainString();
  }

  /** A count with its sign: {@code +3}. */
  public static String signed(long value) {
    return value == 0 ? "0" : String.format(Locale.ROOT, "%+,d", value);
  }

  /** A duration: {@code 42 s}, {@code 3 min 05 s}, {@code 2 h 07 min}. */
  public static String seconds(double seconds) {
    long whole = Math.round(seconds);
    if (whole < 60) {
      return whole + " s";
    }
    return whole < 3600
        ? String.format(Locale.ROOT, "%d min %02d s", whole / 60, whole % 60)
        : String.format(Locale.ROOT, "%d h %02d min", whole / 3600, whole % 3600 / 60);
  }
}
