package io.onnxfi.report;

import io.onnxfi.fault.Factor;
import io.onnxfi.outcome.TrialOutcome;
import io.onnxfi.sampling.EstimatedRate;
import io.onnxfi.sampling.RateEstimator;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The critical rate of a model, its layers and its bits, as far as a sample tells.
 *
 * @param name of the outcomes
 * @param confidence of all intervals, 0 to 1
 * @param model over all faults
 * @param parts by factor and level, names in the order of the list, numbers from the lowest
 */
public record EstimateReport(
    String name,
    double confidence,
    EstimatedRate model,
    Map<Factor, Map<String, EstimatedRate>> parts) {
  /** Checks and copies. */
  public EstimateReport {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(model, "model");
    parts = Collections.unmodifiableMap(new LinkedHashMap<>(parts));
  }

  /**
   * Estimates everything.
   *
   * @param sample at least two trials
   * @param factors each of which parts the sample
   */
  public static EstimateReport of(
      String name, List<TrialOutcome> sample, RateEstimator rate, List<Factor> factors) {
    Map<Factor, Map<String, EstimatedRate>> parts = new LinkedHashMap<>();
    factors.forEach(factor -> parts.put(factor, parts(sample, rate, factor)));
    return new EstimateReport(name, rate.confidence(), rate.of(sample), parts);
  }

  private static Map<String, EstimatedRate> parts(
      List<TrialOutcome> sample, RateEstimator rate, Factor factor) {
    Map<String, EstimatedRate> found = rate.parts(sample, factor);
    if (!factor.isNumber()) {
      return found;
    }
    Map<String, EstimatedRate> sorted = new TreeMap<>(factor.order());
    sorted.putAll(found);
    return sorted;
  }

  /** The report for a terminal. */
  public String text() {
    StringBuilder text =
        new StringBuilder("Critical rate in %s, %s%n".formatted(name, intervals(confidence)));
    text.append(table("", Map.of("all", model)));
    parts.forEach((factor, rates) -> text.append("\n").append(table(factor.name(), rates)));
    return text.toString();
  }

  /** As {@code 95 % intervals}. */
  public static String intervals(double confidence) {
    return Figures.plain(100 * confidence) + " % intervals";
  }

  /**
   * Rates by name.
   *
   * @param title of the column of names
   */
  public static String table(String title, Map<String, EstimatedRate> rates) {
    TextTable table =
        new TextTable(title, "faults", "inferences", "critical", "from", "to", "± points");
    rates.forEach(
        (name, rate) ->
            table.row(
                name,
                Figures.count(rate.faults()),
                Figures.count(rate.inferences()),
                percent(rate.rate()),
                percent(rate.low()),
                percent(rate.high()),
                String.format(Locale.ROOT, "%.3f", 100 * rate.margin())));
    return table.render();
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.3f %%", 100 * share);
  }

  /** The same for a program; all rates are shares from 0 to 1. */
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", name);
    json.put("confidence", confidence);
    json.put("model", json(model));
    parts.forEach((factor, rates) -> json.put(factor + "s", byLevel(rates)));
    return json;
  }

  private static Map<String, Object> byLevel(Map<String, EstimatedRate> rates) {
    Map<String, Object> json = new LinkedHashMap<>();
    rates.forEach((level, rate) -> json.put(level, json(rate)));
    return json;
  }

  /** One rate for a program. */
  public static Map<String, Object> json(EstimatedRate rate) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("faults", rate.faults());
    json.put("inferences", rate.inferences());
    json.put("critical_rate", rate.rate());
    json.put("low", rate.low());
    json.put("high", rate.high());
    json.put("margin", rate.margin());
    return json;
  }
}
