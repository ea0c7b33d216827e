package io.onnxfi.cli;

import io.onnxfi.report.EstimateReport;
import io.onnxfi.report.Json;
import io.onnxfi.report.RunConclusion;
import io.onnxfi.run.RunResult;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** What came out of a run, for people and for programs. */
final class RunPrinter {
  private final Terminal terminal;
  private final double confidence;

  /**
   * A printer.
   *
   * @param confidence of the intervals of rates
   */
  RunPrinter(Terminal terminal, double confidence) {
    this.terminal = terminal;
    this.confidence = confidence;
  }

  /** All statistics, if they are wanted; then one table and the verdicts. */
  void tables(RunResult result, boolean details) {
    if (result.wasFinished()) {
      sayFinished(result);
      return;
    }
    terminal.print("\n");
    if (details) {
      details(result);
    }
    result.backends().forEach(backend -> backend.crashed().ifPresent(terminal::remark));
    terminal.print(
        new RunConclusion(result.backends(), result.rates(), confidence, result.comparisons())
            .text());
    result.remarks().forEach(remark -> terminal.print("\n " + remark + "\n"));
  }

  private void details(RunResult result) {
    if (!result.rates().isEmpty()) {
      String title = "critical rate, " + EstimateReport.intervals(confidence);
      terminal.print(EstimateReport.table(title, result.rates()) + "\n");
    }
    result.comparisons().forEach(report -> terminal.print(report.text() + "\n"));
  }

  /** Where the results are, and what shows more of them. */
  void whereabouts(RunResult result) {
    Path folder = result.directory().path();
    String statistics =
        result.backends().size() == 2
            ? "; ./onnxfi compare %s prints all statistics".formatted(folder)
            : "";
    terminal.print(
        "\nWritten to %s. To see more: ./onnxfi report %s makes a page%s.\n"
            .formatted(folder, folder, statistics));
  }

  /** The summary, and what else is known of this process's part. */
  void json(RunResult result) {
    if (result.wasFinished()) {
      sayFinished(result);
    }
    result.backends().forEach(backend -> backend.crashed().ifPresent(terminal::remark));
    Map<String, Object> printed = new LinkedHashMap<>(result.summary());
    if (!result.wholeModel().isEmpty()) {
      printed.put("whole_model", result.wholeModel());
    }
    terminal.print(Json.render(printed));
  }

  private void sayFinished(RunResult result) {
    terminal.remark("%s is finished: nothing to do".formatted(result.directory().path()));
  }
}
