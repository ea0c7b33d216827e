package io.onnxfi.study;

import io.onnxfi.csv.CsvForm;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.error.MissingResourceException;
import io.onnxfi.error.OnnxFiException;
import io.onnxfi.file.InputFile;
import java.io.IOException;
import java.io.UncheckedIOException;
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
import java.util.function.Consumer;
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
   * @param reader reads a row as its owner does; throws {@link IllegalArgumentException} at one
   *     that it cannot read
   * @throws MalformedInputException if the file has other columns, or a row that cannot be read
   */
  public static ResultTable open(
      Path file, List<String> header, int keyColumns, Consumer<List<String>> reader) {
    ResultTable table = new ResultTable(file, header, keyColumns);
    try {
      if (Files.exists(file)) {
        table.read(reader);
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

  private void read(Consumer<List<String>> reader) throws IOException {
    byte[] bytes = Files.readAllBytes(InputFile.require(file));
    int end = bytes.length;
    while (end > 0 && bytes[end - 1] != '\n') {
      end--;
    }
    long line = 0;
    try (CSVParser parser =
        CSVParser.parse(new String(bytes, 0, end, StandardCharsets.UTF_8), CSVFormat.DEFAULT)) {
      for (CSVRecord row : parser) {
        line = row.getRecordNumber();
        List<String> cells = row.toList();
        if (cells.size() != header.size() || (line == 1 && !cells.equals(header))) {
          throw new IllegalArgumentException("other columns");
        }
        if (line > 1) {
          reader.accept(cells);
          put(cells);
        }
      }
    } catch (UncheckedIOException | IllegalArgumentException | OnnxFiException e) {
      throw new MalformedInputException(
          "%s:%d: expected a row of %s, as it was written, found another (%s)"
              .formatted(
                  file,
                  line + (e instanceof UncheckedIOException ? 1 : 0),
                  String.join(",", header),
                  e.getMessage()),
          e);
    }
    if (end < bytes.length) {
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
