package io.onnxfi.agreement;

import io.onnxfi.outcome.BoxCounts;
import io.onnxfi.outcome.TrialOutcome;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * Sums over faults: numbers of (fault, image) pairs.
 *
 * @param faults number of faults
 * @param pairs faults × images
 * @param masked pairs with unchanged outputs
 * @param nonCritical pairs with changed outputs and the same prediction
 * @param critical pairs with another prediction
 * @param nonFinite pairs with an output that is not finite; absent if a fault does not tell
 * @param due pairs in none of the three outcomes before: detected; absent if a fault does not tell
 * @param crashed those of them for which the framework gave up; absent if a fault does not tell
 * @param boxes what became of the boxes of a detector; absent if a fault does not tell
 */
public record Totals(
    long faults,
    long pairs,
    long masked,
    long nonCritical,
    long critical,
    OptionalLong nonFinite,
    OptionalLong due,
    OptionalLong crashed,
    Optional<BoxCounts> boxes) {

  /** Adds up outcomes. */
  public static Totals of(Collection<TrialOutcome> outcomes) {
    return new Totals(
        outcomes.size(),
        sum(outcomes, outcome -> outcome.counts().images()),
        sum(outcomes, outcome -> outcome.counts().masked()),
        sum(outcomes, outcome -> outcome.counts().nonCritical()),
        sum(outcomes, outcome -> outcome.counts().critical()),
        told(outcomes, outcome -> outcome.extra().nonFinite()),
        told(outcomes, TrialOutcome::due),
        told(outcomes, TrialOutcome::crashed),
        boxes(outcomes));
  }

  private static long sum(Collection<TrialOutcome> outcomes, ToLongFunction<TrialOutcome> count) {
    return outcomes.stream().mapToLong(count).sum();
  }

  private static OptionalLong told(
      Collection<TrialOutcome> outcomes, Function<TrialOutcome, OptionalLong> count) {
    return outcomes.stream().map(count).allMatch(OptionalLong::isPresent)
        ? OptionalLong.of(sum(outcomes, outcome -> count.apply(outcome).orElse(0)))
        : OptionalLong.empty();
  }

  private static Optional<BoxCounts> boxes(Collection<TrialOutcome> outcomes) {
    return outcomes.stream()
        .map(outcome -> outcome.extra().boxes())
        .reduce((sum, next) -> sum.flatMap(counts -> next.map(counts::plus)))
        .orElse(Optional.empty());
  }

  /** Whether pairs are known to be detected. */
  public boolean hasDue() {
    return due.orElse(0) > 0;
  }

  /** Whether a framework is known to have given up. */
  public boolean hasCrashed() {
    return crashed.orElse(0) > 0;
  }
}
