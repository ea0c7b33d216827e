package io.onnxfi.report;

import io.onnxfi.agreement.Comparison;
import io.onnxfi.agreement.Difference;
import io.onnxfi.csv.CsvForm;
import io.onnxfi.fault.FaultList;
import io.onnxfi.fault.ImageCounts;
import io.onnxfi.fault.Trial;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;

/** {@code agreement.csv}: every shared fault with the counts of both sides. */
public final class AgreementTable {
  private static final List<Told> TOLD =
      List.of(new Told(FaultList.MODEL, Trial::model), new Told(FaultList.SITE, Trial::reach));

  private AgreementTable() {}

  /** What a list tells of its trials in a column that the published ones do not have. */
  private record Told(String column, Function<Trial, String> of) {}

  /**
   * Writes the table.
   *
   * @param columns of the list that the faults are from; if it names models or sites, so do the
   *     rows
   * @param left name of the first side, in column names: {@code critical_ort}
   * @param right name of the second side
   */
  public static void write(
      Path file, List<String> columns, String left, String right, Comparison comparison) {
    List<Told> told = TOLD.stream().filter(one -> columns.contains(one.column())).toList();
    List<String> header = new ArrayList<>(FaultList.FAULT_COLUMNS);
    told.forEach(one -> header.add(one.column()));
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
    List<List<String>> rows = comparison.faults().stream().map(fault -> row(fault, told)).toList();
    CsvForm.STANDARD.write(file, header, rows);
  }

  private static List<String> row(Difference fault, List<Told> told) {
    Trial trial = fault.trial();
    List<String> row = new ArrayList<>();
    row.addAll(List.of(Long.toString(trial.id()), trial.layer(), trial.index(), trial.bitText()));
    told.forEach(one -> row.add(one.of().apply(trial)));
    row.addAll(counts(fault, fault.left(), fault.right()));
    return row;
  }

  private static List<String> counts(Difference fault, ImageCounts a, ImageCounts b) {
    return List.of(
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
