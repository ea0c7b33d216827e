package io.onnxfi.report.figure;

import io.onnxfi.outcome.TrialOutcome;
import io.onnxfi.report.Figures;
import io.onnxfi.report.RunSide;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Shares by two factors: layer and bit, or any others that the trials have. */
final class HeatMaps {
  /** One image of 10,000: criticality spans five orders of magnitude, in percent. */
  private static final double RARE = 0.01;

  private final Axis rows;
  private final Axis columns;

  HeatMaps(Axis rows, Axis columns) {
    this.rows = rows;
    this.columns = columns;
  }

  private String slug() {
    return "by-%s-and-%s-".formatted(rows.factor(), columns.factor());
  }

  /** Critical pairs of a side. */
  HeatMapFigure criticality(RunSide side) {
    List<HeatMapFigure.Cell> cells = cells(side, FaultGroup::criticalPercent);
    HeatMapFigure.Cell highest =
        cells.stream().max(Comparator.comparingDouble(HeatMapFigure.Cell::percent)).orElseThrow();
    return new HeatMapFigure(
        "critical-" + slug() + RunFigures.name(side),
        "Criticality by %s and %s: %s"
            .formatted(rows.factor().title(), columns.factor().title(), side.title()),
        String.format(
            Locale.ROOT,
            "Share of (fault, %s) pairs with a different predicted class. Highest: %s, %s %s,"
                + " %.2f %% of the pairs of %s.",
            side.unit().one(),
            rows.levels().get(highest.row()),
            columns.factor().title(),
            columns.levels().get(highest.column()),
            highest.percent(),
            faults(highest.faults())),
        "critical, %% of %s × faults".formatted(side.unit()),
        RARE,
        rows,
        columns,
        cells);
  }

  /** Faults that a side masks for every image. */
  HeatMapFigure fullyMasked(RunSide side) {
    long all = side.trials().stream().filter(outcome -> outcome.counts().isFullyMasked()).count();
    return new HeatMapFigure(
        "fully-masked-" + slug() + RunFigures.name(side),
        "Faults masked for every %s: %s".formatted(side.unit().one(), side.title()),
        "Share of the faults of a %s and %s that change no output of any %s. All %ss and %ss: %s."
            .formatted(
                rows.factor(),
                columns.factor(),
                side.unit().one(),
                rows.factor(),
                columns.factor(),
                Figures.share(all, side.trials().size())),
        "fully masked, % of faults",
        0,
        rows,
        columns,
        cells(side, FaultGroup::fullyMaskedPercent));
  }

  private static String faults(long count) {
    return count == 1 ? "1 fault" : Figures.count(count) + " faults";
  }

  private List<HeatMapFigure.Cell> cells(RunSide side, ToDoubleFunction<FaultGroup> value) {
    Map<Place, FaultGroup> groups = FaultGroup.by(this::place, side);
    List<HeatMapFigure.Cell> cells = new ArrayList<>();
    groups.forEach(
        (place, group) ->
            cells.add(
                new HeatMapFigure.Cell(
                    place.row(),
                    place.column(),
                    value.applyAsDouble(group),
                    group.totals().faults())));
    return cells;
  }

  private Place place(TrialOutcome trial) {
    return new Place(rows.place(trial), columns.place(trial));
  }

  private record Place(int row, int column) implements Comparable<Place> {
    private static final Comparator<Place> ORDER =
        Comparator.comparingInt(Place::row).thenComparingInt(Place::column);

    @Override
    public int compareTo(Place other) {
      return ORDER.compare(this, other);
    }
  }
}
