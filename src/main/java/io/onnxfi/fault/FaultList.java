package io.onnxfi.fault;

import io.onnxfi.error.MalformedInputException;
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
 */
public record FaultList(String source, List<String> header, List<FaultRow> rows, CsvForm form) {
  /** Columns every list begins with. */
  public static final List<String> FAULT_COLUMNS =
      List.of("Injection", "Layer", "TensorIndex", "Bit");

  /** Columns of a list with outcomes, behind {@link #FAULT_COLUMNS}. */
  public static final List<String> OUTCOME_COLUMNS =
      List.of("n_injections", "masked", "non_critical", "critical");

  /** Checks and copies. */
  public FaultList {
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(form, "form");
    header = List.copyOf(header);
    rows = List.copyOf(rows);
  }

  /**
   * Reads a published list: the four fault columns, optionally the four outcome columns, optionally
   * more.
   *
   * @throws io.onnxfi.error.MalformedInputException naming file and line
   */
  public static FaultList read(Path file) {
    return FaultListReader.read(file);
  }

  /** Writes the list as it was read: same columns, quoting and line ends. */
  public void write(Path file) {
    form.write(file, header, rows.stream().map(FaultRow::cells).toList());
  }

  /** Whether the list has outcomes. */
  public boolean hasOutcomes() {
    return header.containsAll(OUTCOME_COLUMNS);
  }

  /** The list cut down to the rows at these positions. */
  public FaultList select(int... positions) {
    return new FaultList(
        source, header, IntStream.of(positions).mapToObj(rows::get).toList(), form);
  }

  /**
   * The outcomes of a row.
   *
   * @throws MalformedInputException if the list has none
   */
  public PublishedCounts outcomes(FaultRow row) {
    return row.published()
        .orElseThrow(
            () ->
                MalformedInputException.of(
                    source, "columns " + String.join(",", OUTCOME_COLUMNS), "none"));
  }

  /** Where a row stands, for messages: {@code list.csv:12}. */
  public String locate(FaultRow row) {
    return source + ":" + row.line();
  }
}
