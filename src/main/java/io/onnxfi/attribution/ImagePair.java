package io.onnxfi.attribution;

import io.onnxfi.outcome.ImageOutcome;

/**
 * An image on which a fault had different outcomes.
 *
 * @param place its place among the images of the campaign, from 0
 * @param image its number in the data set, from 0
 * @param left recorded outcome of the first side
 * @param right recorded outcome of the second side
 */
public record ImagePair(int place, int image, ImageOutcome left, ImageOutcome right) {
  /** Whether exactly one side is masked and the other unchanged in its prediction. */
  boolean isMaskedOrNot() {
    return left.compareTo(ImageOutcome.NON_CRITICAL) <= 0
        && right.compareTo(ImageOutcome.NON_CRITICAL) <= 0;
  }
}
