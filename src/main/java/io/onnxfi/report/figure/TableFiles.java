package io.onnxfi.report.figure;

import io.onnxfi.csv.CsvForm;
import io.onnxfi.error.MissingResourceException;
import io.onnxfi.file.FreshFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tables as CSV (full precision), Markdown (GitHub's) and LaTeX (a booktabs tabular). */
public final class TableFiles {
  private static final Map<String, String> LATEX =
      Map.ofEntries(
          Map.entry("\\", "\\textbackslash{}"),
          Map.entry("{", "\\{"),
          Map.entry("}", "\\}"),
          Map.entry("$", "\\$"),
          Map.entry("&", "\\&"),
          Map.entry("#", "\\#"),
          Map.entry("%", "\\%"),
          Map.entry("_", "\\_"),
          Map.entry("^", "\\textasciicircum{}"),
          Map.entry("~", "\\textasciitilde{}"),
          Map.entry("<", "\\textless{}"),
          Map.entry(">", "\\textgreater{}"),
          Map.entry("|", "\\textbar{}"),
          Map.entry("×", "$\\times$"),
          Map.entry("±", "$\\pm$"));
  private static final String MARKDOWN = "\\`*_[]<>|~";

  private TableFiles() {}

  /**
   * Writes {@code NAME.csv}, {@code NAME.md} and {@code NAME.tex}.
   *
   * @throws MissingResourceException if the folder cannot be written to
   */
  public static void write(Path folder, DataTable table) {
    List<List<String>> raw = table.rows().stream().map(row -> cells(row, table)).toList();
    CsvForm.STANDARD.write(folder.resolve(table.name() + ".csv"), table.columns(), raw);
    FreshFile.write(folder.resolve(table.name() + ".md"), markdown(table));
    FreshFile.write(folder.resolve(table.name() + ".tex"), latex(table));
  }

  /** The files that {@link #write} writes. */
  public static List<Path> written(Path folder, DataTable table) {
    return Stream.of(".csv", ".md", ".tex")
        .map(suffix -> folder.resolve(table.name() + suffix))
        .toList();
  }

  private static List<String> cells(List<?> row, DataTable table) {
    List<String> cells = new ArrayList<>();
    for (int column = 0; column < row.size(); column++) {
      String cell = String.valueOf(row.get(column));
      cells.add(column < table.textColumns() ? inert(cell) : cell);
    }
    return cells;
  }

  /** A spreadsheet runs a text that begins like a formula; behind an apostrophe it is a text. */
  private static String inert(String text) {
    return text.length() > 1 && "=+-@\t\r".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
  }

  /** The table in Markdown, without its title. */
  public static String markdown(DataTable table) {
    List<String> rule = new ArrayList<>();
    for (int column = 0; column < table.columns().size(); column++) {
      rule.add(column < table.textColumns() ? ":---" : "---:");
    }
    UnaryOperator<String> escape =
        text -> escaped(text, c -> MARKDOWN.indexOf(c) < 0 ? c : "\\" + c);
    StringBuilder text = new StringBuilder();
    text.append(line(table.columns(), "| ", " | ", " |", escape));
    text.append(line(rule, "| ", " | ", " |", UnaryOperator.identity()));
    table.texts().forEach(row -> text.append(line(row, "| ", " | ", " |", escape)));
    return text.toString();
  }

  static String latex(DataTable table) {
    int numbers = table.columns().size() - table.textColumns();
    UnaryOperator<String> escape = text -> escaped(text, c -> LATEX.getOrDefault(c, c));
    StringBuilder text = new StringBuilder();
    text.append("%% %s; needs \\usepackage{booktabs}\n".formatted(oneLine(table.title())));
    text.append(
        "\\begin{tabular}{%s%s}\n\\toprule\n"
            .formatted("l".repeat(table.textColumns()), "r".repeat(numbers)));
    text.append(line(table.columns(), "", " & ", " \\\\", escape)).append("\\midrule\n");
    table.texts().forEach(row -> text.append(line(row, "", " & ", " \\\\", escape)));
    return text.append("\\bottomrule\n\\end{tabular}\n").toString();
  }

  private static String line(
      List<String> cells, String before, String between, String after, UnaryOperator<String> cell) {
    return cells.stream()
        .map(TableFiles::oneLine)
        .map(cell)
        .collect(Collectors.joining(between, before, after + "\n"));
  }

  private static String escaped(String text, UnaryOperator<String> character) {
    return text.chars()
        .mapToObj(c -> character.apply(String.valueOf((char) c)))
        .collect(Collectors.joining());
  }

  /** Names come from files and may hold anything. */
  private static String oneLine(String text) {
    return text.replaceAll("\\s+", " ");
  }
}
