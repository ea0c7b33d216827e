package io.onnxfi.study.aware;

import io.onnxfi.report.figure.DataTable;
import io.onnxfi.report.figure.Figure;
import io.onnxfi.report.page.StudyPage;
import io.onnxfi.report.page.StudyPage.Section;
import io.onnxfi.study.StudyPages;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The page of the study. */
record AwarePage(AwareResult result, Map<String, Object> identity, String command) {
  private static final String QUESTION =
      "Does a network that has learnt under Gaussian errors in its input and in the outputs of its"
          + " layers lose less to such errors, and to those that compilers make?";

  StudyPage page() {
    AwareTables tables = new AwareTables(result);
    AwareFigures figures = new AwareFigures(result);
    List<Section> sections = new ArrayList<>();
    add(sections, "What errors cost", List.of(), tables.errors(), tables.comparison());
    add(
        sections,
        "What compilers change",
        figures.lowerings(),
        tables.protection(),
        tables.lowered());
    add(sections, "Training", figures.training());
    AwareReport report = new AwareReport(result);
    return new StudyPage(
        "Training under errors",
        QUESTION,
        report.sentences(),
        List.of(report.method()),
        sections,
        command,
        StudyPages.facts(identity));
  }

  private static void add(
      List<Section> sections, String heading, List<Figure> figures, DataTable... tables) {
    List<DataTable> filled = Stream.of(tables).filter(table -> !table.rows().isEmpty()).toList();
    if (!filled.isEmpty() || !figures.isEmpty()) {
      sections.add(new Section(heading, List.of(), figures, filled));
    }
  }
}
