package io.onnxfi.report.figure;

import io.onnxfi.report.Figures;
import io.onnxfi.report.TextTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/**
 * A table of texts and numbers.
 *
 * @param name fit for files: lower-case letters, digits, hyphens
 * @param title a heading
 * @param columns titles of the columns, with units
 * @param textColumns this many columns from the left are text, the others numbers
 * @param rows one cell per column: text, a {@code Long}, or a {@code Double}; an empty text where
 *     there is no value
 */
public record DataTable(
    String name, String title, List<String> columns, int textColumns, List<List<Object>> rows) {
  /** Checks and copies. */
  public DataTable {
    columns = List.copyOf(columns);
    rows = rows.stream().map(List::copyOf).toList();
    for (List<Object> row : rows) {
      if (row.size() != columns.size()) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT, "%s: %d columns, but a row of %d", name, columns.size(), row.size()));
      }
    }
  }

  /** A cell for people: counts with separators, other numbers with three decimals. */
  static String text(Object cell) {
    if (cell instanceof Long count) {
      return Figures.count(count);
    }
    return cell instanceof Double value ? decimals(value) : String.valueOf(cell);
  }

  private static String decimals(double value) {
    String text = String.format(Locale.ROOT, "%.3f", value);
    return text.equals("-0.000") ? "0.000" : text;
  }

  /** All cells for people. */
  public List<List<String>> texts() {
    return rows.stream().map(row -> row.stream().map(DataTable::text).toList()).toList();
  }

  /** The table under its title, aligned for a terminal. */
  public String render() {
    TextTable lines = new TextTable(columns.toArray(String[]::new)).textColumns(textColumns);
    texts().forEach(row -> lines.row(row.toArray()));
    return title + "\n" + lines.render();
  }

  /** Every row by the titles of the columns, for JSON; null where there is no value. */
  public List<Map<String, Object>> maps() {
    List<Map<String, Object>> maps = new ArrayList<>();
    for (List<Object> row : rows) {
      Map<String, Object> cells = new LinkedHashMap<>();
      for (int i = 0; i < row.size(); i++) {
        cells.put(columns.get(i), row.get(i).equals("") ? null : row.get(i));
      }
      maps.add(cells);
    }
    return maps;
  }

  /** A count for a cell; no value if there is none. */
  static Object cell(OptionalLong count) {
    return count.isPresent() ? (Object) count.getAsLong() : "";
  }

  /** A number for a cell; no value if it is not a number. */
  static Object cell(double value) {
    return Double.isNaN(value) ? "" : (Object) value;
  }
}
