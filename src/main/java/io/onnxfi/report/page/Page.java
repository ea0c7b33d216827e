package io.onnxfi.report.page;

import io.onnxfi.report.figure.DataTable;
import io.onnxfi.report.figure.Figure;
import java.util.List;

/** A self-contained HTML page, and the figures and tables in it: the same data, the same bytes. */
public sealed interface Page permits ReportPage, StudyPage {
  /** The page as text. */
  String html();

  /** Its figures, in their order on the page. */
  List<Figure> figures();

  /** Its tables, in their order on the page, without the numbers of the figures. */
  List<DataTable> tables();
}
