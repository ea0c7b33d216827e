package io.onnxfi.run;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.outcome.Judge;
import io.onnxfi.outcome.MatchedBoxes;
import io.onnxfi.outcome.Tolerance;
import java.util.Optional;

/**
 * When a changed answer is critical, as it is specified.
 *
 * @param kind what is compared
 * @param judge of numbers or boxes; classes are known only with the model
 */
public record JudgeChoice(Kind kind, Optional<Judge> judge) {
  /** The highest class. */
  public static final JudgeChoice TOP_CLASS = new JudgeChoice(Kind.TOP_CLASS, Optional.empty());

  private static final JudgeChoice TOKENS = new JudgeChoice(Kind.TOKENS, Optional.empty());

  private static final String WORDS =
      "top1, tokens, tolerance:ABS,REL such as tolerance:1e-3,1e-2, boxes, or boxes:IOU,SCORE such"
          + " as boxes:0.5,0.3";

  private static final String TOLERANCE = "tolerance:";
  private static final String BOXES = "boxes:";

  /** What is compared. */
  public enum Kind {
    /** The highest class of a sample. */
    TOP_CLASS,
    /** The highest class at each place of a sample, such as each token or pixel. */
    TOKENS,
    /** Every number. */
    TOLERANCE,
    /** The boxes that a detector finds. */
    BOXES
  }

  /**
   * By name: {@code top1}, {@code tokens}, {@code tolerance:ABS,REL}, {@code boxes}, {@code
   * boxes:IOU,SCORE}.
   *
   * @param where it was given, for messages
   * @throws MalformedInputException if there is none of that name
   */
  public static JudgeChoice parse(String text, String where) {
    try {
      if (text.startsWith(TOLERANCE)) {
        double[] two = two(text.substring(TOLERANCE.length()));
        return new JudgeChoice(Kind.TOLERANCE, Optional.of(new Tolerance(two[0], two[1])));
      }
      if (text.startsWith(BOXES)) {
        double[] two = two(text.substring(BOXES.length()));
        return new JudgeChoice(Kind.BOXES, Optional.of(new MatchedBoxes(two[0], two[1])));
      }
      return switch (text) {
        case "top1" -> TOP_CLASS;
        case "tokens" -> TOKENS;
        case "boxes" -> new JudgeChoice(Kind.BOXES, Optional.of(MatchedBoxes.USUAL));
        default -> throw new IllegalArgumentException(text);
      };
    } catch (IllegalArgumentException e) {
      throw MalformedInputException.of(where, WORDS, "'" + text + "'");
    }
  }

  private static double[] two(String text) {
    String[] parts = text.split(",", -1);
    if (parts.length != 2) {
      throw new IllegalArgumentException(text);
    }
    return new double[] {Double.parseDouble(parts[0]), Double.parseDouble(parts[1])};
  }

  /** As it is parsed. */
  @Override
  public String toString() {
    return judge.map(Judge::toString).orElse(kind == Kind.TOP_CLASS ? "top1" : "tokens");
  }
}
