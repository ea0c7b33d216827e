package io.onnxfi.outcome;

import io.onnxfi.fault.ImageCounts;
import java.io.Serializable;

/**
 * What one fault did to all images of a campaign, as it is measured.
 *
 * @param images number of images
 * @param masked images of outcome {@link ImageOutcome#MASKED}
 * @param nonCritical images of outcome {@link ImageOutcome#NON_CRITICAL}
 * @param critical images of outcome {@link ImageOutcome#CRITICAL}
 * @param due images with an output that is not finite; apart from the other three only under {@link
 *     NanRule#DUE}, and where the fault made the framework give up, so that there are no outputs
 * @param sdc5 images whose golden class is not among the faulty top 5
 * @param correct images classified as labelled in spite of the fault
 * @param maxAbsDiff largest finite change of any output, in logits; NaN where there are no outputs
 */
public record OutcomeCounts(
    long images,
    long masked,
    long nonCritical,
    long critical,
    long due,
    long sdc5,
    long correct,
    float maxAbsDiff)
    implements Serializable {

  /** No images yet. */
  public static final OutcomeCounts NONE = new OutcomeCounts(0, 0, 0, 0, 0, 0, 0, 0);

  /**
   * A fault with which the framework cannot run the model: every image is detected, whatever the
   * rule, and in no other class.
   */
  public static OutcomeCounts crashed(long images) {
    return new OutcomeCounts(images, 0, 0, 0, images, 0, 0, Float.NaN);
  }

  /** Whether the fault made the framework give up. */
  public boolean isCrash() {
    return Float.isNaN(maxAbsDiff);
  }

  /** What every list with outcomes tells of it. */
  public ImageCounts listed() {
    return new ImageCounts(images, masked, nonCritical, critical);
  }

  /** The counts over both sets of images. */
  public OutcomeCounts plus(OutcomeCounts other) {
    return new OutcomeCounts(
        images + other.images,
        masked + other.masked,
        nonCritical + other.nonCritical,
        critical + other.critical,
        due + other.due,
        sdc5 + other.sdc5,
        correct + other.correct,
        Math.max(maxAbsDiff, other.maxAbsDiff));
  }
}
