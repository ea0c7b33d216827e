package io.onnxfi.fault;

import io.onnxfi.error.MalformedInputException;
import java.util.List;
import java.util.Optional;

/** Makes faults of the records of a list, and says what is wrong with a bad one. */
final class FaultRowParser {
  private static final int INJECTION = 0;
  private static final int LAYER = 1;
  private static final int INDEX = 2;
  private static final int BIT = 3;

  private final String source;
  private final List<String> header;

  /**
   * A parser for the rows under a header.
   *
   * @param source the file, for messages
   * @throws MalformedInputException if the header does not begin with the columns of a fault
   */
  FaultRowParser(String source, List<String> header) {
    int expected = FaultList.FAULT_COLUMNS.size();
    if (header.size() < expected || !header.subList(0, expected).equals(FaultList.FAULT_COLUMNS)) {
      throw MalformedInputException.of(
          source + ":1",
          "columns " + String.join(",", FaultList.FAULT_COLUMNS),
          String.join(",", header));
    }
    this.source = source;
    this.header = List.copyOf(header);
  }

  List<String> header() {
    return header;
  }

  /**
   * The fault of a record.
   *
   * @throws MalformedInputException naming the line
   */
  FaultRow row(long line, List<String> cells) {
    if (cells.size() != header.size()) {
      throw malformed(line, header.size() + " columns", Integer.toString(cells.size()));
    }
    TensorIndex index =
        TensorIndex.parse(cells.get(INDEX))
            .orElseThrow(
                () ->
                    malformed(line, "TensorIndex like (3, 0, 2, 1)", "'" + cells.get(INDEX) + "'"));
    return new FaultRow(
        line,
        number(line, cells, INJECTION),
        cells.get(LAYER),
        index,
        (int) Math.min(number(line, cells, BIT), Integer.MAX_VALUE),
        published(line, cells),
        cells);
  }

  private Optional<PublishedCounts> published(long line, List<String> cells) {
    if (!header.containsAll(FaultList.OUTCOME_COLUMNS)) {
      return Optional.empty();
    }
    long[] counts =
        FaultList.OUTCOME_COLUMNS.stream()
            .mapToLong(name -> number(line, cells, header.indexOf(name)))
            .toArray();
    return Optional.of(new PublishedCounts(counts[0], counts[1], counts[2], counts[3]));
  }

  private long number(long line, List<String> cells, int column) {
    String text = cells.get(column);
    try {
      long value = Long.parseLong(text);
      if (value >= 0) {
        return value;
      }
    } catch (NumberFormatException e) {
      // reported below, together with negative numbers
    }
    throw malformed(line, "a whole number in column " + header.get(column), "'" + text + "'");
  }

  private MalformedInputException malformed(long line, String expected, String found) {
    return MalformedInputException.of(source + ":" + line, expected, found);
  }
}
