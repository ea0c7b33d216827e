package io.onnxfi.agreement;

import io.onnxfi.fault.PublishedCounts;

/**
 * One fault with the counts of both sides.
 *
 * @param key the fault
 * @param left counts of the first side
 * @param right counts of the second side
 */
public record Difference(FaultKey key, PublishedCounts left, PublishedCounts right) {
  /** Images by which the critical counts differ, without sign. */
  public long critical() {
    return Math.abs(left.critical() - right.critical());
  }

  /** Images by which the masked counts differ, without sign. */
  public long masked() {
    return Math.abs(left.masked() - right.masked());
  }

  /** Whether masked, non_critical and critical are all equal. */
  public boolean isIdentical() {
    return left.masked() == right.masked()
        && left.nonCritical() == right.nonCritical()
        && left.critical() == right.critical();
  }
}
