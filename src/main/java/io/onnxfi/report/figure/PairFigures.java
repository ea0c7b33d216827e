package io.onnxfi.report.figure;

import io.onnxfi.agreement.Difference;
import io.onnxfi.fault.ImageCounts;
import io.onnxfi.report.Figures;
import io.onnxfi.report.RunResults;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** One side against another, fault by fault. */
final class PairFigures {
  private static final Comparator<ScatterFigure.Point> ORDER =
      Comparator.comparingLong(ScatterFigure.Point::left)
          .thenComparingLong(ScatterFigure.Point::right);

  private PairFigures() {}

  /** Critical images per fault on both sides. */
  static ScatterFigure scatter(RunResults.Pair pair) {
    List<Difference> faults = pair.report().comparison().faults();
    Map<ScatterFigure.Point, Long> points = new TreeMap<>(ORDER);
    for (Difference fault : faults) {
      points.merge(
          new ScatterFigure.Point(fault.left().critical(), fault.right().critical(), 0),
          1L,
          Long::sum);
    }
    String counted = "critical %s per fault".formatted(pair.report().comparison().unit());
    long equal = pair.report().comparison().criticalWithin(0);
    return new ScatterFigure(
        "critical-per-fault-" + RunFigures.name(pair.left(), pair.right()),
        "C%s: %s".formatted(counted.substring(1), pair.title()),
        "Each point is one or more faults; on the line both counts are equal, as for %s faults."
            .formatted(Figures.share(equal, faults.size())),
        pair.left().title(),
        pair.right().title(),
        counted,
        faults.stream().mapToLong(fault -> fault.left().images()).max().orElse(0),
        points.entrySet().stream()
            .map(e -> new ScatterFigure.Point(e.getKey().left(), e.getKey().right(), e.getValue()))
            .toList());
  }

  /** Mean absolute difference by a factor: of the critical and of the masked counts. */
  static List<BarFigure> differences(RunResults run, Axis axis) {
    if (run.pairs().isEmpty()) {
      return List.of();
    }
    BarFigure critical = differences("critical", ImageCounts::critical, run, axis);
    return run.tellsMasked()
        ? List.of(critical, differences("masked", ImageCounts::masked, run, axis))
        : List.of(critical);
  }

  private static BarFigure differences(
      String outcome, ToLongFunction<ImageCounts> count, RunResults run, Axis axis) {
    String category = axis.factor().name();
    List<BarFigure.Series> series = new ArrayList<>();
    StringBuilder largest = new StringBuilder();
    for (int i = 0; i < run.pairs().size(); i++) {
      RunResults.Pair pair = run.pairs().get(i);
      Map<String, List<Difference>> byLevel =
          pair.report().comparison().faults().stream()
              .collect(Collectors.groupingBy(fault -> fault.labels().level(axis.factor())));
      List<Double> values = new ArrayList<>();
      for (String level : axis.levels()) {
        values.add(meanAbsolute(byLevel.getOrDefault(level, List.of()), count));
      }
      series.add(new BarFigure.Series(pair.title(), Palette.side(i), values));
      largest.append(
          RunFigures.highest(values)
              .map(
                  place ->
                      String.format(
                          Locale.ROOT,
                          " %s: largest in %s %s, %.3f %% of the %s.",
                          pair.title(),
                          category,
                          axis.levels().get(place),
                          values.get(place),
                          run.unit()))
              .orElse(" %s: no difference.".formatted(pair.title())));
    }
    return new BarFigure(
        outcome + "-difference-by-" + category,
        "Difference of the %s counts by %s".formatted(outcome, category),
        "Absolute difference of the %s counts of a fault, as a share of its %s: mean over the"
                .formatted(outcome, run.unit())
            + " faults of a %s.".formatted(category)
            + largest,
        category,
        "mean absolute difference, %% of %s".formatted(run.unit()),
        axis.levels(),
        FaultGroup.sizes(axis, run.backends().get(0)),
        series,
        false);
  }

  private static double meanAbsolute(List<Difference> faults, ToLongFunction<ImageCounts> count) {
    return faults.stream()
        .mapToDouble(
            fault ->
                FaultGroup.percent(
                    Math.abs(count.applyAsLong(fault.left()) - count.applyAsLong(fault.right())),
                    fault.left().images()))
        .average()
        .orElse(Double.NaN);
  }
}
