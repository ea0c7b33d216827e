package io.onnxfi.study.stress;

import io.onnxfi.report.figure.Figure;
import io.onnxfi.report.page.StudyPage;
import io.onnxfi.report.page.StudyPage.Section;
import io.onnxfi.study.StudyPages;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The page of a stress test. */
record StressPage(StressResult result, Map<String, Object> identity, String command) {
  private static final String QUESTION =
      "Where is a classifier wrong although it is sure, is its confidence to be believed, and what"
          + " does a change to it move?";

  StudyPage page() {
    StressTables tables = new StressTables(result);
    StressFigures figures = new StressFigures(result);
    List<Section> sections = new ArrayList<>();
    StudyPages.add(
        sections, "How often models are right", List.of(figures.comparison()), tables.accuracy());
    StudyPages.add(sections, "What a change moves", List.of(), tables.changes());
    StudyPages.add(sections, "Calibration", List.of(figures.reliability()), tables.calibration());
    List<Figure> confusions = figures.confusions().stream().toList();
    StudyPages.add(sections, "Mistakes", confusions, tables.confusion(), tables.worst());
    FaultTables faults = new FaultTables(result);
    StudyPages.add(sections, "Hardware faults", List.of(), faults.faults(), faults.flips());
    CorruptionTables corruptions = new CorruptionTables(result);
    StudyPages.add(
        sections,
        "Corrupted images",
        corruptions.figures(),
        corruptions.summary(),
        corruptions.each());
    StudyPages.add(sections, "Frameworks", List.of(), tables.agreement());
    StudyPages.add(sections, "Training", figures.training());
    StressReport report = new StressReport(result);
    return new StudyPage(
        "Stress test",
        QUESTION,
        report.sentences(),
        List.of(report.method()),
        sections,
        command,
        StudyPages.facts(identity));
  }
}
