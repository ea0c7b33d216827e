package io.onnxfi.dataset;

import io.onnxfi.csv.ColumnsByName;
import io.onnxfi.csv.CsvFile;
import io.onnxfi.csv.WholeNumber;
import io.onnxfi.dataset.ImageFiles.Entry;
import io.onnxfi.error.Excerpt;
import io.onnxfi.error.MalformedInputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A GTSRB table of images: semicolon-separated, with the columns {@code Filename;Width;Height;
 * Roi.X1;Roi.Y1;Roi.X2;Roi.Y2;ClassId} (Readme-Images.txt in the archive), or as spreadsheets and
 * pandas write it anew. The box around the sign is not used.
 *
 * @param images in the table's order
 * @param notes what was assumed to read it, a line each
 */
record GtsrbTable(List<Entry> images, List<String> notes) {
  private static final List<String> COLUMNS =
      List.of("Filename", "Width", "Height", "Roi.X1", "Roi.Y1", "Roi.X2", "Roi.Y2", "ClassId");
  private static final int NAME = 0;
  private static final int WIDTH = 1;
  private static final int HEIGHT = 2;
  private static final int CLASS = 7;
  private static final char DELIMITER = ';';

  GtsrbTable {
    images = List.copyOf(images);
    notes = List.copyOf(notes);
  }

  /**
   * Reads a table.
   *
   * @param folder of its images
   * @param classes labels are below it
   */
  static GtsrbTable read(SourceFile file, Path folder, int classes) {
    CsvFile table = file.table("a table with the columns " + String.join(";", COLUMNS));
    List<Entry> images = new ArrayList<>();
    List<String> assumed =
        ColumnsByName.read(
            table,
            COLUMNS,
            (line, cells) ->
                images.add(new Row(file, line, cells, table.delimiter()).entry(folder, classes)));
    // The publisher's own delimiter is nothing to remark on.
    List<String> notes =
        assumed.stream()
            .filter(note -> table.delimiter() != DELIMITER || !note.endsWith("'" + DELIMITER + "'"))
            .map(note -> file.path() + ": " + note)
            .toList();
    return new GtsrbTable(images, notes);
  }

  private record Row(SourceFile file, long line, List<String> cells, char delimiter) {
    Entry entry(Path folder, int classes) {
      String name = cells.get(NAME);
      if (!name.matches("[0-9_]+\\.ppm")) {
        throw malformed("a file name like 00000.ppm", Excerpt.of(name));
      }
      int label = number(CLASS);
      if (label >= classes) {
        throw malformed("a class of 0 to " + (classes - 1), Integer.toString(label));
      }
      int height = number(HEIGHT);
      int width = number(WIDTH);
      if (!PixelSize.isSound(height, width)) {
        throw malformed("the size of an image", height + "×" + width);
      }
      PixelSize size = new PixelSize(height, width);
      return new Entry(file.with(folder.resolve(name)), label, Optional.of(size));
    }

    private int number(int column) {
      OptionalLong number = WholeNumber.parse(cells.get(column), delimiter);
      if (number.isEmpty() || number.getAsLong() < 0 || number.getAsLong() > Integer.MAX_VALUE) {
        throw malformed("a number as " + COLUMNS.get(column), Excerpt.quoted(cells.get(column)));
      }
      return (int) number.getAsLong();
    }

    private MalformedInputException malformed(String expected, String found) {
      return MalformedInputException.of(file.path() + ":" + line, expected, found);
    }
  }
}
