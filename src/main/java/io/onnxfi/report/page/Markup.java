package io.onnxfi.report.page;

import io.onnxfi.report.figure.DataTable;
import io.onnxfi.report.figure.Figure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Figures and tables as {@code figure.mustache} and {@code table.mustache} take them. */
final class Markup {
  private Markup() {}

  static List<Map<String, Object>> figures(List<Figure> figures) {
    List<Map<String, Object>> described = new ArrayList<>();
    for (Figure figure : figures) {
      described.add(
          Map.of(
              "kind", String.valueOf(FigureData.of(figure).get("kind")),
              "name", figure.name(),
              "title", figure.title(),
              "description", figure.description(),
              "table", table(figure.table())));
    }
    return described;
  }

  static Map<String, Object> table(DataTable table) {
    List<Map<String, Object>> columns = new ArrayList<>();
    for (int i = 0; i < table.columns().size(); i++) {
      columns.add(
          Map.of(
              "text", table.columns().get(i), "kind", i < table.textColumns() ? "text" : "number"));
    }
    List<Map<String, Object>> rows = new ArrayList<>();
    for (List<String> row : table.texts()) {
      List<Map<String, Object>> cells = new ArrayList<>();
      for (int i = 0; i < row.size(); i++) {
        cells.add(Map.of("text", row.get(i), "kind", i < table.textColumns() ? "text" : "number"));
      }
      rows.add(Map.of("cells", cells));
    }
    return Map.of("title", table.title(), "columns", columns, "rows", rows);
  }

  /** A row as {@code facts.mustache} takes it. */
  static Map<String, String> fact(String name, String value) {
    return Map.of("key", name, "value", value);
  }
}
