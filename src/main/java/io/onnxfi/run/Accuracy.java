package io.onnxfi.run;

import io.onnxfi.outcome.LabelCounts;
import io.onnxfi.outcome.OutcomeCounts;

/**
 * How well the true classes of some images were found.
 *
 * <p>An image with an output that is not finite is neither right nor wrong: {@code labels} leaves
 * it out, {@code nonFinite} counts it. Where a framework gave up, {@code crashed} counts all
 * images.
 *
 * @param images number of images
 * @param labels what the finite outputs say
 * @param nonFinite images with an output that is not finite
 * @param numpyTop1 images whose true class is the prediction if a NaN counts as larger than every
 *     number, as argmax has it in NumPy and PyTorch
 * @param crashed images for which the framework gave up
 */
public record Accuracy(
    long images, LabelCounts labels, long nonFinite, long numpyTop1, long crashed) {
  /** What was measured of outputs whose campaign counts labels. */
  static Accuracy of(OutcomeCounts counts) {
    return new Accuracy(
        counts.images(), counts.labels(), counts.nonFinite(), counts.correct(), counts.crashed());
  }

  /** Share of the images whose true class has the highest score, 0 to 1. */
  public double top1() {
    return (double) labels.top1() / images;
  }

  /** Share of the images whose true class is among the five highest scores, 0 to 1. */
  public double top5() {
    return (double) labels.top5() / images;
  }

  /** Mean cross entropy of the images with finite outputs; NaN if there are none. */
  public double loss() {
    return labels.totalLoss() / (images - nonFinite - crashed);
  }
}
