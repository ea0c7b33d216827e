package io.onnxfi.error;

/** Text of a user's file, fit to stand in a message: short, on one line, all of it visible. */
public final class Excerpt {
  /** Characters shown of any one text. */
  public static final int MOST = 80;

  private static final int ASCII_DELETE = 0x7f;

  private Excerpt() {}

  /** The text, cut after {@link #MOST} characters, and how long it is if it was cut. */
  public static String of(String text) {
    return within("", text);
  }

  /** As {@link #of}, between single quotes. */
  public static String quoted(String text) {
    return within("'", text);
  }

  private static String within(String quote, String text) {
    if (text.length() <= MOST) {
      return quote + visible(text) + quote;
    }
    int end = Character.isHighSurrogate(text.charAt(MOST - 1)) ? MOST - 1 : MOST;
    return "%s%s…%s (%d characters)"
        .formatted(quote, visible(text.substring(0, end)), quote, text.length());
  }

  /**
   * The same text with everything that a terminal would act on, or that changes how its neighbours
   * look, as an escape like {@code \u001b}: controls (C0, C1, delete), line and paragraph
   * separators, marks of writing direction, lone surrogates.
   */
  public static String visible(String text) {
    StringBuilder safe = null;
    for (int i = 0; i < text.length(); ) {
      int point = text.codePointAt(i);
      int width = Character.charCount(point);
      if (acts(point)) {
        if (safe == null) {
          safe = new StringBuilder(text.length() + 16).append(text, 0, i);
        }
        for (int unit = i; unit < i + width; unit++) {
          safe.append("\\u%04x".formatted((int) text.charAt(unit)));
        }
      } else if (safe != null) {
        safe.appendCodePoint(point);
      }
      i += width;
    }
    return safe == null ? text : safe.toString();
  }

  private static boolean acts(int point) {
    if (point < ASCII_DELETE) {
      return point < ' ';
    }
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          true;
      default -> false;
    };
  }
}
