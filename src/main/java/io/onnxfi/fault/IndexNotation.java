package io.onnxfi.fault;

import io.onnxfi.csv.Blank;
import io.onnxfi.csv.WholeNumber;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Indices as Python, NumPy and PyTorch print them: {@code [3, 0, 2, 1]}, {@code (np.int64(3),
 * np.int64(0))}, {@code tensor([3, 0])}, {@code array([3, 0], dtype=int64)}, {@code 3 0 2 1},
 * {@code (3.0, 0.0)} and a number alone for one axis.
 *
 * <p>Read once, front to back: the work grows with the length of the text, which is bounded by the
 * number of axes that a tensor can have.
 */
final class IndexNotation {
  private static final int MOST_AXES = 64;
  private static final int MOST_DEPTH = 4;

  private final String text;
  private int position;

  private IndexNotation(String text) {
    this.text = text;
  }

  /** The index; nothing if the text is none, or could be read in two ways. */
  static Optional<TensorIndex> read(String text) {
    IndexNotation notation = new IndexNotation(Blank.strip(text));
    List<Long> axes = new ArrayList<>();
    boolean isRead = notation.elements(axes, '\0', 0);
    return isRead && !axes.isEmpty()
        ? Optional.of(TensorIndex.of(axes.stream().mapToLong(Long::longValue).toArray()))
        : Optional.empty();
  }

  /** Whether the text has a number with a minus, as Python's indices from the end. */
  static boolean isNegative(String text) {
    boolean hasSign = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '-') {
        hasSign = true;
        if (i > 0 && Character.isLetterOrDigit(text.charAt(i - 1))) {
          return false;
        }
      }
    }
    return hasSign && read(text.replace("-", "")).isPresent();
  }

  /**
   * Elements up to a closing bracket, which is passed over, or the end of the text: all separated
   * by commas, or all by blanks.
   */
  private boolean elements(List<Long> axes, char close, int depth) {
    boolean isFirst = true;
    boolean hasCommas = false;
    int separators = 0;
    while (true) {
      int gap = position;
      skipBlanks();
      boolean isSpaced = position > gap;
      if (isClosed(close)) {
        return true;
      }
      if (position == text.length() || axes.size() == MOST_AXES) {
        return false;
      }
      if (!isFirst) {
        boolean isComma = text.charAt(position) == ',';
        if ((separators > 0 && isComma != hasCommas) || (!isComma && !isSpaced)) {
          return false;
        }
        separators++;
        hasCommas = isComma;
        if (isComma) {
          position++;
          skipBlanks();
          if (isClosed(close)) {
            return true; // Python writes a comma behind a single element
          }
          if (isArgument()) {
            return argumentsEnd(close);
          }
        }
      }
      int size = axes.size();
      if (!element(axes, isFirst, depth)) {
        return false;
      }
      // A list in place of the first element is the whole index, or it is one of several.
      if (axes.size() != size + 1 && !(isFirst && rest(close))) {
        return false;
      }
      isFirst = false;
    }
  }

  /** Whether nothing but the closing bracket, or arguments with names, is left. */
  private boolean rest(char close) {
    int here = position;
    skipBlanks();
    boolean ends = position == text.length() ? close == '\0' : text.charAt(position) == close;
    boolean hasArguments = false;
    if (position < text.length() && text.charAt(position) == ',') {
      position++;
      skipBlanks();
      hasArguments = isArgument();
    }
    position = here;
    return ends || hasArguments;
  }

  private boolean element(List<Long> axes, boolean mayBeList, int depth) {
    char c = position < text.length() ? text.charAt(position) : '\0';
    if (depth == MOST_DEPTH) {
      return false;
    }
    if (c == '(' || c == '[') {
      position++;
      return mayBeList && elements(axes, c == '(' ? ')' : ']', depth + 1);
    }
    int start = position;
    if (Character.isLetter(c)) {
      while (position < text.length() && isName(text.charAt(position))) {
        position++;
      }
      if (position == text.length() || text.charAt(position) != '(') {
        return false;
      }
      position++;
      return elements(axes, ')', depth + 1);
    }
    while (position < text.length() && isNumber(text.charAt(position))) {
      position++;
    }
    OptionalLong number = WholeNumber.parse(text.substring(start, position), ',');
    if (number.isEmpty() || number.getAsLong() < 0) {
      return false;
    }
    axes.add(number.getAsLong());
    return true;
  }

  /** {@code dtype=int64} and the like. */
  private boolean isArgument() {
    int end = position;
    while (end < text.length() && isName(text.charAt(end))) {
      end++;
    }
    return end > position && end < text.length() && text.charAt(end) == '=';
  }

  private boolean argumentsEnd(char close) {
    int end = close == '\0' ? -1 : text.indexOf(close, position);
    position = end + 1;
    return end >= 0;
  }

  private boolean isClosed(char close) {
    if (close == '\0') {
      return position == text.length();
    }
    if (position < text.length() && text.charAt(position) == close) {
      position++;
      return true;
    }
    return false;
  }

  private void skipBlanks() {
    while (position < text.length() && Blank.is(text.charAt(position))) {
      position++;
    }
  }

  private static boolean isName(char c) {
    return Character.isLetterOrDigit(c) || c == '.' || c == '_';
  }

  private static boolean isNumber(char c) {
    return "0123456789+-.eE".indexOf(c) >= 0;
  }
}
