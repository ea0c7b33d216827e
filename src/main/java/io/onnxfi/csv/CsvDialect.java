package io.onnxfi.csv;

import java.util.ArrayList;
import java.util.List;

/**
 * How a text separates columns and what it has between its records, found in one pass.
 *
 * @param delimiter {@code ,}, {@code ;}, tab or {@code |}
 * @param isPadded whether quotes follow blanks, as in {@code 0, "(3, 0)"}
 * @param assumed whatever is not as in the published files, in words
 */
record CsvDialect(char delimiter, boolean isPadded, List<String> assumed) {
  /** In the order of preference. */
  private static final String DELIMITERS = ",;\t|";

  static CsvDialect of(String text) {
    int first = firstRecord(text);
    char delimiter = delimiter(text, first);
    boolean isPadded = false;
    boolean hasBlankLines = false;
    boolean hasComments = false;
    boolean isQuoted = false;
    boolean isEmptyLine = true;
    boolean isCellStart = true;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isQuoted) {
        isQuoted = c != '"';
      } else if (isEnd(c)) {
        hasBlankLines |= isEmptyLine && !(c == '\n' && i > 0 && text.charAt(i - 1) == '\r');
        isEmptyLine = true;
        isCellStart = true;
      } else if (c == '#' && (i == 0 || isEnd(text.charAt(i - 1)))) {
        hasComments = true;
        i = lineEnd(text, i) - 1;
        isEmptyLine = false;
      } else if (c == delimiter) {
        isCellStart = true;
      } else if (c == '"') {
        isPadded |= isCellStart && i > 0 && text.charAt(i - 1) == ' ';
        isQuoted = true;
        isEmptyLine = false;
        isCellStart = false;
      } else if (!Blank.is(c)) {
        isEmptyLine = false;
        isCellStart = false;
      }
    }
    List<String> assumed = new ArrayList<>();
    if (delimiter != ',') {
      assumed.add("columns separated by " + (delimiter == '\t' ? "tabs" : "'" + delimiter + "'"));
    }
    if (hasComments) {
      assumed.add("comment lines ignored");
    }
    if (hasBlankLines) {
      assumed.add("blank lines ignored");
    }
    if (isPadded) {
      assumed.add("spaces around cells ignored");
    }
    if (text.indexOf('\n') < 0 && text.indexOf('\r') >= 0) {
      assumed.add("lines end with CR alone");
    }
    return new CsvDialect(delimiter, isPadded, List.copyOf(assumed));
  }

  /** Where the first line that is neither blank nor a comment begins. */
  private static int firstRecord(String text) {
    int start = 0;
    while (start < text.length()) {
      int end = lineEnd(text, start);
      if (text.charAt(start) != '#' && !Blank.strip(text.substring(start, end)).isEmpty()) {
        return start;
      }
      start = end + 1;
    }
    return 0;
  }

  /** The one that stands most often in the first record, outside quotes and brackets. */
  private static char delimiter(String text, int start) {
    int[] counts = new int[DELIMITERS.length()];
    boolean isQuoted = false;
    int depth = 0;
    for (int i = start; i < text.length() && (isQuoted || !isEnd(text.charAt(i))); i++) {
      char c = text.charAt(i);
      isQuoted ^= c == '"';
      if (!isQuoted) {
        depth += "([".indexOf(c) >= 0 ? 1 : 0;
        depth -= ")]".indexOf(c) >= 0 ? 1 : 0;
        int candidate = DELIMITERS.indexOf(c);
        if (candidate >= 0 && depth == 0) {
          counts[candidate]++;
        }
      }
    }
    int best = 0;
    for (int i = 1; i < counts.length; i++) {
      best = counts[i] > counts[best] ? i : best;
    }
    return DELIMITERS.charAt(best);
  }

  private static int lineEnd(String text, int start) {
    int end = start;
    while (end < text.length() && !isEnd(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private static boolean isEnd(char c) {
    return c == '\n' || c == '\r';
  }
}
