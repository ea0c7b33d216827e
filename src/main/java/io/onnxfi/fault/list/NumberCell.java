package io.onnxfi.fault.list;

import io.onnxfi.csv.Blank;
import io.onnxfi.fault.TensorIndex;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Cells that Python wrote: numbers and indices, alone or as lists, also as NumPy prints its own
 * ({@code np.float64(0.5)}). Read once, front to back.
 */
final class NumberCell {
  private static final Set<String> ABSENT = Set.of("", "none", "nan", "null", "na");

  private NumberCell() {}

  /** Whether a cell holds nothing, in Python's words. */
  static boolean isAbsent(String cell) {
    return ABSENT.contains(Blank.strip(cell).toLowerCase(Locale.ROOT));
  }

  /** The numbers of {@code 0.5}, {@code [0.5, -1]} or {@code [3 5]}, each as text. */
  static List<String> numbers(String cell) {
    String text = Blank.strip(cell);
    boolean isList = isWithin(text, '[', ']') || isWithin(text, '(', ')');
    return parts(isList ? text.substring(1, text.length() - 1) : text).stream()
        .map(NumberCell::unwrapped)
        .toList();
  }

  /**
   * The indices of {@code (3, 5, 6)}, {@code [3, 5, 6]} or {@code [(3, 5, 6), (1, 0, 0)]}; nothing
   * if one is none.
   */
  static Optional<List<TensorIndex>> indices(String cell) {
    String text = Blank.strip(cell);
    String inner =
        isWithin(text, '[', ']') ? Blank.strip(text.substring(1, text.length() - 1)) : "";
    boolean isListOfThem = inner.startsWith("(") || inner.startsWith("[");
    List<TensorIndex> indices = new ArrayList<>();
    for (String part : isListOfThem ? parts(inner) : List.of(text)) {
      Optional<TensorIndex> index = TensorIndex.parseAny(part);
      if (index.isEmpty()) {
        return Optional.empty();
      }
      indices.add(index.get());
    }
    return Optional.of(indices);
  }

  private static boolean isWithin(String text, char open, char close) {
    return text.length() > 1 && text.charAt(0) == open && text.charAt(text.length() - 1) == close;
  }

  /** What commas separate outside brackets; or blanks, if there are no commas. */
  private static List<String> parts(String text) {
    List<String> parts = separated(text, false);
    return parts.size() == 1 ? separated(text, true) : parts;
  }

  private static List<String> separated(String text, boolean byBlanks) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    int start = 0;
    for (int i = 0; i <= text.length(); i++) {
      char c = i < text.length() ? text.charAt(i) : byBlanks ? ' ' : ',';
      boolean ends = byBlanks ? Blank.is(c) : c == ',';
      if (ends && (depth == 0 || i == text.length())) {
        String part = Blank.strip(text.substring(start, i));
        boolean isTrailing = part.isEmpty() && (byBlanks || i == text.length());
        if (!isTrailing) {
          parts.add(part);
        }
        start = i + 1;
      }
      depth += c == '(' || c == '[' ? 1 : 0;
      depth -= c == ')' || c == ']' ? 1 : 0;
    }
    return parts;
  }

  /** What stands in the brackets of {@code np.float64(0.5)}, {@code tensor(3)}, {@code [3]}. */
  private static String unwrapped(String text) {
    int open = Math.max(text.indexOf('('), text.indexOf('['));
    boolean isNamed = open >= 0 && text.substring(0, open).matches("[a-zA-Z][\\w.]{0,30}|");
    return isNamed && (text.endsWith(")") || text.endsWith("]"))
        ? Blank.strip(text.substring(open + 1, text.length() - 1))
        : text;
  }
}
