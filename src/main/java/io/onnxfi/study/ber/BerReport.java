package io.onnxfi.study.ber;

import io.onnxfi.fault.model.Decimals;
import io.onnxfi.report.TextTable;
import io.onnxfi.run.Accuracy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What came out, in words, tables and JSON. */
record BerReport(BerResult result) {
  /** For the terminal: a table for each model. */
  String text() {
    StringBuilder text = new StringBuilder();
    for (ModelResult model : result.models()) {
      text.append(rates(model).render());
    }
    return text.toString();
  }

  private TextTable rates(ModelResult model) {
    List<String> columns =
        new ArrayList<>(List.of(model.name() + ", error rate", "flipped bits", "repetitions"));
    result
        .titles()
        .values()
        .forEach(title -> columns.addAll(List.of(title + " top-1 %", "95 %", "top-5 %")));
    TextTable table = new TextTable(columns.toArray(String[]::new));
    row(table, "none", "0", "", model.clean(), null, model);
    for (RateResult rate : model.rates()) {
      row(
          table,
          Decimals.shortest(rate.rate()),
          number(rate.meanFlipped()),
          Integer.toString(rate.repetitions().size()),
          Map.of(),
          rate,
          model);
    }
    return table;
  }

  private void row(
      TextTable table,
      String rate,
      String flipped,
      String repetitions,
      Map<String, Accuracy> clean,
      RateResult measured,
      ModelResult model) {
    List<String> cells = new ArrayList<>(List.of(flipped, repetitions));
    for (String id : result.titles().keySet()) {
      if (measured == null) {
        cells.addAll(List.of(percent(clean.get(id).top1()), "", percent(clean.get(id).top5())));
      } else {
        MeanAccuracy mean =
            MeanAccuracy.of(measured, id, model.clean().get(id), model.selection().bits());
        cells.addAll(
            List.of(
                percent(mean.mean()),
                percent(mean.low()) + " – " + percent(mean.high()),
                percent(measured.mean(id, Accuracy::top5))));
      }
    }
    cells.add(0, rate);
    table.row(cells.toArray());
  }

  /** For programs. */
  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("study", BerStudy.NAME);
    return json;
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.2f", 100 * share);
  }

  private static String number(double value) {
    return value >= 100
        ? String.format(Locale.ROOT, "%,.0f", value)
        : String.format(Locale.ROOT, "%.3g", value);
  }
}
