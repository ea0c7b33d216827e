package io.onnxfi.fault;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Puts the outcomes of a list onto the rows of their faults. */
public final class OutcomeRepair {
  private OutcomeRepair() {}

  /**
   * A list that was repaired.
   *
   * @param list with the outcomes where they belong; all else as it was
   * @param moved how many rows have other outcomes than before
   * @param share of the faults with more than 10 % critical images, those on bit 30 afterwards
   */
  public record Repaired(FaultList list, int moved, double share) {}

  /**
   * Writes the repaired list, if there is something to repair.
   *
   * @param file the list
   * @param out a new file
   * @return what was done, a line
   * @throws io.onnxfi.error.MalformedInputException if the list cannot be read
   */
  public static String write(Path file, Path out) {
    Optional<Repaired> repaired = repair(FaultList.read(file));
    if (repaired.isEmpty()) {
      return file + ": no outcomes on wrong rows: nothing to repair";
    }
    repaired.get().list.write(out);
    return String.format(
        Locale.ROOT,
        "%s: written with other outcomes in %,d rows; of the faults with more than 10 %%"
            + " critical images, %.1f %% are on bit 30",
        out,
        repaired.get().moved,
        100 * repaired.get().share);
  }

  /** The repaired list; nothing if an audit finds no outcomes on wrong rows. */
  public static Optional<Repaired> repair(FaultList list) {
    if (!list.hasOutcomes() || FaultList.namesFaults(list.header())) {
      return Optional.empty();
    }
    return OutcomeOrder.misplaced(list.rows()).map(order -> repaired(list, order));
  }

  private static Repaired repaired(FaultList list, OutcomeOrder order) {
    int[] columns = FaultList.OUTCOME_COLUMNS.stream().mapToInt(list.header()::indexOf).toArray();
    List<FaultRow> rows = new ArrayList<>();
    for (int i = 0; i < list.rows().size(); i++) {
      FaultRow row = list.rows().get(i);
      FaultRow source = list.rows().get(order.sources().get(i));
      List<String> cells = new ArrayList<>(row.cells());
      for (int column : columns) {
        cells.set(column, source.cells().get(column));
      }
      rows.add(new FaultRow(row.line(), row.injection(), row.fault(), source.counts(), cells));
    }
    return new Repaired(list.with(rows), order.moved().length, order.shareSorted());
  }
}
