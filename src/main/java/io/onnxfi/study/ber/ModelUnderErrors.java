package io.onnxfi.study.ber;

import io.onnxfi.fault.TensorSelection;
import io.onnxfi.injection.Injections;
import io.onnxfi.injection.PlacedTrials;
import io.onnxfi.injection.PlacedTrials.Placed;
import io.onnxfi.injection.Ranges;
import io.onnxfi.run.Accuracies;
import io.onnxfi.run.Accuracies.Subject;
import io.onnxfi.run.Accuracy;
import io.onnxfi.run.RunListener;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One model of a study.
 *
 * @param subject the model and its images
 * @param selection its tensors that have errors
 */
record ModelUnderErrors(Subject subject, TensorSelection selection) {
  /** The errors of some patterns at some rates. */
  ErrorTrial trial(Part part, double rate, long pattern) {
    return ErrorTrial.of(selection, part, rate, pattern);
  }

  /** The accuracy under some errors: without any, that of the clean model. */
  Optional<Accuracy> known(Measured measured, String backend, ErrorTrial trial) {
    return measured.get(
        trial.flipped() == 0
            ? Measured.Key.clean(subject.name(), backend)
            : Measured.Key.of(subject.name(), backend, trial));
  }

  /** Measures what is not known yet: what is the same at several rates, once. */
  void measure(
      List<ErrorTrial> trials,
      Accuracies accuracies,
      String backend,
      Measured measured,
      RunListener listener) {
    Map<ErrorTrial.Content, List<ErrorTrial>> same = new LinkedHashMap<>();
    trials.stream()
        .filter(trial -> trial.flipped() > 0)
        .forEach(
            trial -> same.computeIfAbsent(trial.content(), key -> new ArrayList<>()).add(trial));
    List<List<ErrorTrial>> open = new ArrayList<>();
    for (List<ErrorTrial> group : same.values()) {
      Optional<Accuracy> known =
          group.stream().flatMap(t -> known(measured, backend, t).stream()).findFirst();
      known.ifPresent(accuracy -> record(group, backend, accuracy, measured));
      if (known.isEmpty()) {
        open.add(group);
      }
    }
    boolean knowsClean = measured.get(Measured.Key.clean(subject.name(), backend)).isPresent();
    if (open.isEmpty() && knowsClean) {
      return;
    }
    accuracies.measure(
        backend,
        subject,
        injections(open.stream().map(group -> group.get(0)).toList()),
        new Accuracies.Listener() {
          @Override
          public void clean(Accuracy accuracy) {
            if (!knowsClean) {
              measured.put(Measured.Key.clean(subject.name(), backend), 0, accuracy);
            }
          }

          @Override
          public void measured(int trial, Accuracy accuracy) {
            record(open.get(trial), backend, accuracy, measured);
          }
        },
        listener);
  }

  private void record(
      List<ErrorTrial> group, String backend, Accuracy accuracy, Measured measured) {
    for (ErrorTrial trial : group) {
      Measured.Key key = Measured.Key.of(subject.name(), backend, trial);
      if (measured.get(key).isEmpty()) {
        measured.put(key, trial.flipped(), accuracy);
      }
    }
  }

  private Injections injections(List<ErrorTrial> trials) {
    List<Placed> placed = new ArrayList<>();
    trials.forEach(trial -> placed.add(new Placed(placed.size(), trial.placed())));
    return new PlacedTrials(subject.model(), placed, Ranges.UNKNOWN, 0);
  }
}
