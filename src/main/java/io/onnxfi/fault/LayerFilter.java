package io.onnxfi.fault;

import io.onnxfi.error.Excerpt;
import io.onnxfi.error.MalformedInputException;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Chooses layers by their names: those that contain a text, that a {@code glob:} matches as a
 * whole, or in which a regular expression {@code re:} is found.
 *
 * @param text as it was given
 * @param matches whether a name is chosen
 */
public record LayerFilter(String text, Predicate<String> matches) {
  private static final String GLOB = "glob:";
  private static final String REGEX = "re:";

  /** Checks that nothing is missing. */
  public LayerFilter {
    Objects.requireNonNull(text, "text");
    Objects.requireNonNull(matches, "matches");
  }

  /**
   * Reads a filter.
   *
   * @param where what to blame in a message
   * @throws MalformedInputException if the expression is none
   */
  public static LayerFilter parse(String where, String text) {
    if (text.startsWith(GLOB)) {
      Pattern whole = pattern(where, glob(text.substring(GLOB.length())));
      return new LayerFilter(text, name -> whole.matcher(name).matches());
    }
    if (text.startsWith(REGEX)) {
      Pattern part = pattern(where, text.substring(REGEX.length()));
      return new LayerFilter(text, name -> part.matcher(name).find());
    }
    return new LayerFilter(text, name -> name.contains(text));
  }

  private static Pattern pattern(String where, String expression) {
    try {
      return Pattern.compile(expression);
    } catch (PatternSyntaxException e) {
      throw MalformedInputException.of(
          where,
          "a regular expression",
          Excerpt.quoted(expression) + " (" + e.getDescription() + ")");
    }
  }

  /** {@code *} stands for any text, {@code ?} for any one character. */
  private static String glob(String text) {
    StringBuilder expression = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      expression.append(
          switch (c) {
            case '*' -> ".*";
            case '?' -> ".";
            default -> Pattern.quote(String.valueOf(c));
          });
    }
    return expression.toString();
  }

  @Override
  public String toString() {
    return text;
  }
}
