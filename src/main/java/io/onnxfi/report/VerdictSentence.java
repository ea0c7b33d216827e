package io.onnxfi.report;

import io.onnxfi.agreement.Comparison;
import io.onnxfi.agreement.Difference;
import io.onnxfi.agreement.Equivalence;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/** The decision about two sides in one plain sentence, and another one on crashes if there are. */
final class VerdictSentence {
  /** A bit is named if it makes so much of the difference. */
  private static final double MOST = 0.5;

  private final String left;
  private final String right;
  private final Comparison comparison;
  private final Equivalence equivalence;

  VerdictSentence(String left, String right, Comparison comparison, Equivalence equivalence) {
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
        }
        + crashes();
  }

  /** They are in no critical rate. */
  private String crashes() {
    long inLeft = comparison.faults().stream().filter(f -> f.first().isCrash()).count();
    long inRight = comparison.faults().stream().filter(f -> f.second().isCrash()).count();
    long inOne = comparison.faults().stream().filter(f -> f.crashed() > 0).count();
    return inLeft + inRight == 0
        ? ""
        : " Faults with which the model cannot be run: %s in %s, %s in %s; %s in one of them only."
            .formatted(
                Figures.count(inLeft), left, Figures.count(inRight), right, Figures.count(inOne));
  }

  private String equivalent() {
    return "Equivalent within %s: %s; the rates of all faults, %s, differ by %s."
        .formatted(
            equivalence.margin(),
            seen(),
            "rare faults not seen included",
            Points.differences(equivalence.bound()));
  }

  private String notEquivalent() {
    double difference = equivalence.difference().value();
    return "Not equivalent within %s, because %s of %s is %s higher than that of %s (%s)%s."
        .formatted(
            equivalence.margin(),
            "the critical rate",
            difference > 0 ? right : left,
            Points.difference(Math.abs(difference)).substring(1),
            difference > 0 ? left : right,
            "%s %s"
                .formatted(
                    confidence(Equivalence.CONFIDENCE),
                    Points.differences(equivalence.difference().interval(Equivalence.CONFIDENCE))),
            bit());
  }

  private String undecided() {
    return "Undecided within %s: %s; %s."
        .formatted(equivalence.margin(), seen() + hidden(), remedy());
  }

  /** What the sample shows. */
  private String seen() {
    return equivalence.differing() == 0
        ? "no critical count of %s differs".formatted(faults())
        : "the critical rates differ by %s in %s"
            .formatted(Points.difference(equivalence.difference().value()), faults());
  }

  /** Why that does not decide it. */
  private String hidden() {
    return equivalence.onlyUnseenFaultsAreInTheWay()
        ? ", but they can hide rare ones that differ (up to %s of all)"
            .formatted(Points.rate(equivalence.unseenShare()))
        : " (%s %s)"
            .formatted(
                confidence(equivalence.testConfidence()), Points.differences(equivalence.bound()));
  }

  private String remedy() {
    if (equivalence.faults() == 1) {
      return "one fault says nothing of the others";
    }
    OptionalLong more = equivalence.moreFaults();
    return more.isEmpty()
        ? "no feasible number of faults would decide it"
        : "about %s more faults would decide it".formatted(about(more.getAsLong()));
  }

  private String faults() {
    return equivalence.faults() == 1 ? "1 fault" : Figures.count(equivalence.faults()) + " faults";
  }

  private static String confidence(double confidence) {
    return String.format(Locale.ROOT, "%.0f %% interval", 100 * confidence);
  }

  /** The bit that makes most of the difference, if one does. */
  private String bit() {
    Map<Integer, Double> byBit = new TreeMap<>();
    double sum = 0;
    for (Difference fault : comparison.faults()) {
      double d = (double) fault.right().critical() - fault.left().critical();
      fault.trial().bit().ifPresent(bit -> byBit.merge(bit, d, Double::sum));
      sum += d;
    }
    double all = sum;
    return byBit.entrySet().stream()
        .filter(entry -> entry.getValue() / all > MOST)
        .max(Map.Entry.comparingByValue((a, b) -> Double.compare(a / all, b / all)))
        .map(entry -> ", most of it from bit " + entry.getKey())
        .orElse("");
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
