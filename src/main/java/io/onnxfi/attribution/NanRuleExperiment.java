package io.onnxfi.attribution;

import io.onnxfi.outcome.NanRule;
import java.util.List;

/**
 * Does the difference disappear when outputs that are not finite are judged by the other rule? Then
 * both sides agree on what the model computes, and differ in where the first NaN stands.
 */
final class NanRuleExperiment implements Experiment {
  @Override
  public List<Finding> examine(Trial trial, List<Integer> open) {
    NanRule other = trial.rule() == NanRule.NUMPY ? NanRule.DUE : NanRule.NUMPY;
    List<Integer> agreeing =
        open.stream()
            .filter(row -> !trial.isFinite(row))
            .filter(
                row ->
                    trial.left().scores().get(row).outcome(other)
                        == trial.right().scores().get(row).outcome(other))
            .toList();
    if (agreeing.isEmpty()) {
      return List.of();
    }
    int first = agreeing.get(0);
    String evidence =
        "outputs are not finite: with --nan-rule %s both sides agree (image %d: both %s, instead of"
                .formatted(
                    other,
                    trial.image(first),
                    trial.left().scores().get(first).outcome(other).label())
            + " %s and %s)"
                .formatted(trial.pair(first).left().label(), trial.pair(first).right().label());
    return List.of(new Finding(Cause.NAN_RULE, trial.images(agreeing), evidence));
  }
}
