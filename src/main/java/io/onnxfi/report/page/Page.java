package io.onnxfi.report.page;

import io.onnxfi.report.figure.DataTable;
import io.onnxfi.report.figure.Figure;
import io.onnxfi.report.figure.WeightMap;
import java.util.List;

/** A self-contained HTML page, and the figures and tables in it: the same data, the same bytes. */
public sealed interface Page permits ReportPage, CriticalPage, StudyPage {
  /** The page as text. */
  String html();

  /** Its figures, in their order on the page. */
  List<Figure> figures();

  /** Its pictures of single layers, in their order on the page. */
  default List<WeightMap> pictures() {
    return List.of();
  }

  /** Its tables, in their order on the page, without the numbers of the figures. */
  List<DataTable> tables();
}
