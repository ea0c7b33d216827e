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
      BerSentences sentences = new BerSentences(result, model);
      sentences.answers().forEach(line -> text.append(line).append(System.lineSeparator()));
      sentences.notes().forEach(line -> text.append(line).append(System.lineSeparator()));
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
    List<String> clean = new ArrayList<>(List.of("none", "0", ""));
    for (String id : result.titles().keySet()) {
      Accuracy accuracy = model.clean().get(id);
      clean.addAll(List.of(percent(accuracy.top1()), "", percent(accuracy.top5())));
    }
    table.row(clean.toArray());
    model.rates().forEach(rate -> table.row(row(rate, model).toArray()));
    return table;
  }

  private List<String> row(RateResult rate, ModelResult model) {
    List<String> cells =
        new ArrayList<>(
            List.of(
                Decimals.shortest(rate.rate()),
                number(rate.meanFlipped()),
                Integer.toString(rate.repetitions().size())));
    for (String id : result.titles().keySet()) {
      MeanAccuracy mean = model.mean(rate, id);
      cells.addAll(
          List.of(
              percent(mean.estimate()),
              percent(mean.low()) + " – " + percent(mean.high()),
              percent(rate.mean(id, Accuracy::top5))));
    }
    return cells;
  }

  /** For programs: shares from 0 to 1. */
  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("study", BerStudy.NAME);
    json.put("models", result.models().stream().map(this::json).toList());
    return json;
  }

  private Map<String, Object> json(ModelResult model) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("model", model.name());
    json.put("tensors", model.selection().tensors().size());
    json.put("bits", model.selection().bits());
    Map<String, Object> frameworks = new LinkedHashMap<>();
    for (String id : result.titles().keySet()) {
      frameworks.put(id, framework(model, id));
    }
    json.put("backends", frameworks);
    return json;
  }

  private static Map<String, Object> framework(ModelResult model, String id) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("clean_top1", model.clean().get(id).top1());
    json.put("clean_top5", model.clean().get(id).top5());
    List<Map<String, Object>> rates = new ArrayList<>();
    for (RateResult rate : model.rates()) {
      MeanAccuracy mean = model.mean(rate, id);
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("error_rate", rate.rate());
      entry.put("expected_flipped_bits", mean.expected());
      entry.put("repetitions", rate.repetitions().size());
      entry.put("repetitions_with_errors", mean.hits());
      entry.put("top1", mean.mean());
      entry.put("top1_estimate", mean.estimate());
      entry.put("top1_low", mean.low());
      entry.put("top1_high", mean.high());
      entry.put("top5", rate.mean(id, Accuracy::top5));
      entry.put("non_finite_images", rate.mean(id, Accuracy::nonFinite));
      rates.add(entry);
    }
    json.put("rates", rates);
    json.put("falls", model.falls(id).stream().map(BerReport::json).toList());
    Map<String, Object> parts = new LinkedHashMap<>();
    model
        .parts()
        .forEach(
            (part, measured) ->
                parts.put(part.toString(), model.clean().get(id).top1() - measured.meanTop1(id)));
    if (!parts.isEmpty()) {
      json.put("loss_by_part", parts);
    }
    return json;
  }

  /** Ends outside the measured rates are null. */
  private static Map<String, Object> json(FallRate fall) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("points", fall.points());
    json.put("error_rate", inside(fall.rate()));
    json.put("error_rate_low", inside(fall.low()));
    json.put("error_rate_high", inside(fall.high()));
    return json;
  }

  private static Double inside(double rate) {
    return rate > 0 && Double.isFinite(rate) ? rate : null;
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
