package io.onnxfi.campaign;

import io.onnxfi.outcome.BoxCounts;
import io.onnxfi.outcome.OutcomeCounts;
import java.nio.ByteBuffer;

/**
 * Counts as they stand in a journal, big-endian: images, masked, non_critical, critical,
 * non_finite, sdc_5, correct, 8 bytes each; max_abs_diff, 4 bytes, NaN for a crash; of a judge of
 * boxes, the counts of {@link BoxCounts}, 8 bytes each.
 *
 * @param countsBoxes whether there are the last
 */
record CountsRecord(boolean countsBoxes) {
  private static final int COUNTS = 7;

  /** Size. */
  int bytes() {
    int counts = COUNTS + (countsBoxes ? BoxCounts.NAMES.size() : 0);
    return counts * Long.BYTES + Float.BYTES;
  }

  void put(OutcomeCounts counts, ByteBuffer record) {
    record
        .putLong(counts.images())
        .putLong(counts.masked())
        .putLong(counts.nonCritical())
        .putLong(counts.critical())
        .putLong(counts.nonFinite())
        .putLong(counts.sdc5())
        .putLong(counts.correct())
        .putFloat(counts.maxAbsDiff());
    if (countsBoxes) {
      counts.boxes().values().forEach(record::putLong);
    }
  }

  OutcomeCounts get(ByteBuffer record) {
    OutcomeCounts counts =
        new OutcomeCounts(
            record.getLong(),
            record.getLong(),
            record.getLong(),
            record.getLong(),
            record.getLong(),
            record.getLong(),
            record.getLong(),
            record.getFloat());
    return countsBoxes
        ? counts.with(BoxCounts.of(BoxCounts.NAMES.stream().map(name -> record.getLong()).toList()))
        : counts;
  }
}
