package io.onnxfi.cli;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.run.JudgeChoice;
import picocli.CommandLine.Option;

/** When a changed answer is critical. */
final class JudgeOption {
  @Option(
      names = "--judge",
      paramLabel = "HOW",
      defaultValue = "top1",
      description =
          "When a changed answer is critical: top1 (another class is highest), tokens (likewise, at"
              + " any place of outputs [batch, places, classes]), tolerance:ABS,REL (any number of"
              + " all outputs, or of --output, is farther than ABS + REL x its fault-free value"
              + " from it), or boxes (a detector's box is lost or new; boxes:IOU,SCORE: matched"
              + " from that overlap on, above that score; default: ${DEFAULT-VALUE}).")
  private String judge;

  /**
   * What was chosen.
   *
   * @param arrays whose labels only one judge looks at
   */
  JudgeChoice choice(ArrayOptions arrays) {
    JudgeChoice choice = JudgeChoice.parse(judge, "--judge");
    if (arrays.isLabelled() && choice.kind() != JudgeChoice.Kind.TOP_CLASS) {
      throw MalformedInputException.of(
          "--labels", "--judge top1 with them, the only one that looks at classes", judge);
    }
    return choice;
  }
}
