package io.onnxfi.report.figure;

import io.onnxfi.fault.Factor;
import io.onnxfi.report.EstimateReport;
import io.onnxfi.sampling.EstimatedRate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Estimated critical rates of several samples of faults at the levels of a factor. */
public final class EstimateFigures {
  /** One image of 10,000, as the maps have it. */
  private static final double FLOOR = 0.01;

  private static final double PERCENT = 100;

  private EstimateFigures() {}

  /** How many samples stand side by side at most. */
  public static int most() {
    return Palette.LEVELS.size();
  }

  /**
   * The rates side by side with their intervals.
   *
   * @param reports one series each, up to {@link #most}, by their names
   * @param factor that every one of them has parts by
   */
  public static IntervalFigure by(Factor factor, List<EstimateReport> reports) {
    List<Map<List<String>, EstimatedRate>> parts =
        reports.stream().map(report -> report.parts().get(List.of(factor))).toList();
    List<String> met =
        parts.stream()
            .flatMap(rates -> rates.keySet().stream())
            .map(levels -> levels.get(0))
            .distinct()
            .toList();
    Axis axis = new Axis(factor, factor.isNumber() ? Axis.numbers(met) : met);
    List<IntervalFigure.Series> series = new ArrayList<>();
    StringBuilder highest = new StringBuilder();
    for (int i = 0; i < reports.size(); i++) {
      Map<List<String>, EstimatedRate> rates = parts.get(i);
      List<Optional<IntervalFigure.Rate>> drawn =
          axis.levels().stream()
              .map(level -> Optional.ofNullable(rates.get(List.of(level))).map(EstimateFigures::of))
              .toList();
      String name = reports.get(i).name();
      series.add(new IntervalFigure.Series(name, Palette.LEVELS.get(i), drawn));
      highest.append(highest(name, axis, drawn));
    }
    String title = factor.title();
    return new IntervalFigure(
        "critical-rates-by-" + factor,
        "Criticality by " + title,
        "Share of (fault, sample) pairs that are critical, with %s; %s"
            .formatted(
                EstimateReport.intervals(reports.get(0).confidence()),
                String.format(Locale.ROOT, "what is below %s %% stands there.", FLOOR) + highest),
        axis,
        "critical, % of samples × faults",
        FLOOR,
        series);
  }

  private static IntervalFigure.Rate of(EstimatedRate rate) {
    return new IntervalFigure.Rate(
        PERCENT * rate.rate(), PERCENT * rate.low(), PERCENT * rate.high(), rate.faults());
  }

  private static String highest(String name, Axis axis, List<Optional<IntervalFigure.Rate>> rates) {
    return RunFigures.highest(
            rates.stream()
                .map(rate -> rate.map(IntervalFigure.Rate::percent).orElse(Double.NaN))
                .toList())
        .map(
            place ->
                String.format(
                    Locale.ROOT,
                    " %s: highest in %s %s, %.2f %% (%.2f to %.2f).",
                    name,
                    axis.factor().title(),
                    axis.levels().get(place),
                    rates.get(place).orElseThrow().percent(),
                    rates.get(place).orElseThrow().low(),
                    rates.get(place).orElseThrow().high()))
        .orElse("");
  }
}
