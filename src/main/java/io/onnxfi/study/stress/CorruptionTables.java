package io.onnxfi.study.stress;

import io.onnxfi.corruption.CommonCorruption;
import io.onnxfi.corruption.CorruptionErrors;
import io.onnxfi.corruption.SeverityScale;
import io.onnxfi.report.figure.CorruptionFigures;
import io.onnxfi.report.figure.DataTable;
import io.onnxfi.report.figure.Figure;
import io.onnxfi.study.Wording;
import java.util.ArrayList;
import java.util.List;

/** How often models are wrong under corruptions, as tables, a figure and sentences. */
record CorruptionTables(StressResult result) {
  private static final double PERCENT = 100;

  private CorruptionErrors baseline() {
    return result.corrupted().get(result.baseline().name());
  }

  /** Each model over all corruptions. */
  DataTable summary() {
    List<List<Object>> rows = new ArrayList<>();
    result
        .corrupted()
        .forEach(
            (model, errors) ->
                rows.add(
                    List.of(
                        model,
                        PERCENT * errors.clean(),
                        PERCENT * errors.mean(),
                        cell(PERCENT * errors.relativeTo(baseline())),
                        cell(PERCENT * errors.addedRelativeTo(baseline())))));
    return new DataTable(
        "corruption-errors",
        "Errors under %d corruptions at %d severities, and mean corruption error relative to %s"
            .formatted(
                result.spec().corruptions().size(),
                SeverityScale.SEVERITIES,
                result.baseline().name()),
        List.of("model", "wrong without %", "wrong under corruption %", "mCE %", "relative mCE %"),
        1,
        rows);
  }

  /** Each corruption. */
  DataTable each() {
    List<List<Object>> rows = new ArrayList<>();
    for (CommonCorruption corruption : result.spec().corruptions()) {
      result
          .corrupted()
          .forEach(
              (model, errors) -> {
                List<Object> row = new ArrayList<>(List.of(corruption.label(), model));
                errors.errors().get(corruption).forEach(share -> row.add(PERCENT * share));
                row.add(PERCENT * errors.mean(corruption));
                row.add(cell(PERCENT * errors.relativeTo(baseline(), corruption)));
                rows.add(row);
              });
    }
    List<String> columns = new ArrayList<>(List.of("corruption", "model"));
    for (int severity = 1; severity <= SeverityScale.SEVERITIES; severity++) {
      columns.add("severity " + severity);
    }
    columns.addAll(List.of("mean", "of %s, %%".formatted(result.baseline().name())));
    return new DataTable(
        "corruptions-by-severity", "Wrong images under corruption, %", columns, 2, rows);
  }

  private static Object cell(double value) {
    return Double.isFinite(value) ? (Object) value : "";
  }

  /** The means over severities, as bars; none if nothing was asked. */
  List<Figure> figures() {
    return result.corrupted().isEmpty()
        ? List.of()
        : List.of(
            CorruptionFigures.errors(
                "on " + result.spec().data().dataset().name(),
                result.corrupted().entrySet().stream()
                    .map(model -> new CorruptionFigures.Model(model.getKey(), model.getValue()))
                    .toList()));
  }

  /** What the numbers mean. */
  List<String> sentences() {
    List<String> sentences = new ArrayList<>();
    result
        .corrupted()
        .forEach(
            (model, errors) -> {
              String relative =
                  model.equals(result.baseline().name())
                      ? ""
                      : "; mean corruption error relative to %s: %s %%"
                          .formatted(
                              result.baseline().name(),
                              Wording.points(errors.relativeTo(baseline())));
              sentences.add(
                  "%s is wrong on %s %% of the images under corruption, on average, and on %s %% without%s."
                      .formatted(
                          model,
                          Wording.points(errors.mean()),
                          Wording.points(errors.clean()),
                          relative));
            });
    return sentences;
  }
}
