package io.onnxfi.study.stress;

import io.onnxfi.classification.Answers;
import io.onnxfi.injection.InjectedModel;
import io.onnxfi.injection.Ranges;
import io.onnxfi.outcome.Outcomes;
import io.onnxfi.outcome.TrialOutcome;
import io.onnxfi.report.RunDirectory;
import io.onnxfi.run.Accuracies;
import io.onnxfi.run.Accuracies.Subject;
import io.onnxfi.run.RecordedRun;
import io.onnxfi.run.RunListener;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The most critical faults of a run of the first model, in that model. */
final class FaultsOfRun {
  private final StressSpec spec;
  private final RecordedRun run;
  private final Outcomes outcomes;
  private final List<Integer> worst;

  private FaultsOfRun(StressSpec spec, RecordedRun run) {
    this.spec = spec;
    this.run = run;
    this.outcomes = run.outcomes(run.backends().get(0));
    List<TrialOutcome> trials = outcomes.trials();
    this.worst =
        IntStream.range(0, trials.size())
            .filter(i -> trials.get(i).counts().critical() > 0 && !trials.get(i).isCrash())
            .boxed()
            .sorted(Comparator.comparingLong((Integer i) -> -trials.get(i).counts().critical()))
            .limit(spec.faults().orElseThrow().count())
            .toList();
  }

  /**
   * Reads the run, if one is named.
   *
   * @throws io.onnxfi.error.OnnxFiException if it is no finished run of the first model on this
   *     data set
   */
  static Optional<FaultsOfRun> read(StressSpec spec) {
    return spec.faults()
        .map(
            faults ->
                new FaultsOfRun(
                    spec,
                    RecordedRun.read(
                        new RunDirectory(faults.run()),
                        spec.models().get(0),
                        spec.data(),
                        Optional.empty())));
  }

  /** What may change a bit of the answers. */
  String identity() {
    return worst.stream()
        .map(i -> "%d".formatted(outcomes.trials().get(i).trial().id()))
        .toList()
        .toString();
  }

  private String name(Subject subject, int i) {
    return "%s, fault %d".formatted(subject.name(), outcomes.trials().get(i).trial().id());
  }

  /** The names under which answers are kept. */
  List<String> names(Subject subject) {
    return worst.stream().map(i -> name(subject, i)).toList();
  }

  private InjectedModel injected(Subject subject, int i) {
    return InjectedModel.of(
        subject.model(),
        outcomes.source(),
        outcomes.list().select(i),
        outcomes.trials().get(i).trial().id(),
        run.spec().list().fault(),
        Ranges.UNKNOWN,
        run.spec().seed());
  }

  /**
   * Asks the model with each fault.
   *
   * @param subject the first model
   * @param before what it says without faults, in the first framework
   */
  List<FaultyAnswers> ask(
      Subject subject,
      Answers before,
      GivenAnswers known,
      Accuracies accuracies,
      RunListener listener) {
    String backend = spec.backends().get(0);
    List<FaultyAnswers> all = new ArrayList<>();
    for (int i : worst) {
      TrialOutcome outcome = outcomes.trials().get(i);
      InjectedModel injected = injected(subject, i);
      String name = name(subject, i);
      if (known.get(name, backend).isEmpty()) {
        known.put(
            name, backend, accuracies.answers(backend, faulty(subject, name, injected), listener));
      }
      all.add(
          new FaultyAnswers(
              outcome.trial().id(),
              String.join("; ", injected.changes()),
              outcome.counts().critical(),
              before,
              known.get(name, backend).orElseThrow()));
    }
    return all;
  }

  private static Subject faulty(Subject subject, String name, InjectedModel injected) {
    return new Subject(
        name, injected.faulty(), subject.images(), subject.normalization(), subject.batch());
  }

  /** Draws where the model looks, without a fault and with it, at images that it flips. */
  void draw(FailureCases pictures, Subject subject, List<FaultyAnswers> all, int cases) {
    for (int i = 0; i < all.size(); i++) {
      FaultyAnswers answers = all.get(i);
      String name = name(subject, worst.get(i));
      pictures.drawFlips(
          "fault-%d-".formatted(answers.trial()),
          subject,
          faulty(subject, name, injected(subject, worst.get(i))),
          answers,
          answers.flipped().stream().limit(cases).toList());
    }
  }
}
