package io.onnxfi.attribution;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds out why measured counts differ from published ones, of which no images are known. */
public final class CountAttributor {
  private final List<CountExperiment> experiments;

  /** An attributor with these experiments in order; each gets what those before left open. */
  public CountAttributor(List<CountExperiment> experiments) {
    this.experiments = List.copyOf(experiments);
  }

  /** The attributions of these faults, in order. */
  public List<Attribution> attribute(List<DifferingTrial> faults) {
    List<Finding> found = new ArrayList<>();
    List<Integer> open = new ArrayList<>();
    for (int i = 0; i < faults.size(); i++) {
      DifferingTrial fault = faults.get(i);
      found.add(fault.left().isCrash() ? crash(fault) : unexplained(fault));
      if (!fault.left().isCrash()) {
        open.add(i);
      }
    }
    for (CountExperiment experiment : experiments) {
      if (open.isEmpty()) {
        break;
      }
      List<Optional<Finding>> findings =
          experiment.examine(open.stream().map(faults::get).toList());
      for (int i = open.size() - 1; i >= 0; i--) {
        if (findings.get(i).isPresent()) {
          found.set(open.remove(i), findings.get(i).get());
        }
      }
    }
    List<Attribution> attributions = new ArrayList<>();
    for (int i = 0; i < faults.size(); i++) {
      attributions.add(new Attribution(faults.get(i), List.of(found.get(i))));
    }
    return attributions;
  }

  private static Finding crash(DifferingTrial fault) {
    return new Finding(
        Cause.CRASH,
        List.of(),
        "measured: the model cannot be run with the fault, published %s"
            .formatted(CountRuns.text(fault.right().counts())));
  }

  private static Finding unexplained(DifferingTrial fault) {
    return new Finding(
        Cause.UNEXPLAINED,
        List.of(),
        "measured %s, published %s: no experiment comes near"
            .formatted(
                CountRuns.text(fault.left().counts()), CountRuns.text(fault.right().counts())));
  }
}
