package io.onnxfi.outcome;

import java.io.Serializable;

/**
 * What the outputs for some images say of their true classes. Whole numbers, so that sums do not
 * depend on their order.
 *
 * <p>An image with an output that is not finite is in none of these: whether it is right is not for
 * a NaN to say. {@link OutcomeCounts#nonFinite} counts such images.
 *
 * @param top1 images whose true class has the highest score
 * @param top5 images whose true class is among the five highest scores
 * @param loss sum of the images' cross entropies (natural logarithm), each of at most 2^20 and
 *     rounded to a whole number of units of 2^-20
 */
public record LabelCounts(long top1, long top5, long loss) implements Serializable {
  /** Of no images, or where nobody asked. */
  public static final LabelCounts NONE = new LabelCounts(0, 0, 0);

  private static final int TOP = 5;
  private static final double UNIT = 0x1p-20;
  private static final double MOST = 0x1p20;

  /**
   * Of one image.
   *
   * @param scores all finite
   * @param from place of the first of its scores
   * @param classes number of its scores
   */
  static LabelCounts of(float[] scores, int from, int classes, int label) {
    int rank = Prediction.rank(scores, from, classes, label);
    return new LabelCounts(
        rank == 0 ? 1 : 0,
        rank < TOP ? 1 : 0,
        Math.round(loss(scores, from, classes, label) / UNIT));
  }

  private static double loss(float[] scores, int from, int classes, int label) {
    double highest = Double.NEGATIVE_INFINITY;
    for (int c = from; c < from + classes; c++) {
      highest = Math.max(highest, scores[c]);
    }
    double sum = 0;
    for (int c = from; c < from + classes; c++) {
      sum += StrictMath.exp(scores[c] - highest);
    }
    return Math.min(MOST, StrictMath.log(sum) + highest - scores[from + label]);
  }

  /** The counts over both sets of images. */
  LabelCounts plus(LabelCounts other) {
    return new LabelCounts(top1 + other.top1, top5 + other.top5, loss + other.loss);
  }

  /** The sum of the cross entropies. */
  public double totalLoss() {
    return loss * UNIT;
  }
}
