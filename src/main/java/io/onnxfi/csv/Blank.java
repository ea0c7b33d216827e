package io.onnxfi.csv;

/** Characters that show nothing, those of word processors and web pages included. */
public final class Blank {
  private Blank() {}

  /** Whether a character is a blank, a no-break space or of no width; line ends too. */
  public static boolean is(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u200b' || c == '\ufeff';
  }

  /** The text without blanks at its ends. */
  public static String strip(String text) {
    int start = 0;
    int end = text.length();
    while (start < end && is(text.charAt(start))) {
      start++;
    }
    while (end > start && is(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(start, end);
  }
}
