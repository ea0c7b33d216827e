package io.onnxfi.report;

import io.onnxfi.attribution.Attribution;
import io.onnxfi.csv.CsvForm;
import io.onnxfi.fault.FaultList;
import io.onnxfi.fault.FaultRow;
import io.onnxfi.fault.ImageCounts;
import io.onnxfi.fault.Trial;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * {@code attribution.csv}: every fault that differs, with the counts of both sides, the cause and
 * the evidence.
 *
 * <p>{@code left} and {@code right} hold the side's name and its counts masked/non_critical/
 * critical, as {@code ort 14/9985/1}; {@code differing_images} the images with different outcomes
 * or, where only counts are known, the least number of them.
 */
public final class AttributionTable {
  private static final List<String> COLUMNS =
      List.of("left", "right", "differing_images", "cause", "evidence");

  private AttributionTable() {}

  /**
   * Writes the table, with a row for each fault of a trial.
   *
   * @param faults the list that has the trials, whose fault columns are written as they stand there
   * @param left name of the first side, without blanks
   * @param right name of the second side
   */
  public static void write(
      Path file, FaultList faults, String left, String right, List<Attribution> attributions) {
    Map<Trial.Identity, List<FaultRow>> rows = new HashMap<>();
    for (int i = 0; i < faults.trials().size(); i++) {
      rows.put(faults.trials().get(i).identity(), faults.rows(i));
    }
    List<Integer> named =
        Stream.of(FaultList.MODEL, FaultList.SITE)
            .map(faults.header()::indexOf)
            .filter(place -> place >= 0)
            .toList();
    List<String> header = new ArrayList<>(FaultList.FAULT_COLUMNS);
    header.addAll(COLUMNS);
    named.forEach(place -> header.add(faults.header().get(place)));
    CsvForm.STANDARD.write(
        file,
        header,
        attributions.stream()
            .flatMap(
                a ->
                    rows.get(a.fault().trial().identity()).stream()
                        .map(row -> row(row, named, left, right, a)))
            .toList());
  }

  private static List<String> row(
      FaultRow listed, List<Integer> named, String left, String right, Attribution attribution) {
    List<String> cells = new ArrayList<>(listed.cells().subList(0, FaultList.FAULT_COLUMNS.size()));
    cells.add(side(left, attribution.fault().left().counts()));
    cells.add(side(right, attribution.fault().right().counts()));
    cells.add(Long.toString(attribution.fault().differing()));
    cells.add(attribution.cause().label());
    cells.add(attribution.evidence());
    named.forEach(place -> cells.add(listed.cells().get(place)));
    return cells;
  }

  private static String side(String name, ImageCounts counts) {
    return String.format(
        Locale.ROOT, "%s %d/%d/%d", name, counts.masked(), counts.nonCritical(), counts.critical());
  }
}
