package io.onnxfi.study.aware;

import io.onnxfi.report.page.StudyPage;
import io.onnxfi.report.page.StudyPage.Section;
import io.onnxfi.study.StudyPages;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The page of the study. */
record AwarePage(AwareResult result, Map<String, Object> identity, String command) {
  private static final String QUESTION =
      "Does a network that has learnt under Gaussian errors in its input and in the outputs of its"
          + " layers lose less to such errors, and to those that compilers make?";

  StudyPage page() {
    AwareTables tables = new AwareTables(result);
    AwareFigures figures = new AwareFigures(result);
    List<Section> sections = new ArrayList<>();
    StudyPages.add(sections, "What errors cost", List.of(), tables.errors(), tables.comparison());
    StudyPages.add(
        sections,
        "What compilers change",
        figures.lowerings(),
        tables.protection(),
        tables.lowered());
    StudyPages.add(sections, "Training", figures.training());
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
}
