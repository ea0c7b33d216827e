package io.onnxfi.report;

import io.onnxfi.agreement.Agreement;
import io.onnxfi.agreement.Comparison;
import io.onnxfi.agreement.Confusion;
import io.onnxfi.agreement.Difference;
import io.onnxfi.agreement.ImageAgreement;
import io.onnxfi.agreement.Margin;
import io.onnxfi.agreement.Tolerance;
import io.onnxfi.agreement.Totals;
import io.onnxfi.outcome.BoxCounts;
import io.onnxfi.outcome.ImageOutcome;
import io.onnxfi.sampling.Strata;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Two sides against each other, for people and for programs.
 *
 * @param left name of the first side
 * @param right name of the second side
 * @param comparison their faults
 * @param agreement what statistics say about them
 * @param tolerance when they are said to agree
 */
public record ComparisonReport(
    String left, String right, Comparison comparison, Agreement agreement, Tolerance tolerance) {
  private static final int LARGEST = 10;
  private static final long[] WITHIN = {0, 1, 3, 5};

  /** Compares two sides, their faults weighted by layer and bit. */
  public static ComparisonReport of(
      String left,
      String right,
      Comparison comparison,
      Optional<List<Confusion>> images,
      Margin margin,
      Tolerance tolerance) {
    return of(left, right, comparison, images, margin, Strata.LAYER_BIT, tolerance);
  }

  /**
   * Compares two sides.
   *
   * @param images one confusion per fault, in the order of the comparison, where outcomes per image
   *     are available
   * @param margin within which the critical rates are equivalent
   * @param by what faults are weighted by, if the sample allows it
   */
  public static ComparisonReport of(
      String left,
      String right,
      Comparison comparison,
      Optional<List<Confusion>> images,
      Margin margin,
      Strata by,
      Tolerance tolerance) {
    return new ComparisonReport(
        left, right, comparison, Agreement.of(comparison, images, margin, by), tolerance);
  }

  /** Their images, where outcomes per image are available. */
  public Optional<Confusion> confusion() {
    return agreement.images().map(ImageAgreement::confusion);
  }

  /** Whether the sides agree within the tolerance. */
  public boolean agrees() {
    return tolerance.holds(comparison);
  }

  /** The report for a terminal. */
  public String text() {
    StringBuilder out = new StringBuilder();
    out.append("%s against %s%n".formatted(left, right));
    out.append(shares());
    out.append(totals());
    confusion().ifPresent(c -> out.append(confusionTable(c)));
    out.append(largest());
    out.append(new AgreementSection(left, right, agreement, comparison.unit()).text());
    out.append(" ").append(withinTolerance()).append("\n");
    out.append(" ").append(verdict()).append("\n");
    return out.toString();
  }

  /** Whether the critical rates are equivalent, in one sentence. */
  public String verdict() {
    return new VerdictSentence(left, right, comparison, agreement.equivalence()).sentence();
  }

  /** Whether the counts are within the tolerance, in one sentence. */
  public String withinTolerance() {
    long faults = comparison.faults().size();
    return String.format(
        Locale.ROOT,
        "%s: critical counts within ±%d %s for %s of the faults (required: %.0f %%).",
        agrees() ? "The counts agree" : "The counts do not agree",
        tolerance.images(),
        comparison.unit(),
        Figures.share(comparison.criticalWithin(tolerance.images()), faults),
        100 * tolerance.share());
  }

  private String shares() {
    long faults = comparison.faults().size();
    TextTable table = new TextTable("faults with", "", "share").textColumns(1);
    if (comparison.tellsMasked()) {
      table.row(
          "identical counts",
          Figures.count(comparison.identical()) + " of " + Figures.count(faults),
          Figures.percent(comparison.identical(), faults));
    }
    for (long images : WITHIN) {
      long within = comparison.criticalWithin(images);
      table.row(
          images == 0 ? "equal critical" : "critical within ±" + images,
          Figures.count(within) + " of " + Figures.count(faults),
          Figures.percent(within, faults));
    }
    if (comparison.onlyLeft() + comparison.onlyRight() > 0) {
      table.row("only in " + left, Figures.count(comparison.onlyLeft()), "");
      table.row("only in " + right, Figures.count(comparison.onlyRight()), "");
    }
    return table.render() + "\n";
  }

  private String totals() {
    DetectedColumns detected = DetectedColumns.of(List.of(comparison.left(), comparison.right()));
    List<String> header = new ArrayList<>();
    header.add(comparison.unit() + " × faults");
    header.addAll(outcomes());
    header.addAll(List.of("critical", ""));
    header.addAll(detected.titles());
    TextTable table = new TextTable(header.toArray(String[]::new));
    for (boolean first : new boolean[] {true, false}) {
      Totals totals = first ? comparison.left() : comparison.right();
      List<Object> row = new ArrayList<>();
      row.add(first ? left : right);
      if (comparison.tellsMasked()) {
        row.add(Figures.count(totals.masked()));
      }
      row.add(Figures.count(totals.nonCritical()));
      row.add(Figures.count(totals.critical()));
      row.add(Figures.percent(totals.critical(), totals.pairs()));
      row.addAll(detected.cells(totals));
      table.row(row.toArray());
    }
    return table.render() + "\n";
  }

  /** Columns of the pairs that are not critical. */
  private List<String> outcomes() {
    return comparison.tellsMasked() ? List.of("masked", "non_critical") : List.of("not_critical");
  }

  private String confusionTable(Confusion images) {
    List<ImageOutcome> shown = shown(images);
    List<String> header = new ArrayList<>(List.of(left + " ↓  " + right + " →"));
    shown.forEach(outcome -> header.add(outcome.label()));
    TextTable table = new TextTable(header.toArray(String[]::new));
    for (ImageOutcome from : shown) {
      List<String> row = new ArrayList<>(List.of(from.label()));
      shown.forEach(to -> row.add(Figures.count(images.count(from, to))));
      table.row(row.toArray());
    }
    return table.render()
        + " same outcome for %s (fault, %s) pairs%n%n"
            .formatted(Figures.share(images.agreeing(), images.total()), comparison.unit().one());
  }

  /** The three published outcomes, and each of the others only where it occurs. */
  private static List<ImageOutcome> shown(Confusion images) {
    return Stream.of(ImageOutcome.values())
        .filter(outcome -> !outcome.isDetected() || images.occurs(outcome))
        .toList();
  }

  private String largest() {
    List<Difference> differences = comparison.largest(LARGEST);
    if (differences.isEmpty()) {
      return " no fault differs\n\n";
    }
    boolean crash = differences.stream().anyMatch(difference -> difference.crashed() > 0);
    List<String> header = new ArrayList<>();
    header.addAll(List.of("largest differences", "index", "row", "bit"));
    header.addAll(List.of("critical", "Δ"));
    header.addAll(comparison.tellsMasked() ? List.of("masked", "Δ") : List.of());
    header.addAll(crash ? List.of("crashed", "Δ") : List.of());
    TextTable table = new TextTable(header.toArray(String[]::new)).textColumns(2);
    for (Difference d : differences) {
      List<Object> row = new ArrayList<>();
      row.add(d.trial().layer());
      row.add(d.trial().index());
      row.add(d.trial().id());
      row.add(d.trial().bitText());
      row.addAll(pair(d.left().critical(), d.right().critical()));
      if (comparison.tellsMasked()) {
        row.addAll(pair(d.left().masked(), d.right().masked()));
      }
      if (crash) {
        row.addAll(pair(d.first().crashed().orElse(0), d.second().crashed().orElse(0)));
      }
      table.row(row.toArray());
    }
    return table.render() + "\n";
  }

  /** A count of the left side and one of the right; by how much the right one is larger. */
  private static List<String> pair(long left, long right) {
    return List.of(
        Figures.count(left) + " | " + Figures.count(right), Figures.signed(right - left));
  }

  /** The same figures for a program. */
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("left", left);
    json.put("right", right);
    json.put("faults", comparison.faults().size());
    json.put("only_left", comparison.onlyLeft());
    json.put("only_right", comparison.onlyRight());
    if (comparison.tellsMasked()) {
      json.put("identical", comparison.identical());
    }
    json.put("critical_within", within(comparison));
    json.put("totals_left", told(comparison.left()));
    json.put("totals_right", told(comparison.right()));
    confusion().ifPresent(images -> json.put("confusion", matrix(images)));
    json.put("largest_differences", comparison.largest(LARGEST).stream().map(this::row).toList());
    json.put("tolerance_images", tolerance.images());
    json.put("tolerance_share", tolerance.share());
    json.put("agrees", agrees());
    json.put("verdict", verdict());
    json.putAll(AgreementJson.of(comparison, agreement));
    return json;
  }

  /** Faults by how much their critical counts may differ. */
  static Map<String, Object> within(Comparison comparison) {
    Map<String, Object> within = new LinkedHashMap<>();
    for (long images : WITHIN) {
      within.put(Long.toString(images), comparison.criticalWithin(images));
    }
    return within;
  }

  /** Without those that one of the sides does not tell apart. */
  private Map<String, Object> told(Totals totals) {
    Map<String, Object> json = totals(totals);
    if (!comparison.tellsMasked()) {
      json.remove("masked");
      json.remove("non_critical");
      json.put("not_critical", totals.nonCritical());
    }
    return json;
  }

  /** Those that a list does not tell are null. */
  static Map<String, Object> totals(Totals totals) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("faults", totals.faults());
    json.put("pairs", totals.pairs());
    json.put("masked", totals.masked());
    json.put("non_critical", totals.nonCritical());
    json.put("critical", totals.critical());
    json.put("non_finite", orNull(totals.nonFinite()));
    json.put("due", orNull(totals.due()));
    json.put("crashed", orNull(totals.crashed()));
    totals
        .boxes()
        .ifPresent(
            boxes -> {
              for (int i = 0; i < BoxCounts.NAMES.size(); i++) {
                json.put(BoxCounts.NAMES.get(i), boxes.values().get(i));
              }
            });
    return json;
  }

  private static Long orNull(OptionalLong count) {
    return count.isPresent() ? count.getAsLong() : null;
  }

  private static Map<String, Object> matrix(Confusion images) {
    Map<String, Object> rows = new LinkedHashMap<>();
    for (ImageOutcome from : ImageOutcome.values()) {
      Map<String, Object> row = new LinkedHashMap<>();
      for (ImageOutcome to : ImageOutcome.values()) {
        row.put(to.label(), images.count(from, to));
      }
      rows.put(from.label(), row);
    }
    return rows;
  }

  private Map<String, Object> row(Difference d) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("injection", d.trial().id());
    json.put("layer", d.trial().layer());
    json.put("index", d.trial().index());
    json.put("bit", Json.number(d.trial().bit()));
    json.put("critical", List.of(d.left().critical(), d.right().critical()));
    if (comparison.tellsMasked()) {
      json.put("masked", List.of(d.left().masked(), d.right().masked()));
    }
    json.put("crashed", Arrays.asList(orNull(d.first().crashed()), orNull(d.second().crashed())));
    return json;
  }
}
