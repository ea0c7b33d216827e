package io.onnxfi.fault;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Rows with the outcome of a network whose outputs are all NaN: no image is masked, and those that
 * were predicted as the first class stay so, for NumPy takes the first NaN for the maximum. It is
 * the same in every such row.
 */
final class NanSignature {
  /** Rows from which on an outcome that comes back is no chance. */
  private static final int ENOUGH = 20;

  private NanSignature() {}

  /** What to say of the rows of a list; nothing if there are too few of them. */
  static Optional<String> of(List<FaultRow> rows) {
    Map<ImageCounts, Integer> same = new HashMap<>();
    for (FaultRow row : rows) {
      row.counts()
          .filter(counts -> counts.masked() == 0 && counts.critical() > counts.nonCritical())
          .filter(counts -> counts.nonCritical() > 0)
          .ifPresent(counts -> same.merge(counts, 1, Integer::sum));
    }
    return same.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .filter(most -> most.getValue() >= ENOUGH)
        .map(
            most ->
                "%d rows have the same outcome, masked 0, non_critical %d, critical %d: that of"
                        .formatted(
                            most.getValue(), most.getKey().nonCritical(), most.getKey().critical())
                    + " outputs that are all NaN");
  }
}
