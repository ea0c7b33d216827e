package io.onnxfi.fault.model;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Numbers in labels: read in the usual notations, written in the shortest. */
public final class Decimals {
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,3})?");
  private static final int LONGEST = 64;
  private static final int MOST_DIGITS = 17; // that tell a double from its neighbours

  private Decimals() {}

  /** The exact value of a decimal number of reasonable length; nothing if it is none. */
  public static Optional<BigDecimal> read(String text) {
    return text.length() <= LONGEST && NUMBER.matcher(text).matches()
        ? Optional.of(new BigDecimal(text))
        : Optional.empty();
  }

  /** The fewest digits that give the same double back: {@code 1e-6}, {@code 0.1}. */
  public static String shortest(double value) {
    if (value == 0 || !Double.isFinite(value)) {
      return Double.compare(value, 0) == 0 ? "0" : value == 0 ? "-0" : Double.toString(value);
    }
    BigDecimal exact = new BigDecimal(value);
    for (int digits = 1; digits < MOST_DIGITS; digits++) {
      // Of a power of two, more numbers above it than below are nearest to it.
      for (RoundingMode mode : List.of(RoundingMode.HALF_EVEN, RoundingMode.UP)) {
        String text = shortest(exact.round(new MathContext(digits, mode)));
        if (Double.parseDouble(text) == value) {
          return text;
        }
      }
    }
    return shortest(exact.round(new MathContext(MOST_DIGITS, RoundingMode.HALF_EVEN)));
  }

  /** All digits, plain or with an exponent, whichever is shorter. */
  static String shortest(BigDecimal value) {
    BigDecimal stripped = value.stripTrailingZeros();
    String digits = stripped.unscaledValue().abs().toString();
    int exponent = stripped.precision() - 1 - stripped.scale();
    String sign = stripped.signum() < 0 ? "-" : "";
    String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
    String scientific = sign + digits.charAt(0) + fraction + "e" + exponent;
    if (Math.abs(exponent) > LONGEST) {
      return scientific;
    }
    String plain = stripped.toPlainString();
    return plain.length() <= scientific.length() ? plain : scientific;
  }
}
