package io.onnxfi.study;

import io.onnxfi.csv.CsvForm;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.error.MissingResourceException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * A table of results that grows: one row for each key, appended to its file as soon as it is known.
 * A kill loses no row that was added; a line that was torn by one is dropped.
 */
public final class ResultTable implements AutoCloseable {
  private final Path file;
  private final List<String> header;
  private final int keyColumns;
  private final Map<List<String>, List<String>> rows = new LinkedHashMap<>();
  private FileChannel out;

  private ResultTable(Path file, List<String> header, int keyColumns) {
    this.file = file;
    this.header = List.copyOf(header);
    this.keyColumns = keyColumns;
  }

  /**
   * Begins a table, or goes on with the one that is there.
   *
   * @param header names of the columns, those of the key first
   * @param keyColumns how many columns make the key
   * @throws MalformedInputException if the file has other columns, or a row of another length
   */
  public static ResultTable open(Path file, List<String> header, int keyColumns) {
    ResultTable table = new ResultTable(file, header, keyColumns);
    try {
      if (Files.exists(file)) {
        table.read();
      }
      if (table.rows.isEmpty()) {
        table.rewrite();
      }
      table.out = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw cannotWrite(file, e);
    }
    return table;
  }

  private void read() throws IOException {
    String text = Files.readString(file);
    String whole = text.substring(0, text.lastIndexOf('\n') + 1);
    try (CSVParser parser = CSVParser.parse(whole, CSVFormat.DEFAULT)) {
      for (CSVRecord line : parser) {
        List<String> cells = line.toList();
        if (cells.size() != header.size()
            || (line.getRecordNumber() == 1 && !cells.equals(header))) {
          throw MalformedInputException.of(
              file + ":" + line.getRecordNumber(),
              "columns " + String.join(",", header),
              String.join(",", cells));
        }
        if (line.getRecordNumber() > 1) {
          put(cells);
        }
      }
    }
    if (whole.length() < text.length()) {
      rewrite();
    }
  }

  private void put(List<String> row) {
    rows.put(List.copyOf(row.subList(0, keyColumns)), List.copyOf(row));
  }

  private void rewrite() {
    CsvForm.STANDARD.write(file, header, rows.values());
  }

  /** The row of a key, if it is known. */
  public Optional<List<String>> get(List<String> key) {
    return Optional.ofNullable(rows.get(key));
  }

  /** All rows, in the order in which they came. */
  public Collection<List<String>> rows() {
    return rows.values();
  }

  /** Adds a row; one that has the key already gives way. */
  public void add(List<String> row) {
    if (row.size() != header.size()) {
      throw new IllegalArgumentException("a row %s for columns %s".formatted(row, header));
    }
    put(row);
    String line = CsvForm.STANDARD.render(row, List.of());
    try {
      ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
    } catch (IOException e) {
      throw cannotWrite(file, e);
    }
  }

  /** Writes the file anew, sorted, each key once: the same results, the same bytes. */
  public void sort(Comparator<List<String>> order) {
    List<List<String>> sorted = new ArrayList<>(rows.values());
    sorted.sort(order);
    rows.clear();
    sorted.forEach(this::put);
    try {
      out.close();
      rewrite();
      out = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw cannotWrite(file, e);
    }
  }

  private static MissingResourceException cannotWrite(Path file, IOException cause) {
    return new MissingResourceException(
        "cannot write %s (%s)".formatted(file, cause),
        "check the folder and the free space",
        cause);
  }

  @Override
  public void close() {
    try {
      out.close();
    } catch (IOException e) {
      throw cannotWrite(file, e);
    }
  }
}
