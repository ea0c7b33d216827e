package io.onnxfi.report;

import io.onnxfi.fault.Factor;
import io.onnxfi.fault.Labels;
import io.onnxfi.outcome.TrialOutcome;
import io.onnxfi.sampling.EstimatedRate;
import io.onnxfi.sampling.MissedPairs;
import io.onnxfi.sampling.RateEstimator;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The critical rate of a model, its layers and its bits, as far as a sample tells.
 *
 * @param name of the outcomes
 * @param confidence of all intervals, 0 to 1
 * @param model over all faults
 * @param parts by factors, one or two, and their levels; names in the order of the list, numbers
 *     from the lowest
 * @param missed limit on the critical pairs that were not run, which the upper ends include; 0 if
 *     all pairs were run
 */
public record EstimateReport(
    String name,
    double confidence,
    EstimatedRate model,
    Map<List<Factor>, Map<List<String>, EstimatedRate>> parts,
    double missed) {
  /** The confidence of the limit on what was missed is this one. */
  private static final double OF_LIMIT = 0.95;

  /** Checks and copies. */
  public EstimateReport {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(model, "model");
    parts = Collections.unmodifiableMap(new LinkedHashMap<>(parts));
  }

  /**
   * Estimates everything from pairs that were all run.
   *
   * @param sample at least two trials
   * @param by factors of which each pair of levels is a part; none or two
   */
  public static EstimateReport of(
      String name, List<TrialOutcome> sample, RateEstimator rate, List<Factor> by) {
    return of(name, sample, MissedPairs.NONE, rate, by);
  }

  /**
   * Estimates everything.
   *
   * @param sample at least two trials
   * @param missed critical pairs that the counts of the sample may lack
   * @param by factors of which each pair of levels is a part; none or two. Layers and bits are
   *     parts anyhow, and fault models, sites and reaches if the sample has several
   */
  public static EstimateReport of(
      String name,
      List<TrialOutcome> sample,
      MissedPairs missed,
      RateEstimator rate,
      List<Factor> by) {
    List<Factor> varying = Labels.varying(sample.stream().map(TrialOutcome::labels).toList());
    List<List<Factor>> factors = new ArrayList<>();
    factors.add(List.of(Factor.LAYER));
    factors.add(List.of(Factor.BIT));
    Stream.of(Factor.FAULT, Factor.SITE, Factor.REACH)
        .filter(varying::contains)
        .map(List::of)
        .forEach(factors::add);
    if (!by.isEmpty()) {
      factors.add(by);
    }
    Map<List<Factor>, Map<List<String>, EstimatedRate>> parts = new LinkedHashMap<>();
    factors.forEach(some -> parts.put(some, parts(sample, missed, rate, some)));
    return new EstimateReport(
        name,
        rate.confidence(),
        missed.in(rate.of(sample), sample, rate.strata()),
        parts,
        missed.most());
  }

  private static Map<List<String>, EstimatedRate> parts(
      List<TrialOutcome> sample, MissedPairs missed, RateEstimator rate, List<Factor> factors) {
    Map<List<String>, EstimatedRate> found = rate.cells(sample, factors);
    Map<List<String>, List<Integer>> places =
        IntStream.range(0, sample.size())
            .boxed()
            .collect(
                Collectors.groupingBy(
                    place -> factors.stream().map(sample.get(place).labels()::level).toList()));
    found.replaceAll((levels, part) -> missed.in(part, sample, places.get(levels)));
    List<String> met = found.keySet().stream().map(levels -> levels.get(0)).distinct().toList();
    Factor last = factors.get(factors.size() - 1);
    Comparator<List<String>> order =
        factors.size() == 1
            ? Comparator.comparing(levels -> 0)
            : Comparator.comparing(levels -> met.indexOf(levels.get(0)));
    if (last.isNumber() || factors.size() > 1) {
      order = order.thenComparing(levels -> levels.get(levels.size() - 1), last.order());
    }
    Map<List<String>, EstimatedRate> sorted = new LinkedHashMap<>();
    found.entrySet().stream()
        .sorted(Map.Entry.comparingByKey(order))
        .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
    return sorted;
  }

  /** The report for a terminal. */
  public String text() {
    StringBuilder text =
        new StringBuilder("Critical rate in %s, %s%n".formatted(name, intervals(confidence)));
    text.append(table("", Map.of("all", model)));
    parts.forEach((factors, rates) -> text.append("\n").append(parts(factors, rates)));
    if (missed > 0) {
      text.append("\n ").append(whatIsMissed()).append("\n");
    }
    return text.toString();
  }

  /** What the audit of pairs that were not run adds, in one sentence. */
  private String whatIsMissed() {
    return String.format(
        Locale.ROOT,
        "Up to %,.1f critical pairs were not run (upper %.0f %% limit of the audit). Each upper end"
            + " includes them, as if all that fit lay there; both hold together with at least %s"
            + " %%.",
        missed,
        100 * OF_LIMIT,
        Figures.plain(100 * Math.max(0, confidence + OF_LIMIT - 1)));
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
    Map<List<String>, EstimatedRate> byName = new LinkedHashMap<>();
    rates.forEach((name, rate) -> byName.put(List.of(name), rate));
    return table(List.of(title), byName);
  }

  private static String parts(List<Factor> factors, Map<List<String>, EstimatedRate> rates) {
    return table(factors.stream().map(Factor::name).toList(), rates);
  }

  private static String table(List<String> titles, Map<List<String>, EstimatedRate> rates) {
    List<String> header = new ArrayList<>(titles);
    header.addAll(List.of("faults", "inferences", "critical", "from", "to", "± points"));
    TextTable table = new TextTable(header.toArray(String[]::new)).textColumns(titles.size());
    rates.forEach(
        (names, rate) -> {
          List<Object> row = new ArrayList<>(names);
          row.add(Figures.count(rate.faults()));
          row.add(Figures.count(rate.inferences()));
          row.add(percent(rate.rate()));
          row.add(percent(rate.low()));
          row.add(percent(rate.high()));
          row.add(String.format(Locale.ROOT, "%.3f", 100 * rate.margin()));
          table.row(row.toArray());
        });
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
    if (missed > 0) {
      json.put("missed_at_most_pairs", missed);
    }
    json.put("model", json(model));
    parts.forEach(
        (factors, rates) -> {
          if (factors.size() == 1) {
            json.put(factors.get(0) + "s", byLevel(rates));
          } else {
            json.put("by", cells(factors, rates));
          }
        });
    return json;
  }

  private static Map<String, Object> byLevel(Map<List<String>, EstimatedRate> rates) {
    Map<String, Object> json = new LinkedHashMap<>();
    rates.forEach((levels, rate) -> json.put(levels.get(0), json(rate)));
    return json;
  }

  private static List<Map<String, Object>> cells(
      List<Factor> factors, Map<List<String>, EstimatedRate> rates) {
    List<Map<String, Object>> json = new ArrayList<>();
    rates.forEach(
        (levels, rate) -> {
          Map<String, Object> cell = new LinkedHashMap<>();
          for (int place = 0; place < factors.size(); place++) {
            cell.put(factors.get(place).name(), levels.get(place));
          }
          cell.putAll(json(rate));
          json.add(cell);
        });
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
