package io.onnxfi.run;

import io.onnxfi.error.MalformedInputException;
import java.util.List;

/**
 * What range of the numbers that a value takes 8-bit integers are to span.
 *
 * @param percentile upper end, above 50 and up to 100, which is the largest number; the lower end
 *     is as far from 0
 */
public record RangeRule(double percentile) {
  /** From the smallest to the largest number. */
  public static final RangeRule MIN_MAX = new RangeRule(100);

  private static final String PREFIX = "percentile:";

  /** Checks. */
  public RangeRule {
    if (!(percentile > 50 && percentile <= 100)) {
      throw new IllegalArgumentException("percentile " + percentile);
    }
  }

  /**
   * By name: {@code min-max}, {@code percentile:99.99}.
   *
   * @param where it was given, for messages
   * @throws MalformedInputException if there is none of that name
   */
  public static RangeRule parse(String text, String where) {
    if (text.equals(MIN_MAX.toString())) {
      return MIN_MAX;
    }
    if (text.startsWith(PREFIX)) {
      try {
        return new RangeRule(Double.parseDouble(text.substring(PREFIX.length())));
      } catch (IllegalArgumentException e) {
        throw wrong(text, where);
      }
    }
    throw wrong(text, where);
  }

  private static MalformedInputException wrong(String text, String where) {
    return MalformedInputException.of(
        where, "min-max, or percentile:P above 50 and up to 100", "'" + text + "'");
  }

  /** The percentiles that are the ends of the range. */
  List<Double> ends() {
    return List.of(100 - percentile, percentile);
  }

  @Override
  public String toString() {
    return percentile == 100 ? "min-max" : PREFIX + percentile;
  }
}
