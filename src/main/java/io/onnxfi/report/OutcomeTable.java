package io.onnxfi.report;

import io.onnxfi.csv.CsvForm;
import io.onnxfi.fault.FaultList;
import io.onnxfi.fault.FaultRow;
import io.onnxfi.fault.PublishedCounts;
import io.onnxfi.outcome.OutcomeCounts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The outcomes of a run as a published list: fault columns as they came, the four published
 * columns, then ours, then whatever other columns the list had.
 */
public final class OutcomeTable {
  /** Our columns behind the published ones; see {@link OutcomeCounts}. */
  public static final List<String> EXTRA_COLUMNS =
      List.of("due", "sdc_5", "correct", "max_abs_diff");

  private OutcomeTable() {}

  /**
   * Joins faults and outcomes.
   *
   * @param name of the file to be, for messages
   * @param faults the rows that were replayed
   * @param outcomes one per row
   */
  public static FaultList of(String name, FaultList faults, List<OutcomeCounts> outcomes) {
    List<Integer> kept = keptColumns(faults.header());
    List<String> header = new ArrayList<>(FaultList.FAULT_COLUMNS);
    header.addAll(FaultList.OUTCOME_COLUMNS);
    header.addAll(EXTRA_COLUMNS);
    kept.forEach(column -> header.add(faults.header().get(column)));
    List<FaultRow> rows = new ArrayList<>();
    for (int i = 0; i < outcomes.size(); i++) {
      rows.add(row(faults.rows().get(i), outcomes.get(i), kept, i));
    }
    return new FaultList(name, header, rows, CsvForm.STANDARD);
  }

  private static List<Integer> keptColumns(List<String> header) {
    List<Integer> kept = new ArrayList<>();
    for (int column = FaultList.FAULT_COLUMNS.size(); column < header.size(); column++) {
      String name = header.get(column);
      if (!FaultList.OUTCOME_COLUMNS.contains(name) && !EXTRA_COLUMNS.contains(name)) {
        kept.add(column);
      }
    }
    return kept;
  }

  private static FaultRow row(FaultRow fault, OutcomeCounts counts, List<Integer> kept, int i) {
    List<String> cells = new ArrayList<>(fault.cells().subList(0, FaultList.FAULT_COLUMNS.size()));
    for (long count :
        new long[] {
          counts.images(),
          counts.masked(),
          counts.nonCritical(),
          counts.critical(),
          counts.due(),
          counts.sdc5(),
          counts.correct()
        }) {
      cells.add(Long.toString(count));
    }
    cells.add(Float.toString(counts.maxAbsDiff()));
    kept.forEach(column -> cells.add(fault.cells().get(column)));
    PublishedCounts published =
        new PublishedCounts(
            counts.images(), counts.masked(), counts.nonCritical(), counts.critical());
    return new FaultRow(
        i + 2L,
        fault.injection(),
        fault.layer(),
        fault.index(),
        fault.bit(),
        Optional.of(published),
        cells);
  }
}
