package io.onnxfi.agreement;

import io.onnxfi.fault.ImageCounts;
import io.onnxfi.fault.Labels;
import io.onnxfi.fault.Trial;
import io.onnxfi.outcome.TrialOutcome;
import java.util.OptionalLong;

/**
 * One trial with the outcomes of both sides.
 *
 * @param first what it did on the first side
 * @param second what it did on the second side
 */
public record Difference(TrialOutcome first, TrialOutcome second) {
  /** The trial, as the first side names it. */
  public Trial trial() {
    return first.trial();
  }

  /** By which it is told apart from others. */
  public Labels labels() {
    return first.labels();
  }

  /** Counts of the first side. */
  public ImageCounts left() {
    return first.counts();
  }

  /** Counts of the second side. */
  public ImageCounts right() {
    return second.counts();
  }

  /** Images by which the critical counts differ, without sign. */
  public long critical() {
    return Math.abs(left().critical() - right().critical());
  }

  /** Images by which the masked counts differ, without sign. */
  public long masked() {
    return Math.abs(left().masked() - right().masked());
  }

  /** Images for which the framework gave up on one side only, where both sides tell. */
  public long crashed() {
    OptionalLong left = first.crashed();
    OptionalLong right = second.crashed();
    return left.isPresent() && right.isPresent()
        ? Math.abs(left.getAsLong() - right.getAsLong())
        : 0;
  }

  /** Whether masked, non_critical and critical are all equal, and crashed where both tell. */
  public boolean isIdentical() {
    return crashed() == 0
        && left().masked() == right().masked()
        && left().nonCritical() == right().nonCritical()
        && left().critical() == right().critical();
  }
}
