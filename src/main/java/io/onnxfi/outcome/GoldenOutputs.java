package io.onnxfi.outcome;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/**
 * The fault-free outputs of one backend for all images, and the judge of faulty ones.
 *
 * <p>Scores are {@code [images, classes]}, row-major. Filled batch by batch, then only read;
 * disjoint batches may be filled and judged by several threads.
 */
public final class GoldenOutputs {
  private static final int TOP = 5;

  private final int classes;
  private final int[] labels;
  private final float[] scores;
  private final int[] predicted;
  private final boolean[] finite;
  private final boolean[] numbers;

  /** What each image's outputs say of its true class; empty if nobody asks. */
  private final LabelCounts[] told;

  /**
   * Room for the outputs of all images, of which nobody asks what they say of the true classes.
   *
   * @param classes number of scores per image
   * @param labels the true class of each image
   */
  public GoldenOutputs(int classes, int... labels) {
    this(classes, false, labels);
  }

  /**
   * Room for the outputs of all images.
   *
   * @param classes number of scores per image
   * @param countsLabels whether {@link OutcomeCounts#labels} is wanted
   * @param labels the true class of each image
   */
  public GoldenOutputs(int classes, boolean countsLabels, int... labels) {
    this.classes = classes;
    this.told = new LabelCounts[countsLabels ? labels.length : 0];
    this.labels = labels.clone();
    this.scores = new float[Math.multiplyExact(labels.length, classes)];
    this.predicted = new int[labels.length];
    this.finite = new boolean[labels.length];
    this.numbers = new boolean[labels.length];
  }

  /** Room for other outputs for the same images. */
  public GoldenOutputs like() {
    return new GoldenOutputs(classes, told.length > 0, labels);
  }

  /** Records the outputs of the images from {@code first} on. */
  public void put(int first, float... batch) {
    System.arraycopy(batch, 0, scores, first * classes, batch.length);
    for (int i = 0; i < batch.length / classes; i++) {
      predicted[first + i] = Prediction.top1(batch, i * classes, classes);
      boolean allFinite = true;
      boolean noNan = true;
      for (int c = i * classes; c < (i + 1) * classes; c++) {
        allFinite &= Float.isFinite(batch[c]);
        noNan &= !Float.isNaN(batch[c]);
      }
      finite[first + i] = allFinite;
      if (told.length > 0) {
        told[first + i] = told(batch, i, first + i, allFinite);
      }
      numbers[first + i] = noNan;
    }
  }

  private LabelCounts told(float[] scores, int row, int image, boolean isFinite) {
    return told.length > 0 && isFinite
        ? LabelCounts.of(scores, row * classes, classes, labels[image])
        : LabelCounts.NONE;
  }

  /** Number of images. */
  public int images() {
    return labels.length;
  }

  /** Images classified as labelled. */
  public long correct() {
    return correct(0, labels.length);
  }

  /**
   * Images from {@code from} up to but not including {@code to} that are classified as labelled.
   */
  public long correct(int from, int to) {
    long correct = 0;
    for (int i = from; i < to; i++) {
      correct += predicted[i] == labels[i] ? 1 : 0;
    }
    return correct;
  }

  /** Whether every image has a NaN among its scores, so that no fault is ever masked. */
  public boolean isNowhereANumber() {
    for (boolean number : numbers) {
      if (number) {
        return false;
      }
    }
    return true;
  }

  /**
   * Judges neighbouring images whose outputs are the golden ones: as {@link #judge} of their own
   * scores, by which an image with a NaN is not masked, as a NaN is unequal to itself.
   *
   * @param from the first image
   * @param to the image behind the last
   * @param outcomes where the outcome of each image goes, at the image's number
   * @return the counts over these images
   */
  public OutcomeCounts unchanged(int from, int to, NanRule rule, byte[] outcomes) {
    long[] counts = new long[ImageOutcome.COUNT];
    long nonFinite = 0;
    LabelCounts labelled = LabelCounts.NONE;
    for (int image = from; image < to; image++) {
      labelled = told.length > 0 ? labelled.plus(told[image]) : labelled;
      ImageOutcome outcome = ImageOutcome.MASKED;
      if (!finite[image]) {
        nonFinite++;
        if (rule == NanRule.DUE) {
          outcome = ImageOutcome.NON_FINITE;
        } else if (!numbers[image]) {
          outcome = ImageOutcome.NON_CRITICAL;
        }
      }
      outcomes[image] = outcome.code();
      counts[outcome.code()]++;
    }
    return new OutcomeCounts(
        Math.max(0, to - from),
        counts[ImageOutcome.MASKED.code()],
        counts[ImageOutcome.NON_CRITICAL.code()],
        0,
        nonFinite,
        0,
        correct(from, to),
        0,
        labelled);
  }

  /** All scores {@code [images, classes]}, a copy. */
  public float[] scores() {
    return scores.clone();
  }

  /** The golden scores of the images from {@code first} on, {@code [n, classes]}, a copy. */
  public float[] scores(int first, int n) {
    return Arrays.copyOfRange(scores, first * classes, (first + n) * classes);
  }

  /**
   * Judges faulty outputs of neighbouring images.
   *
   * @param first the first image of the batch
   * @param batch faulty scores {@code [n, classes]}
   * @param outcomes where the outcome of each image goes, at the image's number
   * @return the counts over the batch
   */
  public OutcomeCounts judge(int first, float[] batch, NanRule rule, byte[] outcomes) {
    return judge(batch, i -> first + i, rule, outcomes);
  }

  /**
   * Judges faulty outputs of any images.
   *
   * @param batch faulty scores {@code [n, classes]}
   * @param images from the row of the batch to the number of the image
   * @param outcomes where the outcome of each image goes, at the image's number
   * @return the counts over the batch
   */
  public OutcomeCounts judge(
      float[] batch, IntUnaryOperator images, NanRule rule, byte[] outcomes) {
    int n = batch.length / classes;
    long[] counts = new long[ImageOutcome.COUNT];
    long nonFinite = 0;
    long sdc5 = 0;
    long correct = 0;
    float maxAbsDiff = 0;
    LabelCounts labelled = LabelCounts.NONE;
    for (int i = 0; i < n; i++) {
      int image = images.applyAsInt(i);
      int from = i * classes;
      boolean equal = true;
      boolean finite = true;
      for (int c = 0; c < classes; c++) {
        float golden = scores[image * classes + c];
        float faulty = batch[from + c];
        equal &= golden == faulty;
        finite &= Float.isFinite(faulty);
        float difference = Math.abs(faulty - golden);
        if (Float.isFinite(difference) && difference > maxAbsDiff) {
          maxAbsDiff = difference;
        }
      }
      int now = Prediction.top1(batch, from, classes);
      ImageOutcome outcome;
      if (!finite && rule == NanRule.DUE) {
        outcome = ImageOutcome.NON_FINITE;
      } else if (equal) {
        outcome = ImageOutcome.MASKED;
      } else {
        outcome = now == predicted[image] ? ImageOutcome.NON_CRITICAL : ImageOutcome.CRITICAL;
      }
      outcomes[image] = outcome.code();
      counts[outcome.code()]++;
      nonFinite += finite ? 0 : 1;
      sdc5 += Prediction.rank(batch, from, classes, predicted[image]) >= TOP ? 1 : 0;
      correct += now == labels[image] ? 1 : 0;
      labelled = labelled.plus(told(batch, i, image, finite));
    }
    return new OutcomeCounts(
        n,
        counts[ImageOutcome.MASKED.code()],
        counts[ImageOutcome.NON_CRITICAL.code()],
        counts[ImageOutcome.CRITICAL.code()],
        nonFinite,
        sdc5,
        correct,
        maxAbsDiff,
        labelled);
  }
}
