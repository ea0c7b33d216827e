package io.onnxfi.cli;

import io.onnxfi.report.BackendSummary;
import io.onnxfi.report.EstimateReport;
import io.onnxfi.report.Json;
import io.onnxfi.run.RunResult;
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

  void tables(RunResult result) {
    if (result.wasFinished()) {
      sayFinished(result);
      return;
    }
    terminal.print("\n" + BackendSummary.table(result.backends()) + "\n");
    result.backends().forEach(backend -> backend.crashed().ifPresent(terminal::remark));
    if (!result.rates().isEmpty()) {
      String title = "critical rate, " + EstimateReport.intervals(confidence);
      terminal.print(EstimateReport.table(title, result.rates()) + "\n");
    }
    result.remarks().forEach(remark -> terminal.print(remark + "\n\n"));
    result.comparisons().forEach(report -> terminal.print(report.text() + "\n"));
    terminal.print("Written to %s%n".formatted(result.directory().path()));
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
