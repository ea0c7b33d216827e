package io.onnxfi.report;

import io.onnxfi.agreement.Comparison;
import io.onnxfi.agreement.Difference;
import io.onnxfi.csv.CsvForm;
import io.onnxfi.fault.FaultList;
import io.onnxfi.fault.ImageCounts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** {@code agreement.csv}: every shared fault with the counts of both sides. */
public final class AgreementTable {
  private AgreementTable() {}

  /**
   * Writes the table.
   *
   * @param left name of the first side, in column names: {@code critical_ort}
   * @param right name of the second side
   */
  public static void write(Path file, String left, String right, Comparison comparison) {
    List<String> header = new ArrayList<>(FaultList.FAULT_COLUMNS);
    header.add(FaultList.OUTCOME_COLUMNS.get(0));
    for (String column : FaultList.OUTCOME_COLUMNS.subList(1, FaultList.OUTCOME_COLUMNS.size())) {
      header.add(column + "_" + left);
      header.add(column + "_" + right);
    }
    for (String column : List.of("due", "crashed")) {
      header.add(column + "_" + left);
      header.add(column + "_" + right);
    }
    header.add("identical");
    List<List<String>> rows = comparison.faults().stream().map(AgreementTable::row).toList();
    CsvForm.STANDARD.write(file, header, rows);
  }

  private static List<String> row(Difference fault) {
    ImageCounts a = fault.left();
    ImageCounts b = fault.right();
    return List.of(
        Long.toString(fault.trial().id()),
        fault.trial().layer(),
        fault.trial().index(),
        fault.trial().bitText(),
        Long.toString(a.images()),
        Long.toString(a.masked()),
        Long.toString(b.masked()),
        Long.toString(a.nonCritical()),
        Long.toString(b.nonCritical()),
        Long.toString(a.critical()),
        Long.toString(b.critical()),
        text(fault.first().due()),
        text(fault.second().due()),
        text(fault.first().crashed()),
        text(fault.second().crashed()),
        Boolean.toString(fault.isIdentical()));
  }

  /** Nothing where a side does not tell. */
  private static String text(OptionalLong count) {
    return count.isPresent() ? Long.toString(count.getAsLong()) : "";
  }
}
