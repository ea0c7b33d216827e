package io.onnxfi.fault;

import io.onnxfi.csv.CsvFile;
import io.onnxfi.csv.CsvForm;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * A list of faults with the form of its file, so that writing it gives back the same bytes.
 *
 * @param source the file, for messages
 * @param header names of all columns
 * @param rows the faults, in the order of the file
 * @param form line ends
 * @param notes what was assumed to read the file, a line each, naming it
 */
public record FaultList(
    String source, List<String> header, List<FaultRow> rows, CsvForm form, List<String> notes) {
  /** Columns every list begins with. */
  public static final List<String> FAULT_COLUMNS =
      List.of("Injection", "Layer", "TensorIndex", "Bit");

  /** Columns of a list with outcomes, behind {@link #FAULT_COLUMNS}. */
  public static final List<String> OUTCOME_COLUMNS =
      List.of("n_injections", "masked", "non_critical", "critical");

  /** The column of a run with the images that are in none of those; see {@link DetectedImages}. */
  public static final String DETECTED_COLUMN = "due";

  /** The column of a run with the images that have an output that is not finite. */
  public static final String NON_FINITE_COLUMN = "non_finite";

  /** Checks and copies. */
  public FaultList {
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(form, "form");
    header = List.copyOf(header);
    rows = List.copyOf(rows);
    notes = List.copyOf(notes);
  }

  /** A list that was not read, or of which nothing was assumed. */
  public FaultList(String source, List<String> header, List<FaultRow> rows, CsvForm form) {
    this(source, header, rows, form, List.of());
  }

  /**
   * Reads a list: the four fault columns, optionally the four outcome columns, optionally more; as
   * published, or in any form that {@link CsvFile} knows, with columns by name in any order. What
   * was assumed is in {@link #notes}, and the list is then written in the published form.
   *
   * @throws io.onnxfi.error.MalformedInputException naming file and line
   */
  public static FaultList read(Path file) {
    return FaultListReader.read(file);
  }

  /** Writes the list; one in the published form as it was read: same columns, quotes, line ends. */
  public void write(Path file) {
    form.write(file, header, rows.stream().map(FaultRow::cells).toList());
  }

  /** Whether the list has outcomes, in every row. */
  public boolean hasOutcomes() {
    return header.containsAll(OUTCOME_COLUMNS)
        && rows.stream().allMatch(row -> row.counts().isPresent());
  }

  /** The list cut down to the rows at these positions. */
  public FaultList select(int... positions) {
    return new FaultList(
        source, header, IntStream.of(positions).mapToObj(rows::get).toList(), form, notes);
  }

  /** Where a row stands, for messages: {@code list.csv:12}. */
  public String locate(FaultRow row) {
    return source + ":" + row.line();
  }
}
