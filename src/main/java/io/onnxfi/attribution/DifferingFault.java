package io.onnxfi.attribution;

import io.onnxfi.fault.FaultRow;
import io.onnxfi.fault.ImageCounts;
import io.onnxfi.fault.StoredFault;
import java.util.List;
import java.util.Objects;

/**
 * A fault whose recorded outcomes differ between two sides.
 *
 * @param row its row in the outcomes of the first side
 * @param fault the fault
 * @param left counts of the first side
 * @param right counts of the second side
 * @param differing images whose outcomes differ; where only counts are known, the least number that
 *     must differ
 * @param images the differing images to experiment with, in order; empty where only counts are
 *     known
 */
public record DifferingFault(
    FaultRow row,
    StoredFault fault,
    ImageCounts left,
    ImageCounts right,
    long differing,
    List<ImagePair> images) {
  /** Checks and copies. */
  public DifferingFault {
    Objects.requireNonNull(row, "row");
    Objects.requireNonNull(fault, "fault");
    images = List.copyOf(images);
    if (differing < 1 || images.size() > differing) {
      throw new IllegalArgumentException(
          "%d images to examine, %d differ".formatted(images.size(), differing));
    }
  }

  /** The least number of images that must differ for these counts to come about. */
  public static long leastDiffering(ImageCounts left, ImageCounts right) {
    long masked = left.masked() - right.masked();
    long nonCritical = left.nonCritical() - right.nonCritical();
    long critical = left.critical() - right.critical();
    long other = -(masked + nonCritical + critical); // detected, in none of the three
    return (Math.abs(masked) + Math.abs(nonCritical) + Math.abs(critical) + Math.abs(other)) / 2;
  }

  /** Places in the campaign of the images to experiment with. */
  List<Integer> places() {
    return images.stream().map(ImagePair::place).toList();
  }
}
