package io.onnxfi.run;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.outcome.Tolerance;
import java.util.Optional;

/**
 * When a changed answer is critical, as it is specified.
 *
 * @param kind what is compared
 * @param tolerance of {@link Kind#TOLERANCE}
 */
public record JudgeChoice(Kind kind, Optional<Tolerance> tolerance) {
  /** The highest class. */
  public static final JudgeChoice TOP_CLASS = new JudgeChoice(Kind.TOP_CLASS, Optional.empty());

  private static final String WORDS =
      "top1, tokens, or tolerance:ABS,REL such as tolerance:1e-3,1e-2";
  private static final String TOLERANCE = "tolerance:";

  /** What is compared. */
  public enum Kind {
    /** The highest class of a sample. */
    TOP_CLASS,
    /** The highest class at each place of a sample, such as each token or pixel. */
    TOKENS,
    /** Every number. */
    TOLERANCE
  }

  /**
   * By name: {@code top1}, {@code tokens}, {@code tolerance:ABS,REL}.
   *
   * @param where it was given, for messages
   * @throws MalformedInputException if there is none of that name
   */
  public static JudgeChoice parse(String text, String where) {
    if (text.equals("top1")) {
      return TOP_CLASS;
    }
    if (text.equals("tokens")) {
      return new JudgeChoice(Kind.TOKENS, Optional.empty());
    }
    if (text.startsWith(TOLERANCE)) {
      String[] parts = text.substring(TOLERANCE.length()).split(",", -1);
      if (parts.length == 2) {
        try {
          Tolerance tolerance =
              new Tolerance(Double.parseDouble(parts[0]), Double.parseDouble(parts[1]));
          return new JudgeChoice(Kind.TOLERANCE, Optional.of(tolerance));
        } catch (IllegalArgumentException e) {
          throw MalformedInputException.of(where, WORDS, "'" + text + "'");
        }
      }
    }
    throw MalformedInputException.of(where, WORDS, "'" + text + "'");
  }

  /** As it is parsed. */
  @Override
  public String toString() {
    return tolerance.map(Tolerance::toString).orElse(kind == Kind.TOP_CLASS ? "top1" : "tokens");
  }
}
