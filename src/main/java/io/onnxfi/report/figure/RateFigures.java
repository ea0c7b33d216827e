package io.onnxfi.report.figure;

import io.onnxfi.agreement.Totals;
import io.onnxfi.report.RunResults;
import io.onnxfi.report.RunSide;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/** Shares of outcomes over all (fault, image) pairs, and over those of each level of a factor. */
final class RateFigures {
  private final RunResults run;

  RateFigures(RunResults run) {
    this.run = run;
  }

  /** Masked, non_critical, critical and, where there is any, due; how much of that is crashes. */
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
      if (totals.get(side).hasCrashed()) {
        long crashed = totals.get(side).crashed().getAsLong();
        double share = FaultGroup.percent(crashed, totals.get(side).pairs());
        parts.add(String.format(Locale.ROOT, "of which crashed %.2f %%", share));
      }
      shares.append(" %s: %s.".formatted(run.sides().get(side).title(), String.join(", ", parts)));
    }
    return new BarFigure(
        "outcomes",
        "Outcome shares",
        "What became of the %s under the faults.%s".formatted(run.unit(), shares),
        "side",
        "%% of %s × faults".formatted(run.unit()),
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

  /** Critical pairs at each level of a factor. */
  BarFigure by(Axis axis) {
    String category = axis.factor().title();
    List<BarFigure.Series> series = new ArrayList<>();
    StringBuilder highest = new StringBuilder();
    for (int i = 0; i < run.sides().size(); i++) {
      RunSide side = run.sides().get(i);
      Map<Integer, FaultGroup> groups = FaultGroup.by(axis::place, side);
      List<Double> values =
          IntStream.range(0, axis.levels().size())
              .mapToObj(p -> groups.containsKey(p) ? groups.get(p).criticalPercent() : Double.NaN)
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
                          axis.levels().get(place),
                          values.get(place))));
    }
    return new BarFigure(
        "critical-by-" + axis.factor(),
        "Criticality by " + category,
        "Share of (fault, %s) pairs with a different predicted class, by %s.%s"
            .formatted(run.unit().one(), category, highest),
        category,
        "critical, %% of %s × faults".formatted(run.unit()),
        axis.levels(),
        FaultGroup.sizes(axis, run.backends().get(0)),
        series,
        false);
  }
}
