package io.onnxfi.attribution;

import java.util.List;

/** An attempt to explain why images have different outcomes in two backends. */
sealed interface Experiment
    permits BoundExperiment,
        NanRuleExperiment,
        OperatorExperiment,
        OptionsExperiment,
        ReproductionExperiment {
  /**
   * Examines images.
   *
   * @param open rows of the examination that nothing explains yet, at least one
   * @return what it explains, at most one finding per cause; empty if nothing
   */
  List<Finding> examine(Examination examination, List<Integer> open);
}
