package io.onnxfi.study.ber;

import io.onnxfi.fault.model.Decimals;
import io.onnxfi.report.Figures;
import io.onnxfi.report.figure.CurveFigure;
import io.onnxfi.report.figure.DataTable;
import io.onnxfi.report.figure.Figure;
import io.onnxfi.report.page.StudyPage;
import io.onnxfi.report.page.StudyPage.Section;
import io.onnxfi.study.StudyPages;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The page of a study. */
record BerPage(BerResult result, Map<String, Object> identity, String command) {
  private static final String QUESTION =
      "How far does accuracy fall if every bit of the chosen tensors is in error with the same"
          + " probability, independently of all others?";

  StudyPage page() {
    List<Section> sections = new ArrayList<>();
    if (result.models().size() > 1) {
      sections.add(section("Models", List.of(), List.of(new BerFigures(result).models())));
    }
    result.models().forEach(model -> sections.addAll(of(model)));
    List<String> answers = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    for (ModelResult model : result.models()) {
      answers.addAll(new BerSentences(result, model).answers());
      notes.addAll(new BerSentences(result, model).notes());
    }
    return new StudyPage(
        "Random bit errors",
        QUESTION,
        answers,
        notes,
        sections,
        command,
        StudyPages.facts(identity));
  }

  private List<Section> of(ModelResult model) {
    List<Section> sections = new ArrayList<>();
    CurveFigure curve = new BerFigures(result).frameworks(model);
    List<DataTable> tables = new ArrayList<>(List.of(new BerTables(result).rates(model)));
    tables.addAll(new BerTables(result).agreement(model));
    sections.add(
        new Section(
            model.name(),
            List.of(
                "Errors in %s tensors with %s bits."
                    .formatted(
                        Figures.count(model.selection().tensors().size()),
                        Figures.count(model.selection().bits()))),
            List.of(curve),
            tables));
    for (Part.Kind kind : result.spec().parts().kinds()) {
      sections.add(
          section(
              "%s, by %s".formatted(model.name(), kind),
              List.of(
                  "Errors at rate %s in one %s alone; %d patterns each."
                      .formatted(
                          Decimals.shortest(model.parts().values().iterator().next().rate()),
                          kind,
                          result.spec().parts().repetitions())),
              new BerFigures(result).parts(model, kind)));
    }
    return sections;
  }

  private static Section section(String heading, List<String> paragraphs, List<Figure> figures) {
    return new Section(heading, paragraphs, figures, List.of());
  }
}
