package io.onnxfi.agreement;

import io.onnxfi.fault.ImageCounts;
import io.onnxfi.fault.Labels;
import io.onnxfi.fault.Trial;
import io.onnxfi.outcome.TrialOutcome;

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

  /** Whether masked, non_critical and critical are all equal. */
  public boolean isIdentical() {
    return left().masked() == right().masked()
        && left().nonCritical() == right().nonCritical()
        && left().critical() == right().critical();
  }
}
