package io.onnxfi.csv;

import io.onnxfi.error.Excerpt;
import io.onnxfi.error.MalformedInputException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The columns of a table that are wanted, in the order in which they are wanted, wherever they
 * stand; others, and blanks around cells, are left out.
 */
public final class ColumnsByName {
  private final CsvFile file;
  private final List<String> wanted;
  private final CsvFile.Consumer consumer;
  private final Set<String> assumed;
  private final List<Integer> places = new ArrayList<>();
  private int width;

  private ColumnsByName(CsvFile file, List<String> wanted, CsvFile.Consumer consumer) {
    this.file = file;
    this.wanted = wanted;
    this.consumer = consumer;
    this.assumed = new LinkedHashSet<>(file.assumed());
  }

  /**
   * Gives the cells of all records behind the header to {@code consumer}.
   *
   * @param wanted names of columns; upper and lower case are the same
   * @return what was assumed to read the file, in words
   * @throws MalformedInputException if a column is missing or there twice, or a record has another
   *     number of columns than the header
   */
  public static List<String> read(CsvFile file, List<String> wanted, CsvFile.Consumer consumer) {
    ColumnsByName table = new ColumnsByName(file, wanted, consumer);
    file.forEach(table::record);
    if (table.places.isEmpty()) {
      throw MalformedInputException.of(
          file.source(), "columns " + String.join(",", wanted), "an empty file");
    }
    return List.copyOf(table.assumed);
  }

  private void record(long line, List<String> cells) {
    if (places.isEmpty()) {
      header(line, cells);
      return;
    }
    int size = cells.size();
    while (size > width && Blank.strip(cells.get(size - 1)).isEmpty()) {
      size--;
    }
    if (size != width) {
      throw MalformedInputException.of(
          where(line), width + " columns", Integer.toString(cells.size()));
    }
    consumer.record(line, places.stream().map(place -> Blank.strip(cells.get(place))).toList());
  }

  private void header(long line, List<String> cells) {
    List<String> names = cells.stream().map(ColumnsByName::folded).toList();
    for (String name : wanted) {
      int place = names.indexOf(folded(name));
      if (place < 0 || names.lastIndexOf(folded(name)) != place) {
        throw MalformedInputException.of(
            where(line),
            "columns " + String.join(",", wanted),
            Excerpt.of(String.join(",", cells)));
      }
      places.add(place);
    }
    width = cells.size();
    if (!cells.equals(wanted)) {
      assumed.add("columns read by name");
    }
  }

  private static String folded(String name) {
    return Blank.strip(name).toLowerCase(Locale.ROOT);
  }

  private String where(long line) {
    return file.source() + ":" + line;
  }
}
