package io.onnxfi.report;

import io.onnxfi.agreement.Comparison;
import io.onnxfi.agreement.Difference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How two sides compare layer by layer, in the order of the first.
 *
 * @param report of all layers
 */
public record LayerTable(ComparisonReport report) {
  /** The table for a terminal. */
  public String text() {
    TextTable table =
        new TextTable(
            "layer",
            "faults",
            "equal critical",
            "within ±" + report.tolerance().images(),
            "critical, " + report.left(),
            "",
            "critical, " + report.right(),
            "");
    layers()
        .forEach(
            (layer, faults) -> {
              long pairs = faults.left().pairs();
              table.row(
                  layer,
                  Figures.count(faults.faults().size()),
                  Figures.percent(faults.criticalWithin(0), faults.faults().size()),
                  Figures.percent(
                      faults.criticalWithin(report.tolerance().images()), faults.faults().size()),
                  Figures.count(faults.left().critical()),
                  Figures.percent(faults.left().critical(), pairs),
                  Figures.count(faults.right().critical()),
                  Figures.percent(faults.right().critical(), pairs));
            });
    return table.render();
  }

  /** The same for a program, an object for each layer. */
  public List<Map<String, Object>> json() {
    List<Map<String, Object>> rows = new ArrayList<>();
    layers()
        .forEach(
            (layer, faults) -> {
              Map<String, Object> row = new LinkedHashMap<>();
              row.put("layer", layer);
              row.put("faults", faults.faults().size());
              row.put("pairs", faults.left().pairs());
              row.put("critical_within", ComparisonReport.within(faults));
              row.put("critical", List.of(faults.left().critical(), faults.right().critical()));
              rows.add(row);
            });
    return rows;
  }

  private Map<String, Comparison> layers() {
    Map<String, List<Difference>> faults = new LinkedHashMap<>();
    Comparison all = report.comparison();
    all.faults()
        .forEach(
            fault ->
                faults
                    .computeIfAbsent(fault.trial().layer(), name -> new ArrayList<>())
                    .add(fault));
    Map<String, Comparison> layers = new LinkedHashMap<>();
    faults.forEach(
        (layer, own) -> layers.put(layer, new Comparison(own, 0, 0, all.unit(), all.detail())));
    return layers;
  }
}
