package io.onnxfi.outcome;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What a run tells of a trial beside the published columns; see {@link OutcomeCounts}. Each is
 * absent where a list does not tell it.
 *
 * @param nonFinite images with an output that is not finite
 * @param due images of which a system would know that something is wrong: in none of the published
 *     outcomes
 * @param crashed images for which the framework gave up
 * @param sdc5 images whose golden class is not among the faulty top 5
 * @param correct images classified as labelled in spite of the fault
 * @param maxAbsDiff largest finite change of any output; NaN where there are no outputs
 * @param boxes what became of the boxes of a detector
 */
public record ExtraCounts(
    OptionalLong nonFinite,
    OptionalLong due,
    OptionalLong crashed,
    OptionalLong sdc5,
    OptionalLong correct,
    OptionalDouble maxAbsDiff,
    Optional<BoxCounts> boxes) {
  /** Of a list that has the published columns only. */
  public static final ExtraCounts NONE =
      new ExtraCounts(
          OptionalLong.empty(),
          OptionalLong.empty(),
          OptionalLong.empty(),
          OptionalLong.empty(),
          OptionalLong.empty(),
          OptionalDouble.empty(),
          Optional.empty());

  /**
   * What was measured.
   *
   * @param countsBoxes whether the judge looked at boxes
   */
  static ExtraCounts of(OutcomeCounts counts, boolean countsBoxes) {
    return new ExtraCounts(
        OptionalLong.of(counts.nonFinite()),
        OptionalLong.of(counts.due()),
        OptionalLong.of(counts.crashed()),
        OptionalLong.of(counts.sdc5()),
        OptionalLong.of(counts.correct()),
        OptionalDouble.of(counts.maxAbsDiff()),
        countsBoxes ? Optional.of(counts.boxes()) : Optional.empty());
  }
}
