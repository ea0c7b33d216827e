package io.onnxfi.outcome;

/** Which outcomes the counts of a side tell apart. */
public enum Detail {
  /** Masked, non-critical and critical. */
  ALL,
  /** Critical and not: what is masked is counted as non-critical, and nothing as masked. */
  CRITICAL;

  /** What two sides both tell. */
  public Detail with(Detail other) {
    return this == ALL ? other : this;
  }
}
