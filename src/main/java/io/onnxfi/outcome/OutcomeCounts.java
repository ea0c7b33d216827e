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
 * @param nonFinite images with an output that is not finite; apart from the other three only under
 *     {@link NanRule#DUE}
 * @param sdc5 images whose golden class is not among the faulty top 5
 * @param correct images classified as labelled in spite of the fault
 * @param maxAbsDiff largest finite change of any output, in logits; NaN where there are no outputs,
 *     because the fault made the framework give up
 * @param labels what the outputs say of the true classes, if the campaign asks for it
 * @param boxes what became of boxes, under a judge that looks at them
 */
public record OutcomeCounts(
    long images,
    long masked,
    long nonCritical,
    long critical,
    long nonFinite,
    long sdc5,
    long correct,
    float maxAbsDiff,
    LabelCounts labels,
    BoxCounts boxes)
    implements Serializable {

  /** Counts of a campaign that asks neither for true classes nor for boxes. */
  public OutcomeCounts(
      long images,
      long masked,
      long nonCritical,
      long critical,
      long nonFinite,
      long sdc5,
      long correct,
      float maxAbsDiff) {
    this(
        images,
        masked,
        nonCritical,
        critical,
        nonFinite,
        sdc5,
        correct,
        maxAbsDiff,
        LabelCounts.NONE,
        BoxCounts.NONE);
  }

  /** The same with what became of boxes. */
  public OutcomeCounts with(BoxCounts others) {
    return new OutcomeCounts(
        images,
        masked,
        nonCritical,
        critical,
        nonFinite,
        sdc5,
        correct,
        maxAbsDiff,
        labels,
        others);
  }

  /** No images yet. */
  public static final OutcomeCounts NONE = new OutcomeCounts(0, 0, 0, 0, 0, 0, 0, 0);

  /**
   * A fault with which the framework cannot run the model: every image is of outcome {@link
   * ImageOutcome#CRASHED}, whatever the rule.
   */
  public static OutcomeCounts crashed(long images) {
    return new OutcomeCounts(images, 0, 0, 0, 0, 0, 0, Float.NaN);
  }

  /** Whether the fault made the framework give up. */
  public boolean isCrash() {
    return Float.isNaN(maxAbsDiff);
  }

  /** Images for which the framework gave up: all, or none. */
  public long crashed() {
    return isCrash() ? images : 0;
  }

  /**
   * Images of which a system would know that something is wrong: those in none of the published
   * outcomes.
   */
  public long due() {
    return images - masked - nonCritical - critical;
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
        nonFinite + other.nonFinite,
        sdc5 + other.sdc5,
        correct + other.correct,
        Math.max(maxAbsDiff, other.maxAbsDiff),
        labels.plus(other.labels),
        boxes.plus(other.boxes));
  }
}
