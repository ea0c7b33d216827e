package io.onnxfi.report;

import io.onnxfi.fault.AuditReport;
import io.onnxfi.fault.Defect;
import io.onnxfi.fault.DefectKind;
import io.onnxfi.precision.PrecisionSignature;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** An audit for people and for programs. */
public final class AuditSummary {
  private static final int FIRST_ROWS = 3;

  private AuditSummary() {}

  /**
   * A line about the list, a table with a line per kind of defect, what was not checked, and in
   * which precision the outcomes were computed.
   */
  public static String render(AuditReport report) {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%s: %s rows of %d columns; %s\n",
            report.source(),
            Figures.count(report.rows()),
            report.header().size(),
            resolution(report)));
    if (report.defects().isEmpty()) {
      return text.append("No defects found.\n")
          .append(SignatureTable.line(signatures(report)))
          .toString();
    }
    TextTable table = new TextTable("defect", "rows", "first rows", "evidence").textColumns(4);
    for (Defect defect : report.defects()) {
      table.row(
          defect.kind().label(),
          Figures.count(defect.rows().size()),
          firstRows(defect.rows()),
          defect.evidence());
    }
    return text.append(table.render()).append(SignatureTable.line(signatures(report))).toString();
  }

  /** Outcomes that stand on the rows of other faults tell nothing. */
  private static List<PrecisionSignature> signatures(AuditReport report) {
    boolean areMisplaced =
        report.defects().stream().anyMatch(d -> d.kind() == DefectKind.MISPLACED_OUTCOMES);
    return areMisplaced ? List.of() : PrecisionSignature.of(report.readable());
  }

  private static String resolution(AuditReport report) {
    return report.unresolved().isPresent()
        ? Figures.count(report.unresolved().getAsLong()) + " unresolved"
        : "layers and indices were not checked (give --model, or --arch with --dataset)";
  }

  private static String firstRows(List<Integer> rows) {
    if (rows.isEmpty()) {
      return "header";
    }
    String first =
        rows.stream().limit(FIRST_ROWS).map(String::valueOf).collect(Collectors.joining(", "));
    return rows.size() > FIRST_ROWS ? first + ", ..." : first;
  }

  /**
   * {@code file}, {@code rows}, {@code unresolved} (null if it was not checked), {@code defects}:
   * objects of {@code kind}, {@code count}, {@code rows} (positions from 0) and {@code evidence};
   * and {@code precision}, as {@link SignatureTable#json} has it, if the list has outcomes.
   */
  public static Map<String, Object> json(AuditReport report) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("file", report.source());
    json.put("rows", report.rows());
    json.put("resolution_checked", report.unresolved().isPresent());
    json.put(
        "unresolved", report.unresolved().isPresent() ? report.unresolved().getAsLong() : null);
    json.put("defects", report.defects().stream().map(AuditSummary::json).toList());
    List<PrecisionSignature> signatures = signatures(report);
    if (!signatures.isEmpty()) {
      json.put("precision", SignatureTable.json(signatures));
    }
    return json;
  }

  private static Map<String, Object> json(Defect defect) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("kind", defect.kind().label());
    json.put("count", defect.rows().size());
    json.put("rows", defect.rows());
    json.put("evidence", defect.evidence());
    return json;
  }
}
