package io.onnxfi.attribution;

import io.onnxfi.outcome.ImageOutcome;
import io.onnxfi.outcome.NanRule;
import java.util.List;

/**
 * Does the difference disappear when outputs that are not finite are judged by the other rule? Then
 * both sides agree on what the model computes, and differ in where the first NaN stands.
 */
final class NanRuleExperiment implements Experiment {
  @Override
  public List<Finding> examine(Examination examination, List<Integer> open) {
    NanRule other = examination.rule() == NanRule.NUMPY ? NanRule.DUE : NanRule.NUMPY;
    List<Integer> agreeing =
        open.stream()
            .filter(row -> !examination.isFinite(row))
            .filter(
                row ->
                    examination.left().scores().get(row).outcome(other)
                        == examination.right().scores().get(row).outcome(other))
            .toList();
    if (agreeing.isEmpty()) {
      return List.of();
    }
    int first = agreeing.get(0);
    String evidence =
        "outputs are not finite: with --nan-rule %s both sides agree (image %d: both %s, instead of"
                .formatted(
                    other,
                    examination.image(first),
                    text(examination.left().scores().get(first).outcome(other)))
            + " %s and %s)"
                .formatted(
                    text(examination.pair(first).left()), text(examination.pair(first).right()));
    return List.of(new Finding(Cause.NAN_RULE, examination.images(agreeing), evidence));
  }

  /** As the option calls it, what it sets apart is due. */
  private static String text(ImageOutcome outcome) {
    return outcome == ImageOutcome.NON_FINITE ? NanRule.DUE.toString() : outcome.label();
  }
}
