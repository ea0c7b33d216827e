package io.onnxfi.agreement;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.fault.Trial;
import io.onnxfi.outcome.Detail;
import io.onnxfi.outcome.Outcomes;
import io.onnxfi.outcome.TrialOutcome;
import io.onnxfi.workload.SampleKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The outcomes of the same faults on two sides: two backends, two runs, or a run and what was
 * published.
 *
 * <p>Trials are joined by {@link Trial#identity}; those that only one side has are counted and left
 * out.
 *
 * @param faults all trials of both sides, in the order of the first
 * @param onlyLeft trials that only the first side has
 * @param onlyRight trials that only the second side has
 * @param unit what the samples that they were run on are called
 * @param detail which outcomes both sides tell apart, and are compared
 */
public record Comparison(
    List<Difference> faults, long onlyLeft, long onlyRight, SampleKind unit, Detail detail) {
  /** Copies. */
  public Comparison {
    faults = List.copyOf(faults);
  }

  /** Of sides that tell all outcomes apart. */
  public Comparison(List<Difference> faults, long onlyLeft, long onlyRight, SampleKind unit) {
    this(faults, onlyLeft, onlyRight, unit, Detail.ALL);
  }

  /**
   * Joins the outcomes of two sides.
   *
   * @throws MalformedInputException if a side has a trial twice, or the sides share none or were
   *     tried on different numbers of images
   */
  public static Comparison of(Outcomes left, Outcomes right) {
    Detail detail = left.detail().with(right.detail());
    return joined(left.at(detail), right.at(detail));
  }

  private static Comparison joined(Outcomes left, Outcomes right) {
    Map<Trial.Identity, TrialOutcome> rights = index(right);
    Map<Trial.Identity, TrialOutcome> lefts = index(left);
    List<Difference> both = new ArrayList<>();
    lefts.forEach(
        (identity, outcome) -> {
          TrialOutcome other = rights.get(identity);
          if (other != null) {
            requireSameImages(left, right, outcome, other);
            both.add(new Difference(outcome, other));
          }
        });
    if (both.isEmpty()) {
      throw MalformedInputException.of(
          left.source() + " and " + right.source(), "faults that both sides have", "none");
    }
    return new Comparison(
        both,
        lefts.size() - both.size(),
        rights.size() - both.size(),
        left.unit().with(right.unit()),
        left.detail());
  }

  private static Map<Trial.Identity, TrialOutcome> index(Outcomes outcomes) {
    Map<Trial.Identity, TrialOutcome> byIdentity = new LinkedHashMap<>();
    for (int i = 0; i < outcomes.trials().size(); i++) {
      TrialOutcome outcome = outcomes.trials().get(i);
      if (byIdentity.put(outcome.trial().identity(), outcome) != null) {
        throw MalformedInputException.of(outcomes.locate(i), "each fault only once", "it twice");
      }
    }
    return byIdentity;
  }

  private static void requireSameImages(
      Outcomes left, Outcomes right, TrialOutcome outcome, TrialOutcome other) {
    if (outcome.counts().images() != other.counts().images()) {
      throw MalformedInputException.of(
          "injection " + outcome.trial().id(),
          "as many %s in %s as in %s"
              .formatted(left.unit().with(right.unit()), left.source(), right.source()),
          outcome.counts().images() + " and " + other.counts().images());
    }
  }

  /** Whether masked and non-critical are told apart. */
  public boolean tellsMasked() {
    return detail == Detail.ALL;
  }

  /** Sums of the first side over the shared faults. */
  public Totals left() {
    return Totals.of(faults.stream().map(Difference::first).toList());
  }

  /** Sums of the second side over the shared faults. */
  public Totals right() {
    return Totals.of(faults.stream().map(Difference::second).toList());
  }

  /** Faults whose counts of all outcomes are equal on both sides. */
  public long identical() {
    return faults.stream().filter(Difference::isIdentical).count();
  }

  /**
   * Faults whose critical counts differ by at most this many images.
   *
   * @param images 0 for equal counts
   */
  public long criticalWithin(long images) {
    return faults.stream().filter(fault -> fault.critical() <= images).count();
  }

  /**
   * The faults that differ most: by critical, then by masked, then by crashed, then in the order of
   * the list.
   */
  public List<Difference> largest(int count) {
    return faults.stream()
        .filter(fault -> !fault.isIdentical())
        .sorted(
            Comparator.comparingLong(Difference::critical)
                .thenComparingLong(Difference::masked)
                .thenComparingLong(Difference::crashed)
                .reversed())
        .limit(count)
        .toList();
  }
}
