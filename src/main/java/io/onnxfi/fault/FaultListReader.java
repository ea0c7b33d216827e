package io.onnxfi.fault;

import io.onnxfi.error.MalformedInputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** Reads published fault lists and says, line by line, what is wrong with a bad one. */
final class FaultListReader {
  /** An empty line is a row with too few columns, not to be passed over. */
  private static final CSVFormat FORMAT =
      CSVFormat.DEFAULT.builder().setIgnoreEmptyLines(false).get();

  private static final int INJECTION = 0;
  private static final int LAYER = 1;
  private static final int INDEX = 2;
  private static final int BIT = 3;

  private final String source;
  private List<String> header = List.of();
  private long line;

  private FaultListReader(String source) {
    this.source = source;
  }

  static FaultList read(Path file) {
    String text = text(file);
    FaultListReader reader = new FaultListReader(String.valueOf(file.getFileName()));
    try {
      return reader.parse(text);
    } catch (IOException | UncheckedIOException e) {
      // Commons CSV reports a broken quote this way, wrapped when it comes from the iterator.
      throw new MalformedInputException(
          "%s:%d: expected a complete CSV row, found %s"
              .formatted(reader.source, reader.line + 1, reason(e)),
          e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      throw new MalformedInputException(file + ": no such file", e);
    } catch (CharacterCodingException e) {
      throw new MalformedInputException(file + ": expected UTF-8 text, found other bytes", e);
    } catch (IOException e) {
      throw new MalformedInputException("%s: cannot be read (%s)".formatted(file, e), e);
    }
  }

  private static String reason(Exception e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getMessage();
  }

  private FaultList parse(String text) throws IOException {
    CsvForm form = CsvForm.of(text);
    List<FaultRow> rows = new ArrayList<>();
    try (CSVParser parser = CSVParser.parse(text, FORMAT)) {
      for (CSVRecord record : parser) {
        line = parser.getCurrentLineNumber() + (atEnd(parser, record, form) ? 1 : 0);
        if (header.isEmpty()) {
          header = header(record);
        } else {
          rows.add(row(record));
        }
      }
    }
    if (header.isEmpty()) {
      throw MalformedInputException.of(source, "a fault list", "an empty file");
    }
    return new FaultList(source, header, rows, form);
  }

  /** The parser counts line ends, and the last line may have none. */
  private static boolean atEnd(CSVParser parser, CSVRecord record, CsvForm form) {
    return !form.endsWithNewline() && parser.getCurrentLineNumber() < record.getRecordNumber();
  }

  private List<String> header(CSVRecord record) {
    List<String> names = record.toList();
    int expected = FaultList.FAULT_COLUMNS.size();
    if (names.size() < expected || !names.subList(0, expected).equals(FaultList.FAULT_COLUMNS)) {
      throw MalformedInputException.of(
          source + ":1",
          "columns " + String.join(",", FaultList.FAULT_COLUMNS),
          String.join(",", names));
    }
    return names;
  }

  private FaultRow row(CSVRecord record) {
    if (record.size() != header.size()) {
      throw malformed(header.size() + " columns", Integer.toString(record.size()));
    }
    TensorIndex index =
        TensorIndex.parse(record.get(INDEX))
            .orElseThrow(
                () -> malformed("TensorIndex like (3, 0, 2, 1)", "'" + record.get(INDEX) + "'"));
    return new FaultRow(
        line,
        number(record, INJECTION),
        record.get(LAYER),
        index,
        (int) Math.min(number(record, BIT), Integer.MAX_VALUE),
        published(record),
        record.toList());
  }

  private Optional<PublishedCounts> published(CSVRecord record) {
    if (!header.containsAll(FaultList.OUTCOME_COLUMNS)) {
      return Optional.empty();
    }
    long[] counts =
        FaultList.OUTCOME_COLUMNS.stream()
            .mapToLong(name -> number(record, header.indexOf(name)))
            .toArray();
    return Optional.of(new PublishedCounts(counts[0], counts[1], counts[2], counts[3]));
  }

  private long number(CSVRecord record, int column) {
    String text = record.get(column);
    try {
      long value = Long.parseLong(text);
      if (value >= 0) {
        return value;
      }
    } catch (NumberFormatException e) {
      // reported below, together with negative numbers
    }
    throw malformed("a whole number in column " + header.get(column), "'" + text + "'");
  }

  private MalformedInputException malformed(String expected, String found) {
    return MalformedInputException.of(source + ":" + line, expected, found);
  }
}
