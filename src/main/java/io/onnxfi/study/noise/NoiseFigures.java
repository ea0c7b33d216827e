package io.onnxfi.study.noise;

import io.onnxfi.report.figure.CurveFigure;
import io.onnxfi.report.figure.CurveFigure.Point;
import io.onnxfi.report.figure.CurveFigure.Quantity;
import io.onnxfi.report.figure.CurveFigure.Series;
import io.onnxfi.report.figure.CurveStyle;
import io.onnxfi.report.figure.Figure;
import io.onnxfi.sampling.Estimate;
import io.onnxfi.sampling.Interval;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Accuracy over noise: a figure for each architecture, a curve for each regime. */
final class NoiseFigures {
  private static final String DESCRIPTION =
      "Accuracy over the standard deviation of Gaussian noise, as a multiple of each tensor's; %s."
          + " Bands are 95 %% intervals of the mean over networks with other seeds.";

  private static final double PERCENT = 100;

  private NoiseFigures() {}

  static List<CurveFigure> of(NoiseResult result) {
    Map<String, List<RegimeDrop>> byArchitecture = new LinkedHashMap<>();
    result
        .regimes()
        .forEach(
            drop ->
                byArchitecture
                    .computeIfAbsent(drop.first().architecture(), name -> new ArrayList<>())
                    .add(drop));
    List<CurveFigure> figures = new ArrayList<>();
    byArchitecture.forEach((architecture, drops) -> figures.add(figure(architecture, drops)));
    return figures;
  }

  private static CurveFigure figure(String architecture, List<RegimeDrop> drops) {
    List<Series> series = new ArrayList<>();
    for (RegimeDrop drop : drops) {
      List<Point> points =
          drop.networks().stream()
              .flatMap(sweep -> sweep.levels().stream())
              .map(NetworkSweep.Level::alpha)
              .distinct()
              .map(alpha -> point(drop, alpha))
              .toList();
      series.add(new Series(name(drop), CurveStyle.of(series.size()), points));
    }
    String dataset = drops.get(0).first().dataset();
    return new CurveFigure(
        Figure.name("accuracy-" + architecture),
        "%s on %s under noise in all weights".formatted(architecture, dataset),
        DESCRIPTION.formatted(
            String.join("; ", drops.stream().map(NoiseFigures::described).toList())),
        new Quantity("alpha in the test", false),
        "accuracy %",
        series,
        List.of(),
        List.of());
  }

  private static String name(RegimeDrop drop) {
    return drop.first().regime() == Regime.CLEAN
        ? "trained without noise"
        : "trained with noise, alpha " + drop.first().alphaTrain();
  }

  private static String described(RegimeDrop drop) {
    return "%s: %.2f %% without, %.2f %% at 0.1"
        .formatted(
            name(drop),
            PERCENT * drop.accuracy(0),
            PERCENT * drop.accuracy(NoiseSpec.Sweep.TELLING));
  }

  private static Point point(RegimeDrop drop, double alpha) {
    Estimate mean = Estimate.ofMean(drop.accuracies(alpha));
    Optional<Interval> interval =
        mean.interval(RegimeDrop.CONFIDENCE).map(range -> range.clamped(0, 1));
    return interval.isPresent()
        ? new Point(
            alpha,
            PERCENT * mean.value(),
            PERCENT * interval.get().low(),
            PERCENT * interval.get().high())
        : Point.of(alpha, PERCENT * mean.value());
  }
}
