package io.onnxfi.report.page;

import io.onnxfi.fault.Factor;
import io.onnxfi.report.CriticalResults;
import io.onnxfi.report.Figures;
import io.onnxfi.report.Manifest;
import io.onnxfi.report.ReplayLine;
import io.onnxfi.report.RunResults;
import io.onnxfi.report.figure.CriticalTables;
import io.onnxfi.report.figure.DataTable;
import io.onnxfi.report.figure.Figure;
import io.onnxfi.report.figure.RunFigures;
import io.onnxfi.report.figure.RunTables;
import io.onnxfi.report.figure.WeightMap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** {@code report.html} of a run that counts critical pairs. */
public final class CriticalPage implements Page {
  private final CriticalResults results;
  private final RunResults run;
  private final RunFigures figures;
  private final List<WeightMap> weights;

  /**
   * The page of a run.
   *
   * @param by two factors whose levels are set against each other too; none or two
   */
  public CriticalPage(CriticalResults results, List<Factor> by) {
    this.results = results;
    this.run = results.run();
    this.figures = RunFigures.of(run, by);
    this.weights = run.backends().stream().flatMap(side -> WeightMap.of(side).stream()).toList();
  }

  @Override
  public String html() {
    return Template.fill("critical.mustache", content(), figures.all(), Map.of());
  }

  @Override
  public List<Figure> figures() {
    return figures.all();
  }

  @Override
  public List<WeightMap> pictures() {
    return weights;
  }

  @Override
  public List<DataTable> tables() {
    return CriticalTables.of(results);
  }

  private Map<String, Object> content() {
    Manifest manifest = run.manifest();
    String model = manifest.text("model", "file").orElse("a model");
    String list = manifest.text("faults", "file").orElse("a fault list");
    Map<String, Object> content = new HashMap<>();
    content.put(
        "page-title", "Critical pairs of %s under %s: OnnxFI report".formatted(model, list));
    content.put("model", model);
    content.put("list", list);
    content.put("dataset", manifest.text("data", "name").orElse("unknown data"));
    content.put("version", manifest.text("onnxfi").orElse("of unknown version"));
    content.put("faults", Figures.count(run.backends().get(0).trials().size()));
    content.put("images", Figures.count(run.backends().get(0).images()));
    content.put("samples", run.unit().toString());
    content.put("a-sample", run.unit().indefinite());
    content.put("sentences", results.sentences());
    content.put("audited", results.evidence().equals("audited"));
    content.put("verdicts", VerdictParagraph.of(run));
    content.put("remarks", run.remarks());
    content.put("pairs", Markup.table(CriticalTables.pairs(results)));
    content.put("has-faults", !figures.all().isEmpty());
    content.put("criticality", Markup.figures(figures.criticality()));
    content.put("weights", weights.stream().map(WeightMarkup::of).toList());
    content.put("has-weights", !weights.isEmpty());
    content.put("least", Figures.count(WeightMap.LEAST));
    content.put("compared", !run.pairs().isEmpty());
    content.put("agreement", Markup.figures(figures.agreement()));
    content.put(
        "agreement-tables",
        Stream.concat(RunTables.agreement(run).stream(), RunTables.statistics(run).stream())
            .map(Markup::table)
            .toList());
    content.put("most-critical", Markup.table(RunTables.mostCritical(run)));
    content.put("run-command", ReplayLine.of(run).run());
    List<Map<String, String>> facts = new ArrayList<>();
    manifest.flat().forEach((key, value) -> facts.add(Markup.fact(key, value)));
    content.put("facts", facts);
    return content;
  }
}
