package io.onnxfi.study.noise;

import io.onnxfi.report.figure.Figure;
import io.onnxfi.report.page.StudyPage;
import io.onnxfi.report.page.StudyPage.Section;
import io.onnxfi.study.StudyPages;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The page of a study. */
record NoisePage(NoiseResult result, Map<String, Object> identity, String command) {
  private static final String QUESTION =
      "How much accuracy do networks lose if Gaussian noise is added to all their weights, and do"
          + " they lose less if they were trained under such noise?";

  StudyPage page() {
    NoiseTables tables = new NoiseTables(result);
    List<Section> sections = new ArrayList<>();
    sections.add(
        new Section(
            "Accuracy over noise",
            List.of(
                "Noise of alpha has alpha times the standard deviation of each tensor. Its samples"
                    + " are the same at every alpha and in both regimes."),
            List.<Figure>copyOf(result.figures()),
            List.of()));
    StudyPages.add(sections, "Drops at alpha 0.1", List.of(), tables.drops(), tables.pairs());
    StudyPages.add(sections, "Beside what was published", List.of(), tables.published());
    StudyPages.add(sections, "Frameworks", List.of(), tables.agreement());
    NoiseReport report = new NoiseReport(result);
    return new StudyPage(
        "Noise in weights",
        QUESTION,
        report.sentences(),
        List.of(report.method()),
        sections,
        command,
        StudyPages.facts(identity));
  }
}
