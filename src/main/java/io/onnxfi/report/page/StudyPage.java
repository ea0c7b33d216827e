package io.onnxfi.report.page;

import io.onnxfi.report.figure.DataTable;
import io.onnxfi.report.figure.Figure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The page of a study: a question, what was found, and the figures and tables that show it.
 *
 * @param title what was studied
 * @param question what was asked, a sentence or a paragraph
 * @param answers what was found, a paragraph each; they come first
 * @param notes what readers should beware of, a paragraph each
 * @param sections in their order
 * @param command repeats the study
 * @param facts what else is needed to repeat it, such as versions and checksums
 */
public record StudyPage(
    String title,
    String question,
    List<String> answers,
    List<String> notes,
    List<Section> sections,
    String command,
    List<Fact> facts)
    implements Page {
  /** Checks that figures and tables can be told apart by their names, and copies. */
  public StudyPage {
    answers = List.copyOf(answers);
    notes = List.copyOf(notes);
    sections = List.copyOf(sections);
    facts = List.copyOf(facts);
    Set<String> names = new HashSet<>();
    for (Section section : sections) {
      Stream.concat(
              section.figures().stream().map(Figure::name),
              section.tables().stream().map(DataTable::name))
          .filter(name -> !names.add(name))
          .forEach(
              name -> {
                throw new IllegalArgumentException("two figures or tables are called " + name);
              });
    }
  }

  /**
   * A part of the page.
   *
   * @param heading a heading
   * @param paragraphs before figures and tables
   * @param figures before tables
   * @param tables as they are
   */
  public record Section(
      String heading, List<String> paragraphs, List<Figure> figures, List<DataTable> tables) {
    /** Copies. */
    public Section {
      paragraphs = List.copyOf(paragraphs);
      figures = List.copyOf(figures);
      tables = List.copyOf(tables);
    }
  }

  /**
   * What is needed to repeat the study.
   *
   * @param name what it is, such as a file
   * @param value such as its checksum
   */
  public record Fact(String name, String value) {}

  @Override
  public List<Figure> figures() {
    return sections.stream().flatMap(section -> section.figures().stream()).toList();
  }

  @Override
  public List<DataTable> tables() {
    return sections.stream().flatMap(section -> section.tables().stream()).toList();
  }

  @Override
  public String html() {
    Map<String, Object> content = new HashMap<>();
    content.put("title", title);
    content.put("page-title", title + ": OnnxFI study");
    content.put("question", question);
    content.put("answers", answers);
    content.put("notes", notes);
    content.put("sections", described());
    content.put("has-figures", !figures().isEmpty());
    content.put("command", command);
    content.put(
        "facts", facts.stream().map(fact -> Markup.fact(fact.name(), fact.value())).toList());
    return Template.fill("study.mustache", content, figures(), Map.of());
  }

  private List<Map<String, Object>> described() {
    List<Map<String, Object>> described = new ArrayList<>();
    for (Section section : sections) {
      described.add(
          Map.of(
              "id", "section-" + (described.size() + 1),
              "heading", section.heading(),
              "paragraphs", section.paragraphs(),
              "figures", Markup.figures(section.figures()),
              "tables", section.tables().stream().map(Markup::table).toList()));
    }
    return described;
  }
}
