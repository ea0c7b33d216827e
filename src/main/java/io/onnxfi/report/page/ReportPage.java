package io.onnxfi.report.page;

import com.samskivert.mustache.Mustache;
import io.onnxfi.error.MissingResourceException;
import io.onnxfi.fault.Factor;
import io.onnxfi.file.FreshFile;
import io.onnxfi.report.DrawnImages;
import io.onnxfi.report.Figures;
import io.onnxfi.report.Json;
import io.onnxfi.report.Manifest;
import io.onnxfi.report.ReplayLine;
import io.onnxfi.report.RunResults;
import io.onnxfi.report.figure.DataTable;
import io.onnxfi.report.figure.Figure;
import io.onnxfi.report.figure.RunFigures;
import io.onnxfi.report.figure.RunTables;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** {@code report.html}. */
public final class ReportPage {
  private final RunResults run;
  private final RunFigures figures;

  private ReportPage(RunResults run, List<Factor> by) {
    this.run = run;
    this.figures = RunFigures.of(run, by);
  }

  /**
   * Writes the page; the same run gives the same bytes.
   *
   * @param by two factors whose levels are set against each other too; none or two
   * @throws MissingResourceException if the file cannot be written
   */
  public static void write(Path file, RunResults run, List<Factor> by) {
    FreshFile.write(file, render(run, by));
  }

  /** The page as text. */
  static String render(RunResults run, List<Factor> by) {
    return Mustache.compiler()
        .withLoader(name -> new StringReader(Resources.text(name + ".mustache")))
        .compile(Resources.text("report.mustache"))
        .execute(new ReportPage(run, by).content());
  }

  private Map<String, Object> content() {
    Map<String, Object> content = new HashMap<>();
    content.put("style", Resources.text("report.css"));
    content.put("echarts", Resources.echarts());
    content.put("charts", charts());
    content.put("fault-table", Resources.text("faults.js"));
    content.put("data", data());
    heading(content);
    content.put("verdicts", VerdictParagraph.of(run));
    content.put("remarks", run.remarks());
    content.put("sides", table(RunTables.sides(run)));
    content.put("outcomes", figures(figures.outcomes()));
    content.put("criticality", figures(figures.criticality()));
    content.put("agreement", figures(figures.agreement()));
    content.put("signature", figures(figures.signature()));
    content.put("has-faults", !figures.all().isEmpty());
    content.put("compared", !run.pairs().isEmpty());
    content.put("one-backend", run.backends().size() == 1);
    content.put("unpublished", run.published().isEmpty());
    content.put("agreement-tables", agreementTables());
    content.put("causes", RunTables.causes(run).map(ReportPage::table).stream().toList());
    content.put("unattributed", run.attribution().isEmpty() && !run.pairs().isEmpty());
    ReplayLine line = ReplayLine.of(run);
    content.put("run-command", line.run());
    content.put("of-original-list", line.isOfOriginalList());
    content.put("drawn", line.isDrawn());
    content.put("drawn-images", DrawnImages.FILE);
    content.put("manifest", manifest());
    return content;
  }

  /** The script that draws; how to draw factors other than layer and bit only if it has to. */
  private String charts() {
    boolean isAny =
        figures.all().stream()
            .map(FigureData::of)
            .anyMatch(
                data -> data.get("kind").equals("intervals") || data.containsKey("columnTitle"));
    return Mustache.compiler()
        .escapeHTML(false)
        .compile(Resources.text("charts.js"))
        .execute(
            isAny ? Map.of("factors", Resources.text("factors.js")) : Map.of("factors", false));
  }

  private void heading(Map<String, Object> content) {
    Manifest manifest = run.manifest();
    int faults = run.backends().get(0).trials().size();
    content.put("model", manifest.text("model", "file").orElse("a model"));
    content.put("list", manifest.text("faults", "file").orElse("a fault list"));
    content.put("dataset", manifest.text("data", "name").orElse("unknown data"));
    content.put("version", manifest.text("onnxfi").orElse("of unknown version"));
    content.put("faults", Figures.count(faults));
    content.put("images", Figures.count(run.backends().get(0).images()));
    content.put("first-outcomes", run.backends().get(0).outcomes().source());
    content.put("shown", Figures.count(FaultData.MOST));
    content.put("cut-short", faults > FaultData.MOST);
  }

  /** JSON that cannot end the script element it stands in. */
  private String data() {
    Map<String, Object> data = new HashMap<>();
    data.put("figures", figures.all().stream().map(FigureData::of).toList());
    data.put("faults", FaultData.of(run));
    return Json.compact(data)
        .replace("<", "\\u003c")
        .replace(">", "\\u003e")
        .replace("&", "\\u0026");
  }

  private List<Map<String, Object>> agreementTables() {
    return Stream.of(
            RunTables.agreement(run).stream(),
            RunTables.statistics(run).stream(),
            RunTables.confusions(run).stream())
        .flatMap(tables -> tables)
        .map(ReportPage::table)
        .toList();
  }

  private static List<Map<String, Object>> figures(List<Figure> figures) {
    List<Map<String, Object>> described = new ArrayList<>();
    for (Figure figure : figures) {
      described.add(
          Map.of(
              "kind", String.valueOf(FigureData.of(figure).get("kind")),
              "name", figure.name(),
              "title", figure.title(),
              "description", figure.description(),
              "table", table(figure.table())));
    }
    return described;
  }

  private static Map<String, Object> table(DataTable table) {
    List<Map<String, Object>> columns = new ArrayList<>();
    for (int i = 0; i < table.columns().size(); i++) {
      columns.add(
          Map.of(
              "text", table.columns().get(i), "kind", i < table.textColumns() ? "text" : "number"));
    }
    List<Map<String, Object>> rows = new ArrayList<>();
    for (List<String> row : table.texts()) {
      List<Map<String, Object>> cells = new ArrayList<>();
      for (int i = 0; i < row.size(); i++) {
        cells.add(Map.of("text", row.get(i), "kind", i < table.textColumns() ? "text" : "number"));
      }
      rows.add(Map.of("cells", cells));
    }
    return Map.of("title", table.title(), "columns", columns, "rows", rows);
  }

  private List<Map<String, String>> manifest() {
    List<Map<String, String>> entries = new ArrayList<>();
    run.manifest().flat().forEach((key, value) -> entries.add(Map.of("key", key, "value", value)));
    return entries;
  }
}
