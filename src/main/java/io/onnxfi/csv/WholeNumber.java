package io.onnxfi.csv;

import java.math.BigDecimal;
import java.util.OptionalLong;

/** Whole numbers as tables have them: also {@code 15.0}, {@code 1.5E+01}, {@code np.int64(15)}. */
public final class WholeNumber {
  /** A number that is longer is none; it bounds the work of reading one. */
  private static final int MOST_CHARACTERS = 40;

  private static final int MOST_DIGITS = 19;
  private static final int THOUSAND = 3;

  private WholeNumber() {}

  /**
   * The number.
   *
   * @param delimiter of the table: where it is no comma, {@code 15,0} is 15; three digits behind a
   *     comma or point may then be thousands, which makes a number ambiguous
   * @return nothing if the text is not a whole number that a long can hold, or ambiguous
   */
  public static OptionalLong parse(String text, char delimiter) {
    if (isPlain(text)) {
      return OptionalLong.of(Long.parseLong(text)); // nearly all are, and lists have millions
    }
    String number = unwrapped(Blank.strip(text));
    if (number.isEmpty() || number.length() > MOST_CHARACTERS) {
      return OptionalLong.empty();
    }
    for (int i = 0; i < number.length(); i++) {
      char c = number.charAt(i);
      boolean isDigit = c >= '0' && c <= '9';
      if (!isDigit && "+-.eE".indexOf(c) < 0 && (c != ',' || delimiter == ',')) {
        return OptionalLong.empty();
      }
    }
    int mark = Math.max(number.indexOf('.'), number.indexOf(','));
    if (delimiter != ',' && mark >= 0 && number.length() - mark - 1 == THOUSAND) {
      return OptionalLong.empty();
    }
    return value(number.replace(',', '.'));
  }

  /** Whether a text is digits that any long can hold, as in published lists. */
  private static boolean isPlain(String text) {
    if (text.isEmpty() || text.length() >= MOST_DIGITS) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  private static OptionalLong value(String number) {
    try {
      BigDecimal value = new BigDecimal(number);
      // Above that, the digits of 1E+999999999 would be written out.
      if (value.signum() != 0 && (long) value.precision() - value.scale() > MOST_DIGITS) {
        return OptionalLong.empty();
      }
      return OptionalLong.of(value.longValueExact());
    } catch (ArithmeticException | NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  /** What stands in the brackets of {@code np.int64(15)} or {@code tensor(15)}. */
  private static String unwrapped(String text) {
    int open = text.indexOf('(');
    boolean isWrapped = open > 0 && open < MOST_CHARACTERS && text.endsWith(")");
    for (int i = 0; isWrapped && i < open; i++) {
      char c = text.charAt(i);
      isWrapped = i > 0 ? c == '.' || Character.isLetterOrDigit(c) : Character.isLetter(c);
    }
    return isWrapped ? Blank.strip(text.substring(open + 1, text.length() - 1)) : text;
  }
}
