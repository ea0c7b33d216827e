package io.onnxfi.fault;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.file.InputFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** The records of a CSV text, each with the number of its line. */
public final class CsvRecords {
  /** An empty line is a row with too few columns, not to be passed over. */
  private static final CSVFormat FORMAT =
      CSVFormat.DEFAULT.builder().setIgnoreEmptyLines(false).get();

  private CsvRecords() {}

  /** Takes one record after the other. */
  @FunctionalInterface
  public interface Consumer {
    /**
     * The next record.
     *
     * @param line of the file it ends on, from 1
     * @param cells column by column
     */
    void record(long line, List<String> cells);
  }

  /**
   * The text of a file.
   *
   * @throws MalformedInputException if it cannot be read or is not UTF-8
   */
  public static String text(Path file) {
    try {
      return Files.readString(InputFile.require(file), StandardCharsets.UTF_8);
    } catch (CharacterCodingException e) {
      throw new MalformedInputException(
          "%s: expected UTF-8 text, found %s".formatted(file, InputFile.found(file)), e);
    } catch (IOException e) {
      throw InputFile.unreadable(file, e);
    }
  }

  /**
   * Gives all records of a text, the header included, to {@code consumer}.
   *
   * @param source the file, for messages
   * @throws MalformedInputException at the first record with a broken quote, behind those before it
   */
  public static void read(String source, String text, Consumer consumer) {
    boolean endsWithNewline = CsvForm.of(text).endsWithNewline();
    long line = 0;
    try (CSVParser parser = CSVParser.parse(text, FORMAT)) {
      for (CSVRecord record : parser) {
        line = parser.getCurrentLineNumber();
        // The parser counts line ends, and the last line may have none.
        if (!endsWithNewline && line < record.getRecordNumber()) {
          line++;
        }
        consumer.record(line, record.toList());
      }
    } catch (IOException | UncheckedIOException e) {
      // Commons CSV reports a broken quote this way, wrapped when it comes from the iterator.
      throw new MalformedInputException(
          "%s:%d: expected a complete CSV row, found %s".formatted(source, line + 1, reason(e)), e);
    }
  }

  private static String reason(Exception e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getMessage();
  }
}
