package io.onnxfi.report;

import io.onnxfi.agreement.Totals;
import io.onnxfi.outcome.BoxCounts;
import io.onnxfi.sampling.EstimatedRate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a run comes to, for the terminal: one table of its backends, and a verdict for every two
 * sides.
 *
 * @param backends in the order of the run
 * @param rates the critical rate of the whole model by the backend's title, if the run was meant to
 *     estimate it
 * @param confidence of the rates' intervals, between 0 and 1
 * @param comparisons every pair of sides
 */
public record RunConclusion(
    List<BackendSummary> backends,
    Map<String, EstimatedRate> rates,
    double confidence,
    List<ComparisonReport> comparisons) {
  /** Copies. */
  public RunConclusion {
    backends = List.copyOf(backends);
    rates = Map.copyOf(rates);
    comparisons = List.copyOf(comparisons);
  }

  /** Of a run that was not meant to estimate the critical rate of its model. */
  public RunConclusion(List<BackendSummary> backends, List<ComparisonReport> comparisons) {
    this(backends, Map.of(), 0, comparisons);
  }

  /** The table, then a line for each verdict. */
  public String text() {
    StringBuilder text = new StringBuilder(table());
    text.append(boxes());
    for (ComparisonReport pair : comparisons) {
      text.append(
          "\n %s against %s:\n   %s\n".formatted(pair.left(), pair.right(), pair.verdict()));
    }
    return text.toString();
  }

  private static String accuracy(CleanAccuracy clean) {
    return "%s (%s of %s)"
        .formatted(
            Figures.percent(clean.correct(), clean.images()),
            Figures.count(clean.correct()),
            Figures.count(clean.images()));
  }

  /** What became of boxes, where a judge looked at them. */
  private String boxes() {
    List<BackendSummary> counted =
        backends.stream().filter(backend -> backend.totals().boxes().isPresent()).toList();
    if (counted.isEmpty()) {
      return "";
    }
    String in = "in " + counted.get(0).unit();
    TextTable table = new TextTable("boxes", "lost", in, "new", in, "moved", in);
    for (BackendSummary backend : counted) {
      BoxCounts boxes = backend.totals().boxes().orElseThrow();
      table.row(
          backend.title(),
          Figures.count(boxes.lostBoxes()),
          Figures.count(boxes.lostImages()),
          Figures.count(boxes.newBoxes()),
          Figures.count(boxes.newImages()),
          Figures.count(boxes.movedBoxes()),
          Figures.count(boxes.movedImages()));
    }
    return table.render();
  }

  private String table() {
    String rate =
        rates.isEmpty()
            ? "critical rate"
            : "critical rate (%s %% interval)".formatted(Figures.plain(100 * confidence));
    DetectedColumns detected =
        DetectedColumns.of(backends.stream().map(BackendSummary::totals).toList());
    List<String> header = new ArrayList<>();
    header.addAll(
        List.of("backend", "clean accuracy", "faults", "masked", "non_critical", "critical"));
    header.addAll(detected.titles());
    header.addAll(List.of("non_finite", rate));
    TextTable table = new TextTable(header.toArray(String[]::new));
    for (BackendSummary backend : backends) {
      Totals totals = backend.totals();
      List<Object> row = new ArrayList<>();
      row.add(backend.title());
      row.add(
          backend
              .clean()
              .map(RunConclusion::accuracy)
              .orElse("no labels (%s)".formatted(Figures.count(backend.images()))));
      row.add(Figures.count(totals.faults()));
      row.add(Figures.count(totals.masked()));
      row.add(Figures.count(totals.nonCritical()));
      row.add(Figures.count(totals.critical()));
      row.addAll(detected.cells(totals));
      row.add(Figures.count(totals.nonFinite().orElse(0)));
      row.add(
          rates.containsKey(backend.title())
              ? rates.get(backend.title())
              : Figures.percent(totals.critical(), totals.pairs()));
      table.row(row.toArray());
    }
    return table.render();
  }
}
