package io.onnxfi.report.figure;

import io.onnxfi.fault.FaultRow;
import io.onnxfi.report.Figures;
import io.onnxfi.report.RunSide;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Shares by layer and bit. */
final class HeatMaps {
  /** One image of 10,000: criticality spans five orders of magnitude, in percent. */
  private static final double RARE = 0.01;

  private final Axes axes;

  HeatMaps(Axes axes) {
    this.axes = axes;
  }

  /** Critical pairs of a side. */
  HeatMapFigure criticality(RunSide side) {
    List<HeatMapFigure.Cell> cells = cells(side, FaultGroup::criticalPercent);
    HeatMapFigure.Cell highest =
        cells.stream().max(Comparator.comparingDouble(HeatMapFigure.Cell::percent)).orElseThrow();
    return new HeatMapFigure(
        "critical-by-layer-and-bit-" + RunFigures.name(side),
        "Criticality by layer and bit: " + side.title(),
        String.format(
            Locale.ROOT,
            "Share of (fault, image) pairs with a different predicted class. Highest: %s, bit %d,"
                + " %.2f %% of the pairs of %s.",
            axes.layers().get(highest.layer()),
            axes.bits().get(highest.bit()),
            highest.percent(),
            faults(highest.faults())),
        "critical, % of images × faults",
        RARE,
        axes.layers(),
        axes.bits(),
        cells);
  }

  /** Faults that a side masks for every image. */
  HeatMapFigure fullyMasked(RunSide side) {
    long all =
        side.outcomes().rows().stream()
            .map(RunSide::counts)
            .filter(counts -> counts.masked() == counts.injections())
            .count();
    return new HeatMapFigure(
        "fully-masked-by-layer-and-bit-" + RunFigures.name(side),
        "Faults masked for every image: " + side.title(),
        "Share of the faults of a layer and bit that change no output of any image. All layers and"
            + " bits: %s.".formatted(Figures.share(all, side.outcomes().rows().size())),
        "fully masked, % of faults",
        0,
        axes.layers(),
        axes.bits(),
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
                    place.layer(),
                    place.bit(),
                    value.applyAsDouble(group),
                    group.totals().faults())));
    return cells;
  }

  private Place place(FaultRow row) {
    return new Place(axes.layers().indexOf(row.layer()), axes.bits().indexOf(row.bit()));
  }

  private record Place(int layer, int bit) implements Comparable<Place> {
    private static final Comparator<Place> ORDER =
        Comparator.comparingInt(Place::layer).thenComparingInt(Place::bit);

    @Override
    public int compareTo(Place other) {
      return ORDER.compare(this, other);
    }
  }
}
