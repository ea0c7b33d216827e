package io.onnxfi.outcome;

import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What a run tells of a trial beside the published columns; see {@link OutcomeCounts}. Each is
 * absent where a list does not tell it.
 *
 * @param due images with an output that is not finite, or with none
 * @param sdc5 images whose golden class is not among the faulty top 5
 * @param correct images classified as labelled in spite of the fault
 * @param maxAbsDiff largest finite change of any output; NaN where there are no outputs
 */
public record ExtraCounts(
    OptionalLong due, OptionalLong sdc5, OptionalLong correct, OptionalDouble maxAbsDiff) {
  /** Of a list that has the published columns only. */
  public static final ExtraCounts NONE =
      new ExtraCounts(
          OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty(), OptionalDouble.empty());

  /** What was measured. */
  static ExtraCounts of(OutcomeCounts counts) {
    return new ExtraCounts(
        OptionalLong.of(counts.due()),
        OptionalLong.of(counts.sdc5()),
        OptionalLong.of(counts.correct()),
        OptionalDouble.of(counts.maxAbsDiff()));
  }

  /** Whether it is known that the framework could not run the model with the fault. */
  public boolean isCrash() {
    return maxAbsDiff.isPresent() && Double.isNaN(maxAbsDiff.getAsDouble());
  }
}
