package io.onnxfi.outcome;

import io.onnxfi.fault.FaultList;
import io.onnxfi.fault.FaultRow;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * What a table of counts takes over from the list that it counts for: the columns of the fault, and
 * behind the counts all that are none, so that a list that names models or sites still does.
 *
 * @param header of the list
 * @param others places of the columns behind those of the fault
 */
record KeptColumns(List<String> header, List<Integer> others) {
  private static final int FAULT = FaultList.FAULT_COLUMNS.size();

  /**
   * Of a list with these columns.
   *
   * @param counts columns of the table, in place of which the list's of these names are left out,
   *     as all outcomes are
   */
  static KeptColumns of(List<String> header, List<String> counts) {
    Predicate<String> isCount =
        name ->
            FaultList.OUTCOME_COLUMNS.contains(name)
                || ExtraColumns.ALL.contains(name)
                || counts.contains(name);
    return new KeptColumns(
        header,
        IntStream.range(FAULT, header.size())
            .filter(column -> !isCount.test(header.get(column)))
            .boxed()
            .toList());
  }

  /** The columns of a table with these counts. */
  List<String> header(List<String> counts) {
    return around(FaultList.FAULT_COLUMNS, counts, header);
  }

  /** A row of such a table. */
  List<String> cells(FaultRow row, List<String> counts) {
    return around(row.cells(), counts, row.cells());
  }

  private List<String> around(List<String> fault, List<String> counts, List<String> all) {
    List<String> cells = new ArrayList<>(fault.subList(0, FAULT));
    cells.addAll(counts);
    others.forEach(column -> cells.add(all.get(column)));
    return cells;
  }
}
