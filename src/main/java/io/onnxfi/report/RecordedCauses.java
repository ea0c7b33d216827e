package io.onnxfi.report;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.fault.FaultList;
import io.onnxfi.fault.FaultRow;
import io.onnxfi.fault.Trial;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Why the outcomes of faults differ, from {@code attribution.csv}: the four fault columns, then
 * {@code left}, {@code right} (the sides that differ), {@code differing_images}, {@code cause},
 * {@code evidence}.
 *
 * @param findings one per fault and pair of sides
 */
public record RecordedCauses(List<Finding> findings) {
  private static final List<String> COLUMNS =
      List.of("left", "right", "differing_images", "cause", "evidence");

  /** Copies. */
  public RecordedCauses {
    findings = List.copyOf(findings);
  }

  /**
   * Why one fault differs.
   *
   * @param trial the trial
   * @param left one side
   * @param right the other side
   * @param images how many images differ
   * @param cause a short name
   * @param evidence what shows it
   */
  public record Finding(
      Trial trial, String left, String right, long images, String cause, String evidence) {}

  /**
   * Reads the file.
   *
   * @throws MalformedInputException naming the line
   */
  public static RecordedCauses read(Path file) {
    FaultList list = FaultList.read(file);
    if (!list.header().containsAll(COLUMNS)) {
      throw MalformedInputException.of(
          list.source() + ":1",
          "columns " + String.join(",", COLUMNS),
          String.join(",", list.header()));
    }
    return new RecordedCauses(
        IntStream.range(0, list.trials().size()).mapToObj(trial -> finding(list, trial)).toList());
  }

  private static Finding finding(FaultList list, int trial) {
    FaultRow row = list.rows(trial).get(0);
    String images = cell(list, row, "differing_images");
    if (!images.matches("\\d{1,18}")) {
      throw MalformedInputException.of(
          list.locate(row), "a whole number in column differing_images", "'" + images + "'");
    }
    return new Finding(
        list.trials().get(trial),
        cell(list, row, "left"),
        cell(list, row, "right"),
        Long.parseLong(images),
        cell(list, row, "cause"),
        cell(list, row, "evidence"));
  }

  private static String cell(FaultList list, FaultRow row, String column) {
    return row.cells().get(list.header().indexOf(column));
  }

  /** The causes of each fault, each named once, joined by semicolons. */
  public Map<Trial.Identity, String> causes() {
    return findings.stream()
        .collect(
            Collectors.groupingBy(
                finding -> finding.trial().identity(),
                Collectors.mapping(
                    Finding::cause,
                    Collectors.collectingAndThen(
                        Collectors.toCollection(TreeSet::new),
                        names -> String.join("; ", names)))));
  }

  /** The findings by cause, causes in alphabetical order. */
  public Map<String, List<Finding>> byCause() {
    return findings.stream()
        .collect(Collectors.groupingBy(Finding::cause, TreeMap::new, Collectors.toList()));
  }
}
