package io.onnxfi.report.page;

import io.onnxfi.fault.Factor;
import io.onnxfi.report.DrawnImages;
import io.onnxfi.report.Figures;
import io.onnxfi.report.Manifest;
import io.onnxfi.report.ReplayLine;
import io.onnxfi.report.RunResults;
import io.onnxfi.report.figure.DataTable;
import io.onnxfi.report.figure.Figure;
import io.onnxfi.report.figure.RunFigures;
import io.onnxfi.report.figure.RunTables;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** {@code report.html}: the page of a run. */
public final class ReportPage implements Page {
  private final RunResults run;
  private final RunFigures figures;

  /**
   * The page of a run.
   *
   * @param by two factors whose levels are set against each other too; none or two
   */
  public ReportPage(RunResults run, List<Factor> by) {
    this.run = run;
    this.figures = RunFigures.of(run, by);
  }

  @Override
  public String html() {
    return Template.fill(
        "report.mustache", content(), figures.all(), Map.of("faults", FaultData.of(run)));
  }

  @Override
  public List<Figure> figures() {
    return figures.all();
  }

  @Override
  public List<DataTable> tables() {
    return RunTables.of(run);
  }

  private Map<String, Object> content() {
    Map<String, Object> content = new HashMap<>();
    content.put("fault-table", Resources.text("faults.js"));
    heading(content);
    content.put("verdicts", VerdictParagraph.of(run));
    content.put("remarks", run.remarks());
    content.put("sides", Markup.table(RunTables.sides(run)));
    content.put("boxes", RunTables.boxes(run).map(Markup::table).stream().toList());
    content.put("outcomes", Markup.figures(figures.outcomes()));
    content.put("criticality", Markup.figures(figures.criticality()));
    content.put("agreement", Markup.figures(figures.agreement()));
    content.put("signature", Markup.figures(figures.signature()));
    content.put("samples", run.unit().toString());
    content.put("sample", run.unit().one());
    content.put("has-faults", !figures.all().isEmpty());
    content.put("compared", !run.pairs().isEmpty());
    content.put("one-backend", run.backends().size() == 1);
    content.put("unpublished", run.published().isEmpty());
    content.put("agreement-tables", agreementTables());
    content.put("causes", RunTables.causes(run).map(Markup::table).stream().toList());
    content.put("unattributed", run.attribution().isEmpty() && !run.pairs().isEmpty());
    ReplayLine line = ReplayLine.of(run);
    content.put("run-command", line.run());
    content.put("of-original-list", line.isOfOriginalList());
    content.put("drawn", line.isDrawn());
    content.put("drawn-images", DrawnImages.FILE);
    content.put("facts", manifest());
    return content;
  }

  private void heading(Map<String, Object> content) {
    Manifest manifest = run.manifest();
    int faults = run.backends().get(0).trials().size();
    String model = manifest.text("model", "file").orElse("a model");
    String list = manifest.text("faults", "file").orElse("a fault list");
    content.put("page-title", "%s under %s: OnnxFI report".formatted(model, list));
    content.put("model", model);
    content.put("list", list);
    content.put("dataset", manifest.text("data", "name").orElse("unknown data"));
    content.put("version", manifest.text("onnxfi").orElse("of unknown version"));
    content.put("faults", Figures.count(faults));
    content.put("images", Figures.count(run.backends().get(0).images()));
    content.put("first-outcomes", run.backends().get(0).outcomes().source());
    content.put("shown", Figures.count(FaultData.MOST));
    content.put("cut-short", faults > FaultData.MOST);
  }

  private List<Map<String, Object>> agreementTables() {
    return Stream.of(
            RunTables.agreement(run).stream(),
            RunTables.statistics(run).stream(),
            RunTables.confusions(run).stream())
        .flatMap(tables -> tables)
        .map(Markup::table)
        .toList();
  }

  private List<Map<String, String>> manifest() {
    List<Map<String, String>> entries = new ArrayList<>();
    run.manifest().flat().forEach((key, value) -> entries.add(Markup.fact(key, value)));
    return entries;
  }
}
