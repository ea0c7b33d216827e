package io.onnxfi.report.figure;

import io.onnxfi.agreement.Equivalence;
import io.onnxfi.fault.Factor;
import io.onnxfi.report.RunSide;
import io.onnxfi.sampling.EstimatedRate;
import io.onnxfi.sampling.RateEstimator;
import io.onnxfi.sampling.Strata;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Critical rates of one side by two factors, such as the bit and the kind of site. */
final class FactorFigures {
  /** One image of 10,000, as the maps have it. */
  private static final double FLOOR = 0.01;

  private static final double PERCENT = 100;

  /** More rates do not stand side by side. */
  private static final int MOST_SERIES = Palette.LEVELS.size();

  private static final int MOST_CATEGORIES = 64;

  private final RunSide side;
  private final Axis categories;
  private final Axis series;

  private FactorFigures(RunSide side, Axis categories, Axis series) {
    this.side = side;
    this.categories = categories;
    this.series = series;
  }

  /**
   * The rates side by side with their intervals: the levels of the factor that has fewer as series,
   * those of the other along the axis. Nothing if there are too many of either.
   */
  static Optional<IntervalFigure> intervals(RunSide side, Factor first, Factor second) {
    Axis a = Axis.of(first, side);
    Axis b = Axis.of(second, side);
    boolean isAlong = b.factor().isNumber() || b.levels().size() >= a.levels().size();
    Axis categories = isAlong ? b : a;
    Axis series = isAlong ? a : b;
    return series.levels().size() > MOST_SERIES || categories.levels().size() > MOST_CATEGORIES
        ? Optional.empty()
        : Optional.of(new FactorFigures(side, categories, series).figure());
  }

  /** Each level's trials count as {@link RateEstimator#parts} has it: wide rather than narrow. */
  private IntervalFigure figure() {
    Map<List<String>, EstimatedRate> rates =
        new RateEstimator(Strata.NONE, Equivalence.CONFIDENCE)
            .cells(side.trials(), List.of(series.factor(), categories.factor()));
    List<IntervalFigure.Series> drawn = new ArrayList<>();
    StringBuilder highest = new StringBuilder();
    for (int place = 0; place < series.levels().size(); place++) {
      String level = series.levels().get(place);
      List<Optional<IntervalFigure.Rate>> ofLevel =
          categories.levels().stream()
              .map(category -> Optional.ofNullable(rates.get(List.of(level, category))))
              .map(rate -> rate.map(FactorFigures::percent))
              .toList();
      drawn.add(new IntervalFigure.Series(level, Palette.LEVELS.get(place), ofLevel));
      highest(ofLevel).ifPresent(at -> highest.append(highest(level, at, ofLevel)));
    }
    return new IntervalFigure(
        "critical-rates-by-%s-and-%s-%s"
            .formatted(categories.factor(), series.factor(), RunFigures.name(side)),
        "Criticality by %s and %s: %s"
            .formatted(categories.factor().title(), series.factor().title(), side.title()),
        String.format(
                Locale.ROOT,
                "Share of (fault, %s) pairs with a different predicted class, with 95 %% intervals"
                    + " in which each fault counts as one trial; what is below %s %% stands there.",
                side.unit().one(),
                FLOOR)
            + highest,
        categories,
        "critical, %% of %s × faults".formatted(side.unit()),
        FLOOR,
        drawn);
  }

  private static IntervalFigure.Rate percent(EstimatedRate rate) {
    return new IntervalFigure.Rate(
        PERCENT * rate.rate(), PERCENT * rate.low(), PERCENT * rate.high(), rate.faults());
  }

  private static Optional<Integer> highest(List<Optional<IntervalFigure.Rate>> rates) {
    return RunFigures.highest(
        rates.stream()
            .map(rate -> rate.map(IntervalFigure.Rate::percent).orElse(Double.NaN))
            .toList());
  }

  private String highest(String level, int at, List<Optional<IntervalFigure.Rate>> rates) {
    IntervalFigure.Rate rate = rates.get(at).orElseThrow();
    return String.format(
        Locale.ROOT,
        " %s: highest in %s %s, %.2f %% (%.2f to %.2f).",
        level,
        categories.factor().title(),
        categories.levels().get(at),
        rate.percent(),
        rate.low(),
        rate.high());
  }
}
