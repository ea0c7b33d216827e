package io.onnxfi.report.figure;

import io.onnxfi.agreement.Difference;
import io.onnxfi.fault.FaultRow;
import io.onnxfi.fault.PublishedCounts;
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
    long equal = pair.report().comparison().criticalWithin(0);
    return new ScatterFigure(
        "critical-per-fault-" + RunFigures.name(pair.left(), pair.right()),
        "Critical images per fault: " + pair.title(),
        "Each point is one or more faults; on the line both counts are equal, as for %s faults."
            .formatted(Figures.share(equal, faults.size())),
        pair.left().title(),
        pair.right().title(),
        "critical images per fault",
        faults.stream().mapToLong(fault -> fault.left().injections()).max().orElse(0),
        points.entrySet().stream()
            .map(e -> new ScatterFigure.Point(e.getKey().left(), e.getKey().right(), e.getValue()))
            .toList());
  }

  /** Mean absolute difference by bit: of the critical and of the masked counts. */
  static List<BarFigure> differences(RunResults run, Axes axes) {
    if (run.pairs().isEmpty()) {
      return List.of();
    }
    return List.of(
        differences("critical", PublishedCounts::critical, run, axes),
        differences("masked", PublishedCounts::masked, run, axes));
  }

  private static BarFigure differences(
      String outcome, ToLongFunction<PublishedCounts> count, RunResults run, Axes axes) {
    List<BarFigure.Series> series = new ArrayList<>();
    StringBuilder largest = new StringBuilder();
    for (int i = 0; i < run.pairs().size(); i++) {
      RunResults.Pair pair = run.pairs().get(i);
      Map<Integer, List<Difference>> byBit =
          pair.report().comparison().faults().stream()
              .collect(Collectors.groupingBy(fault -> fault.key().bit()));
      List<Double> values = new ArrayList<>();
      for (int bit : axes.bits()) {
        values.add(meanAbsolute(byBit.getOrDefault(bit, List.of()), count));
      }
      series.add(new BarFigure.Series(pair.title(), Palette.side(i), values));
      largest.append(
          RunFigures.highest(values)
              .map(
                  place ->
                      String.format(
                          Locale.ROOT,
                          " %s: largest in bit %d, %.3f %% of the images.",
                          pair.title(),
                          axes.bits().get(place),
                          values.get(place)))
              .orElse(" %s: no difference.".formatted(pair.title())));
    }
    return new BarFigure(
        outcome + "-difference-by-bit",
        "Difference of the %s counts by bit".formatted(outcome),
        "Absolute difference of the %s counts of a fault, as a share of its images: mean over the"
                .formatted(outcome)
            + " faults of a bit."
            + largest,
        "bit",
        "mean absolute difference, % of images",
        axes.bits().stream().map(String::valueOf).toList(),
        FaultGroup.sizes(axes.bits(), FaultRow::bit, run.backends().get(0)),
        series,
        false);
  }

  private static double meanAbsolute(
      List<Difference> faults, ToLongFunction<PublishedCounts> count) {
    return faults.stream()
        .mapToDouble(
            fault ->
                FaultGroup.percent(
                    Math.abs(count.applyAsLong(fault.left()) - count.applyAsLong(fault.right())),
                    fault.left().injections()))
        .average()
        .orElse(Double.NaN);
  }
}
