package io.onnxfi.attribution;

import java.util.List;
import java.util.Optional;

/** An attempt to explain why measured counts differ from published ones. */
public sealed interface CountExperiment permits ReplayExperiment, SpreadExperiment {
  /**
   * Examines faults, all together, for an engine shares work between faults.
   *
   * @param faults the first side measured, the second published
   * @return what was found, fault by fault
   */
  List<Optional<Finding>> examine(List<DifferingTrial> faults);
}
