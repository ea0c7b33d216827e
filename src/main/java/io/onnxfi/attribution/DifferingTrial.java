package io.onnxfi.attribution;

import io.onnxfi.fault.ImageCounts;
import io.onnxfi.fault.Trial;
import io.onnxfi.onnx.EditSet;
import io.onnxfi.outcome.TrialOutcome;
import java.util.List;
import java.util.Objects;

/**
 * A trial whose recorded outcomes differ between two sides.
 *
 * @param left what it did on the first side
 * @param right what it did on the second side
 * @param edit what it does to the model
 * @param differing images whose outcomes differ; where only counts are known, the least number that
 *     must differ
 * @param images the differing images to experiment with, in order; empty where only counts are
 *     known
 */
public record DifferingTrial(
    TrialOutcome left, TrialOutcome right, EditSet edit, long differing, List<ImagePair> images) {
  /** Checks and copies. */
  public DifferingTrial {
    Objects.requireNonNull(left, "left");
    Objects.requireNonNull(right, "right");
    Objects.requireNonNull(edit, "edit");
    images = List.copyOf(images);
    if (differing < 1 || images.size() > differing) {
      throw new IllegalArgumentException(
          "%d images to examine, %d differ".formatted(images.size(), differing));
    }
  }

  /**
   * One of which only counts are known, and that they differ.
   *
   * @param edit what it does to the model
   */
  public static DifferingTrial ofCounts(TrialOutcome left, TrialOutcome right, EditSet edit) {
    long least = Math.max(1, leastDiffering(left.counts(), right.counts()));
    return new DifferingTrial(left, right, edit, least, List.of());
  }

  /** The trial, as the first side names it. */
  public Trial trial() {
    return left.trial();
  }

  /** The least number of images that must differ for these counts to come about. */
  static long leastDiffering(ImageCounts left, ImageCounts right) {
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
