package io.onnxfi.attribution;

import io.onnxfi.outcome.ImageOutcome;
import io.onnxfi.outcome.NanRule;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Did a framework give up on the model with the fault? Then there are no scores to experiment with:
 * that it does so again is the cause.
 *
 * @param fault the differing fault
 * @param rule of the run
 */
record CrashCheck(DifferingTrial fault, NanRule rule) {
  /**
   * What is found if a framework gave up, then or now.
   *
   * @param left the first side, run again
   * @param right the second side, run again
   */
  Optional<Finding> examine(String leftTitle, Rerun left, String rightTitle, Rerun right) {
    boolean isRecorded =
        fault.images().stream()
            .anyMatch(
                pair ->
                    pair.left() == ImageOutcome.CRASHED || pair.right() == ImageOutcome.CRASHED);
    if (!isRecorded && left.failure().isEmpty() && right.failure().isEmpty()) {
      return Optional.empty();
    }
    List<Integer> images = fault.images().stream().map(ImagePair::image).toList();
    return Optional.of(
        change(leftTitle, left, ImagePair::left)
            .or(() -> change(rightTitle, right, ImagePair::right))
            .map(changed -> new Finding(Cause.NOT_REPRODUCED, images, changed))
            .orElseGet(
                () ->
                    new Finding(
                        Cause.CRASH,
                        images,
                        "with the fault, %s; %s"
                            .formatted(now(leftTitle, left), now(rightTitle, right)))));
  }

  private static String now(String title, Rerun rerun) {
    return rerun.failure().orElse(title + " runs the model");
  }

  /** The first image that has another outcome than recorded, in words. */
  private Optional<String> change(
      String title, Rerun rerun, Function<ImagePair, ImageOutcome> recorded) {
    for (int row = 0; row < fault.images().size(); row++) {
      ImagePair pair = fault.images().get(row);
      ImageOutcome now =
          rerun.failure().isPresent()
              ? ImageOutcome.CRASHED
              : rerun.scores().get(row).outcome(rule);
      if (now != recorded.apply(pair)) {
        return Optional.of(
            "%s: image %d was recorded as %s, now it is %s%s"
                .formatted(
                    title,
                    pair.image(),
                    recorded.apply(pair).label(),
                    now.label(),
                    rerun.failure().map(failure -> " (" + failure + ")").orElse("")));
      }
    }
    return Optional.empty();
  }
}
