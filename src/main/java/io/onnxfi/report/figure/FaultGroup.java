package io.onnxfi.report.figure;

import io.onnxfi.agreement.Totals;
import io.onnxfi.fault.ImageCounts;
import io.onnxfi.outcome.TrialOutcome;
import io.onnxfi.report.RunSide;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Faults that share the level of a factor, or of two.
 *
 * @param totals sums of their outcomes
 * @param fullyMasked faults masked for every image
 */
record FaultGroup(Totals totals, long fullyMasked) {
  private static final double PERCENT = 100;

  /** The groups of a side's faults by some key, in the order of the keys. */
  static <K extends Comparable<K>> Map<K, FaultGroup> by(
      Function<TrialOutcome, K> key, RunSide side) {
    return side.trials().stream()
        .collect(
            Collectors.groupingBy(
                key,
                TreeMap::new,
                Collectors.collectingAndThen(Collectors.toList(), FaultGroup::of)));
  }

  /** How many faults of a side there are at each place of an axis. */
  static List<Long> sizes(Axis axis, RunSide side) {
    Map<Integer, FaultGroup> groups = by(axis::place, side);
    return IntStream.range(0, axis.levels().size())
        .mapToObj(place -> groups.containsKey(place) ? groups.get(place).totals().faults() : 0L)
        .toList();
  }

  private static FaultGroup of(List<TrialOutcome> trials) {
    return new FaultGroup(
        Totals.of(trials),
        trials.stream().map(TrialOutcome::counts).filter(ImageCounts::isFullyMasked).count());
  }

  /** Critical pairs in percent of all pairs. */
  double criticalPercent() {
    return percent(totals.critical(), totals.pairs());
  }

  /** Faults masked for every image, in percent of the faults. */
  double fullyMaskedPercent() {
    return percent(fullyMasked, totals.faults());
  }

  /** A share in percent; NaN of nothing. */
  static double percent(long part, long whole) {
    return whole == 0 ? Double.NaN : PERCENT * part / whole;
  }
}
