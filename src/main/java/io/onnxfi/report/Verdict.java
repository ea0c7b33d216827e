package io.onnxfi.report;

import io.onnxfi.agreement.Comparison;
import io.onnxfi.agreement.Difference;
import io.onnxfi.agreement.Equivalence;
import io.onnxfi.agreement.Interval;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/** The decision about two sides in one plain sentence. */
final class Verdict {
  /** A bit is named if it makes so much of the difference. */
  private static final double MOST = 0.5;

  private final String left;
  private final String right;
  private final Comparison comparison;
  private final Equivalence equivalence;

  Verdict(String left, String right, Comparison comparison, Equivalence equivalence) {
    this.left = left;
    this.right = right;
    this.comparison = comparison;
    this.equivalence = equivalence;
  }

  String sentence() {
    return switch (equivalence.decision()) {
      case EQUIVALENT -> equivalent();
      case NOT_EQUIVALENT -> notEquivalent();
      case UNDECIDED -> undecided();
    };
  }

  private String equivalent() {
    return "Equivalent within %s: %s; the rates of all faults, rare faults not seen included, differ by %s."
        .formatted(equivalence.margin(), seen(), Points.differences(equivalence.bound()));
  }

  private String notEquivalent() {
    double difference = equivalence.difference().value();
    Interval interval = equivalence.difference().interval(Equivalence.CONFIDENCE).orElseThrow();
    return "Not equivalent within %s, because the critical rate of %s is %s higher than that of %s (%s interval %s)%s."
        .formatted(
            equivalence.margin(),
            difference > 0 ? right : left,
            Points.difference(Math.abs(difference)).substring(1),
            difference > 0 ? left : right,
            confidence(Equivalence.CONFIDENCE),
            Points.differences(interval),
            bit());
  }

  private String undecided() {
    OptionalLong more = equivalence.moreFaults();
    String reason =
        equivalence.onlyUnseenFaultsAreInTheWay()
            ? "%s, but %s faults can hide rare ones that differ (up to %s of all)"
                .formatted(
                    seen(),
                    Figures.count(equivalence.faults()),
                    Points.rate(equivalence.unseenShare()))
            : seen();
    return "Undecided within %s: %s; %s."
        .formatted(
            equivalence.margin(),
            reason,
            more.isEmpty()
                ? "no feasible number of faults would decide it"
                : "about %s more faults would decide it".formatted(about(more.getAsLong())));
  }

  /** What the sample shows. */
  private String seen() {
    if (equivalence.differing() == 0) {
      return "no critical count of %s faults differs"
          .formatted(Figures.count(equivalence.faults()));
    }
    return "the critical rates differ by "
        + Points.difference(equivalence.difference().value())
        + equivalence
            .difference()
            .interval(equivalence.testConfidence())
            .map(
                interval ->
                    " (%s interval %s)"
                        .formatted(
                            confidence(equivalence.testConfidence()), Points.differences(interval)))
            .orElse(" (no interval: too few faults)");
  }

  /** The bit that makes most of the difference, if one does. */
  private String bit() {
    Map<Integer, Double> byBit = new TreeMap<>();
    double sum = 0;
    for (Difference fault : comparison.faults()) {
      double d = (double) fault.right().critical() - fault.left().critical();
      byBit.merge(fault.key().bit(), d, Double::sum);
      sum += d;
    }
    double all = sum;
    return byBit.entrySet().stream()
        .filter(entry -> entry.getValue() / all > MOST)
        .max(Map.Entry.comparingByValue((a, b) -> Double.compare(a / all, b / all)))
        .map(entry -> ", most of it from bit " + entry.getKey())
        .orElse("");
  }

  private static String confidence(double confidence) {
    return "%.0f %%".formatted(100 * confidence);
  }

  /** Two significant digits are as many as an extrapolation has, rounded up. */
  private static String about(long count) {
    long unit = 1;
    while (count / unit >= 100) {
      unit *= 10;
    }
    return Figures.count((count + unit - 1) / unit * unit);
  }
}
