package io.onnxfi.report.figure;

import io.onnxfi.agreement.Totals;
import io.onnxfi.fault.FaultRow;
import io.onnxfi.fault.PublishedCounts;
import io.onnxfi.report.RunSide;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Faults that share a layer, a bit or both.
 *
 * @param totals sums of their outcomes
 * @param fullyMasked faults masked for every image
 */
record FaultGroup(Totals totals, long fullyMasked) {
  private static final double PERCENT = 100;

  /** The groups of a side's faults by some key, in the order of the keys. */
  static <K extends Comparable<K>> Map<K, FaultGroup> by(Function<FaultRow, K> key, RunSide side) {
    return side.outcomes().rows().stream()
        .collect(
            Collectors.groupingBy(
                key,
                TreeMap::new,
                Collectors.collectingAndThen(Collectors.toList(), FaultGroup::of)));
  }

  /** How many faults of a side have each of the keys. */
  static <K extends Comparable<K>> List<Long> sizes(
      List<K> keys, Function<FaultRow, K> key, RunSide side) {
    Map<K, FaultGroup> groups = by(key, side);
    return keys.stream()
        .map(k -> groups.containsKey(k) ? groups.get(k).totals().faults() : 0L)
        .toList();
  }

  private static FaultGroup of(List<FaultRow> rows) {
    List<PublishedCounts> counts = rows.stream().map(RunSide::counts).toList();
    return new FaultGroup(
        Totals.of(counts), counts.stream().filter(c -> c.masked() == c.injections()).count());
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
