package io.onnxfi.study.aware;

import io.onnxfi.report.figure.Figure;
import io.onnxfi.report.figure.LoweringFigures;
import io.onnxfi.report.figure.TrainingFigures;
import io.onnxfi.study.aware.AwareResult.Measured;
import java.util.ArrayList;
import java.util.List;

/** The figures of the study. */
record AwareFigures(AwareResult result) {
  /** How networks were trained, if any were. */
  List<Figure> training() {
    return result.courses().isEmpty()
        ? List.of()
        : List.of(
            TrainingFigures.accuracy(subject(), result.courses()),
            TrainingFigures.loss(subject(), result.courses()));
  }

  /** How many predictions lowerings change, of the first network of each kind. */
  List<Figure> lowerings() {
    List<Lowering> measured =
        result.spec().compilers().lowerings().stream()
            .filter(
                lowering ->
                    result.groups().stream()
                        .allMatch(group -> group.networks().get(0).lowered().containsKey(lowering)))
            .toList();
    if (measured.isEmpty()) {
      return List.of();
    }
    List<LoweringFigures.Model> models = new ArrayList<>();
    for (AwareResult.Group group : result.groups()) {
      Measured first = group.networks().get(0);
      models.add(
          new LoweringFigures.Model(
              group.name(),
              measured.stream()
                  .map(lowering -> first.lowered().get(lowering).changes().value())
                  .toList()));
    }
    return List.of(
        LoweringFigures.changes(
            subject(), measured.stream().map(Lowering::label).toList(), models));
  }

  private String subject() {
    return "on " + result.spec().data().dataset().name();
  }
}
