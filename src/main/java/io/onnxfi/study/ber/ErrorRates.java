package io.onnxfi.study.ber;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.fault.model.Decimals;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * The rates of a study, ascending.
 *
 * @param rates each above 0 and at most 1
 */
public record ErrorRates(List<Double> rates) {
  private static final String RANGE = "..";
  private static final String EXPECTED =
      "rates above 0 and at most 1 with commas between them, or 1e-9..1e-3 for one per decade";
  private static final int MOST = 200;

  /** Sorts, each once. */
  public ErrorRates {
    rates = rates.stream().distinct().sorted().toList();
    if (rates.isEmpty() || rates.stream().anyMatch(rate -> !(rate > 0 && rate <= 1))) {
      throw new IllegalArgumentException("rates " + rates);
    }
  }

  /**
   * Reads rates: numbers, and ranges with one rate per decade from their first.
   *
   * @param where what to blame in a message
   * @throws MalformedInputException if they are none
   */
  public static ErrorRates parse(String where, List<String> texts) {
    List<Double> rates = new ArrayList<>();
    for (String text : texts) {
      int dots = text.indexOf(RANGE);
      if (dots < 0) {
        rates.add(rate(where, text).doubleValue());
        continue;
      }
      BigDecimal first = rate(where, text.substring(0, dots));
      BigDecimal last = rate(where, text.substring(dots + RANGE.length()));
      if (first.compareTo(last) > 0) {
        throw MalformedInputException.of(where, "the lower rate first", "'" + text + "'");
      }
      for (BigDecimal at = first; at.compareTo(last) <= 0; at = at.scaleByPowerOfTen(1)) {
        rates.add(at.doubleValue());
      }
    }
    if (rates.isEmpty() || rates.size() > MOST) {
      throw MalformedInputException.of(where, "1 to %d rates".formatted(MOST), rates.size() + "");
    }
    return new ErrorRates(rates);
  }

  /**
   * Reads a single rate.
   *
   * @throws MalformedInputException if it is none
   */
  public static double one(String where, String text) {
    return rate(where, text, "one rate above 0 and at most 1").doubleValue();
  }

  private static BigDecimal rate(String where, String text) {
    return rate(where, text, EXPECTED);
  }

  private static BigDecimal rate(String where, String text, String expected) {
    return Decimals.read(text.strip())
        .filter(rate -> rate.doubleValue() > 0 && rate.doubleValue() <= 1)
        .orElseThrow(() -> MalformedInputException.of(where, expected, "'" + text + "'"));
  }
}
