package io.onnxfi.attribution;

import io.onnxfi.outcome.ImageOutcome;
import java.util.ArrayList;
import java.util.List;

/** Do the images still have the outcomes that were recorded? What does not is not attributed. */
final class ReproductionExperiment implements Experiment {
  @Override
  public List<Finding> examine(Examination examination, List<Integer> open) {
    List<Integer> changed = new ArrayList<>();
    String example = "";
    for (int row : open) {
      for (ExaminedSide side : List.of(examination.left(), examination.right())) {
        ImageOutcome recorded = examination.recorded(side, row);
        ImageOutcome now = side.scores().get(row).outcome(examination.rule());
        if (now != recorded && !changed.contains(row)) {
          changed.add(row);
          example =
              example.isEmpty()
                  ? "%s: image %d was recorded as %s, now it is %s"
                      .formatted(
                          side.title(), examination.image(row), recorded.label(), now.label())
                  : example;
        }
      }
    }
    return changed.isEmpty()
        ? List.of()
        : List.of(new Finding(Cause.NOT_REPRODUCED, examination.images(changed), example));
  }
}
