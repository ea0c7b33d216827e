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
  private final Judge judge;
  private final int classes;
  private final int samples;

  /** The true class of each image, or none. */
  private final int[] labels;

  private final float[] scores;

  /** The class that each fault-free answer names; nothing under a judge that knows no classes. */
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
    this(TopClass.ONE, classes, labels.length, countsLabels, labels);
  }

  /**
   * Room for the answers to all samples.
   *
   * @param judge of faulty answers
   * @param width numbers in an answer
   * @param samples how many
   * @param countsLabels whether {@link OutcomeCounts#labels} is wanted
   * @param labels the true class of each sample; without any, the fault-free answers are taken for
   *     right
   */
  public GoldenOutputs(Judge judge, int width, int samples, boolean countsLabels, int... labels) {
    if (labels.length != 0 && labels.length != samples) {
      throw new IllegalArgumentException(
          "%d labels for %d samples".formatted(labels.length, samples));
    }
    this.judge = judge;
    this.classes = width;
    this.samples = samples;
    this.told = new LabelCounts[countsLabels ? labels.length : 0];
    this.labels = labels.clone();
    this.scores = new float[Math.multiplyExact(samples, width)];
    this.predicted = new int[samples];
    this.finite = new boolean[samples];
    this.numbers = new boolean[samples];
  }

  /** Room for other outputs for the same images. */
  public GoldenOutputs like() {
    return new GoldenOutputs(judge, classes, samples, told.length > 0, labels);
  }

  /** Records the outputs of the images from {@code first} on. */
  public void put(int first, float... batch) {
    System.arraycopy(batch, 0, scores, first * classes, batch.length);
    for (int i = 0; i < batch.length / classes; i++) {
      predicted[first + i] = judge.answer(batch, i * classes, classes);
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
    return samples;
  }

  /** Whether the true classes are known. */
  public boolean isLabelled() {
    return labels.length > 0;
  }

  /** Images classified as labelled; all, if there are no labels. */
  public long correct() {
    return correct(0, samples);
  }

  /**
   * Images from {@code from} up to but not including {@code to} that are classified as labelled.
   */
  public long correct(int from, int to) {
    if (!isLabelled()) {
      return Math.max(0, to - from);
    }
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
        labelled,
        BoxCounts.NONE);
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
    BoxCounts boxes = BoxCounts.NONE;
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
      int own = image * classes;
      boolean critical = !equal && judge.isCritical(scores, own, batch, from, classes);
      ImageOutcome outcome = critical ? ImageOutcome.CRITICAL : ImageOutcome.NON_CRITICAL;
      if (!finite && rule == NanRule.DUE) {
        outcome = ImageOutcome.NON_FINITE;
      } else if (equal) {
        outcome = ImageOutcome.MASKED;
      }
      outcomes[image] = outcome.code();
      counts[outcome.code()]++;
      nonFinite += finite ? 0 : 1;
      sdc5 += judge.isBeyondFive(scores, own, batch, from, classes) ? 1 : 0;
      correct += isRight(critical, batch, from, image) ? 1 : 0;
      labelled = labelled.plus(told(batch, i, image, finite));
      if (judge.countsBoxes() && !equal && outcome != ImageOutcome.NON_FINITE) {
        boxes = boxes.plus(judge.boxes(scores, own, batch, from, classes));
      }
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
        labelled,
        boxes);
  }

  private boolean isRight(boolean critical, float[] batch, int from, int image) {
    return isLabelled() ? judge.answer(batch, from, classes) == labels[image] : !critical;
  }
}
