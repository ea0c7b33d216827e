package io.onnxfi.report;

import io.onnxfi.sampling.CriticalRate;
import io.onnxfi.sampling.RateInterval;
import io.onnxfi.sampling.TriedFault;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The critical rate of a model, its layers and its bits, as far as a sample tells.
 *
 * @param name of the outcomes
 * @param confidence of all intervals, 0 to 1
 * @param model over all faults
 * @param layers in the order of the list
 * @param bits from the lowest
 */
public record EstimateReport(
    String name,
    double confidence,
    RateInterval model,
    Map<String, RateInterval> layers,
    Map<Integer, RateInterval> bits) {
  /** Checks. */
  public EstimateReport {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(model, "model");
  }

  /**
   * Estimates everything.
   *
   * @param sample at least two faults
   */
  public static EstimateReport of(String name, List<TriedFault> sample, CriticalRate rate) {
    Map<Integer, RateInterval> bits = new TreeMap<>(rate.parts(sample, TriedFault::bit));
    return new EstimateReport(
        name, rate.confidence(), rate.of(sample), rate.parts(sample, TriedFault::layer), bits);
  }

  /** The report for a terminal. */
  public String text() {
    return "Critical rate in %s, %s%n".formatted(name, intervals(confidence))
        + table("", Map.of("all", model))
        + "\n"
        + table("layer", layers)
        + "\n"
        + table(
            "bit",
            bits.entrySet().stream()
                .collect(
                    Collectors.toMap(
                        e -> Integer.toString(e.getKey()),
                        Map.Entry::getValue,
                        (a, b) -> a,
                        LinkedHashMap::new)));
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
  public static String table(String title, Map<String, RateInterval> rates) {
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
    json.put("layers", byName(layers));
    json.put("bits", byName(bits));
    return json;
  }

  private static Map<String, Object> byName(Map<?, RateInterval> rates) {
    Map<String, Object> json = new LinkedHashMap<>();
    rates.forEach((name, rate) -> json.put(String.valueOf(name), json(rate)));
    return json;
  }

  /** One rate for a program. */
  public static Map<String, Object> json(RateInterval rate) {
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
