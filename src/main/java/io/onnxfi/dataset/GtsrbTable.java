package io.onnxfi.dataset;

import io.onnxfi.dataset.ImageFiles.Entry;
import io.onnxfi.error.MalformedInputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * A GTSRB table of images: semicolon-separated, with the columns {@code Filename;Width;Height;
 * Roi.X1;Roi.Y1;Roi.X2;Roi.Y2;ClassId} (Readme-Images.txt in the archive). The box around the sign
 * is not used.
 *
 * @param file the table
 * @param folder of its images
 * @param classes labels are below it
 */
record GtsrbTable(SourceFile file, Path folder, int classes) {
  private static final List<String> COLUMNS =
      List.of("Filename", "Width", "Height", "Roi.X1", "Roi.Y1", "Roi.X2", "Roi.Y2", "ClassId");
  private static final CSVFormat FORMAT =
      CSVFormat.RFC4180
          .builder()
          .setDelimiter(';')
          .setHeader()
          .setSkipHeaderRecord(true)
          .setIgnoreEmptyLines(true)
          .get();

  /** The images in the table's order. */
  List<Entry> read() {
    String text = new String(file.read(), StandardCharsets.UTF_8);
    try (CSVParser rows = CSVParser.parse(text, FORMAT)) {
      if (!rows.getHeaderNames().equals(COLUMNS)) {
        throw file.malformed("the columns " + COLUMNS, rows.getHeaderNames().toString());
      }
      return rows.stream().map(this::entry).toList();
    } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
      throw file.malformed("a table with semicolons", "something else (" + e.getMessage() + ")");
    }
  }

  private Entry entry(CSVRecord row) {
    if (row.size() != COLUMNS.size()) {
      throw malformed(row, COLUMNS.size() + " columns", Integer.toString(row.size()));
    }
    String name = row.get("Filename");
    if (!name.matches("[0-9_]+\\.ppm")) {
      throw malformed(row, "a file name like 00000.ppm", name);
    }
    int label = number(row, "ClassId");
    if (label >= classes) {
      throw malformed(row, "a class of 0 to " + (classes - 1), Integer.toString(label));
    }
    int height = number(row, "Height");
    int width = number(row, "Width");
    if (!PixelSize.isSound(height, width)) {
      throw malformed(row, "the size of an image", height + "×" + width);
    }
    PixelSize size = new PixelSize(height, width);
    return new Entry(file.with(folder.resolve(name)), label, Optional.of(size));
  }

  private int number(CSVRecord row, String column) {
    String text = row.get(column);
    if (!text.matches("\\d{1,9}")) {
      throw malformed(row, "a number as " + column, "'" + text + "'");
    }
    return Integer.parseInt(text);
  }

  private MalformedInputException malformed(CSVRecord row, String expected, String found) {
    String where = "%s:%d".formatted(file.path(), row.getParser().getCurrentLineNumber());
    return MalformedInputException.of(where, expected, found);
  }
}
