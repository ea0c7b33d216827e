package io.onnxfi.study.stress;

import io.onnxfi.classification.Answers;
import io.onnxfi.classification.ClassConfusion;
import io.onnxfi.classification.Reliability;
import io.onnxfi.report.figure.CalibrationFigures;
import io.onnxfi.report.figure.ConfusionFigures;
import io.onnxfi.report.figure.Figure;
import io.onnxfi.report.figure.TrainingFigures;
import io.onnxfi.study.stress.StressResult.Model;
import java.util.List;
import java.util.Optional;

/** The figures of a stress test, of the first framework. */
record StressFigures(StressResult result) {
  private static final int PAIRS = 12;

  /** Whether models are right as often as they are confident. */
  Figure reliability() {
    return CalibrationFigures.reliability(
        subject(),
        result.models().stream()
            .filter(model -> model.in(result.backend()).finite() > 0)
            .map(
                model ->
                    new CalibrationFigures.Model(
                        model.name(), Reliability.of(model.in(result.backend()))))
            .toList());
  }

  /** What the first change does to confused classes, if there is a change. */
  Optional<Figure> confusions() {
    return result.changed().stream()
        .findFirst()
        .map(
            changed ->
                ConfusionFigures.changes(
                    subject(),
                    confusion(result.baseline()),
                    confusion(changed),
                    result.classes(),
                    PAIRS));
  }

  private ConfusionFigures.Model confusion(Model model) {
    return new ConfusionFigures.Model(model.name(), ClassConfusion.of(model.in(result.backend())));
  }

  /** Right, sure and wrong, and how far confidence is from being right, side by side. */
  Figure comparison() {
    return CalibrationFigures.comparison(
        subject(),
        StressTables.percent(result.spec().confidence()),
        result.models().stream()
            .map(
                model -> {
                  Answers answers = model.in(result.backend());
                  return new CalibrationFigures.Summary(
                      model.name(),
                      answers.accuracy().value(),
                      answers.mistakes(result.spec().confidence()).value(),
                      answers.finite() > 0 ? Reliability.of(answers).expectedError() : Double.NaN);
                })
            .toList());
  }

  /** How networks were trained, if any were. */
  List<Figure> training() {
    return result.courses().isEmpty()
        ? List.of()
        : List.of(
            TrainingFigures.accuracy(subject(), result.courses()),
            TrainingFigures.loss(subject(), result.courses()));
  }

  private String subject() {
    return "on " + result.spec().data().dataset().name();
  }
}
