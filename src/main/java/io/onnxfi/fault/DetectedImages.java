package io.onnxfi.fault;

import java.math.BigInteger;
import java.util.List;

/**
 * The images of a row in none of the published outcomes, as a run counts them in its column {@value
 * FaultList#DETECTED_COLUMN}.
 *
 * <p>Earlier versions, whose lists have no {@value FaultList#NON_FINITE_COLUMN}, counted there the
 * images with an output that is not finite, which may have one of the published outcomes, too.
 *
 * @param header of the list
 */
record DetectedImages(List<String> header) {
  /** Whether they are apart from the published outcomes in every row. */
  boolean areApart() {
    return header.contains(FaultList.NON_FINITE_COLUMN)
        && header.contains(FaultList.DETECTED_COLUMN);
  }

  /** Their number; 0 where the list does not tell. */
  BigInteger of(FaultRow row) {
    int column = header.indexOf(FaultList.DETECTED_COLUMN);
    boolean isCounted = column >= 0 && row.cells().get(column).matches("\\d{1,18}");
    return isCounted ? new BigInteger(row.cells().get(column)) : BigInteger.ZERO;
  }

  /**
   * Whether each image of a row has one outcome.
   *
   * @param sum of its images with a published outcome
   */
  boolean complete(FaultRow row, BigInteger sum, BigInteger images) {
    return sum.add(of(row)).equals(images) || (!areApart() && sum.equals(images));
  }
}
