package io.onnxfi.study;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.error.MissingResourceException;
import io.onnxfi.report.figure.DataTable;
import io.onnxfi.report.figure.Figure;
import io.onnxfi.report.page.ReportFiles;
import io.onnxfi.report.page.StudyPage;
import io.onnxfi.report.page.StudyPage.Fact;
import io.onnxfi.report.page.StudyPage.Section;
import io.onnxfi.run.RunListener;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The page of a study with its figures and tables as files of their own, in the study's folder. */
public final class StudyPages {
  private static final String FIGURES = "figures";
  private static final String TABLES = "tables";

  private StudyPages() {}

  /**
   * Writes {@code report.html}, {@code tables/} and {@code figures/}. A machine without fonts
   * cannot draw, which is no reason to lose a study: it is told.
   */
  public static void write(Path folder, StudyPage page, RunListener listener) {
    Path html = folder.resolve(ReportFiles.PAGE);
    new ReportFiles(html, Optional.empty(), Optional.of(folder.resolve(TABLES)))
        .write(page, List.of());
    try {
      new ReportFiles(html, Optional.of(folder.resolve(FIGURES)), Optional.empty())
          .write(page, List.of());
    } catch (MissingResourceException e) {
      listener.remark("The figures are missing: " + e.getMessage());
    }
  }

  /**
   * Requires that the figures of models and networks can be told apart by their files: capitals,
   * spaces and signs are not among those names.
   *
   * @param names of models and networks
   * @throws MalformedInputException if they cannot
   */
  public static void requireApart(List<String> names) {
    Map<String, String> taken = new HashMap<>();
    for (String name : names) {
      String other = taken.putIfAbsent(Figure.name("-" + name), name);
      if (other != null) {
        throw MalformedInputException.of(
            "--model " + name,
            "a file name whose results do not overwrite those of another",
            "figures of " + other);
      }
    }
  }

  /** Adds a section, unless neither figures nor rows are there for it. */
  public static void add(
      List<Section> sections, String heading, List<Figure> figures, DataTable... tables) {
    List<DataTable> filled = Stream.of(tables).filter(table -> !table.rows().isEmpty()).toList();
    if (!filled.isEmpty() || !figures.isEmpty()) {
      sections.add(new Section(heading, List.of(), figures, filled));
    }
  }

  /** What came out, for a terminal. */
  public static String text(List<DataTable> tables, List<String> sentences, String method) {
    StringBuilder text = new StringBuilder();
    tables.forEach(table -> text.append(table.render()).append('\n'));
    sentences.forEach(sentence -> text.append(sentence).append('\n'));
    return text.append(method).append('\n').toString();
  }

  /**
   * The same for programs.
   *
   * @param first what stands before it
   */
  public static Map<String, Object> json(
      Map<String, Object> first, List<DataTable> tables, List<String> sentences, String method) {
    Map<String, Object> json = new LinkedHashMap<>(first);
    tables.forEach(table -> json.put(table.name(), table.maps()));
    json.put("conclusions", sentences);
    json.put("method", method);
    return json;
  }

  /** What a study rests on, nested entries under their joined names. */
  public static List<Fact> facts(Map<String, Object> identity) {
    List<Fact> facts = new ArrayList<>();
    identity.forEach((name, value) -> add(facts, name, value));
    return facts;
  }

  private static void add(List<Fact> facts, String name, Object value) {
    if (value instanceof Map<?, ?> map) {
      map.forEach((inner, each) -> add(facts, name + ", " + inner, each));
    } else {
      facts.add(new Fact(name, String.valueOf(value)));
    }
  }
}
