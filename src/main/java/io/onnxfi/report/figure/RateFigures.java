package io.onnxfi.report.figure;

import io.onnxfi.agreement.Totals;
import io.onnxfi.fault.FaultRow;
import io.onnxfi.report.RunResults;
import io.onnxfi.report.RunSide;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** Shares of outcomes over all (fault, image) pairs, over those of a bit, and over a layer's. */
final class RateFigures {
  private static final String CRITICAL_SHARE = "critical, % of images × faults";

  private final RunResults run;
  private final Axes axes;

  RateFigures(RunResults run, Axes axes) {
    this.run = run;
    this.axes = axes;
  }

  /** Masked, non_critical, critical and, where the NaN rule sets it apart, due. */
  BarFigure outcomes() {
    List<Totals> totals = run.sides().stream().map(RunSide::totals).toList();
    List<BarFigure.Series> series = new ArrayList<>();
    series.add(share("masked", Palette.MASKED, totals, Totals::masked));
    series.add(share("non_critical", Palette.NON_CRITICAL, totals, Totals::nonCritical));
    series.add(share("critical", Palette.CRITICAL, totals, Totals::critical));
    if (totals.stream().anyMatch(t -> due(t) > 0)) {
      series.add(share("due", Palette.DUE, totals, RateFigures::due));
    }
    StringBuilder shares = new StringBuilder();
    for (int side = 0; side < totals.size(); side++) {
      List<String> parts = new ArrayList<>();
      for (BarFigure.Series one : series) {
        parts.add(String.format(Locale.ROOT, "%s %.2f %%", one.name(), one.values().get(side)));
      }
      shares.append(" %s: %s.".formatted(run.sides().get(side).title(), String.join(", ", parts)));
    }
    return new BarFigure(
        "outcomes",
        "Outcome shares",
        "What became of the images under the faults." + shares,
        "side",
        "% of images × faults",
        run.sides().stream().map(RunSide::title).toList(),
        List.of(),
        series,
        true);
  }

  private static BarFigure.Series share(
      String name, String color, List<Totals> totals, ToLongFunction<Totals> count) {
    return new BarFigure.Series(
        name,
        color,
        totals.stream().map(t -> FaultGroup.percent(count.applyAsLong(t), t.pairs())).toList());
  }

  /** Pairs in none of the three published outcomes. */
  private static long due(Totals totals) {
    return totals.pairs() - totals.masked() - totals.nonCritical() - totals.critical();
  }

  BarFigure byBit() {
    return rates("critical-by-bit", "Criticality by bit", "bit", axes.bits(), FaultRow::bit);
  }

  BarFigure byLayer() {
    return rates(
        "critical-by-layer", "Criticality by layer", "layer", axes.layers(), FaultRow::layer);
  }

  private <K extends Comparable<K>> BarFigure rates(
      String name, String title, String category, List<K> keys, Function<FaultRow, K> key) {
    List<BarFigure.Series> series = new ArrayList<>();
    StringBuilder highest = new StringBuilder();
    for (int i = 0; i < run.sides().size(); i++) {
      RunSide side = run.sides().get(i);
      Map<K, FaultGroup> groups = FaultGroup.by(key, side);
      List<Double> values =
          keys.stream()
              .map(k -> groups.containsKey(k) ? groups.get(k).criticalPercent() : Double.NaN)
              .toList();
      series.add(new BarFigure.Series(side.title(), Palette.side(i), values));
      RunFigures.highest(values)
          .ifPresent(
              place ->
                  highest.append(
                      String.format(
                          Locale.ROOT,
                          " %s: highest in %s %s, %.2f %%.",
                          side.title(),
                          category,
                          keys.get(place),
                          values.get(place))));
    }
    return new BarFigure(
        name,
        title,
        "Share of (fault, image) pairs with a different predicted class, by %s.%s"
            .formatted(category, highest),
        category,
        CRITICAL_SHARE,
        keys.stream().map(String::valueOf).toList(),
        FaultGroup.sizes(keys, key, run.backends().get(0)),
        series,
        false);
  }
}
