package io.onnxfi.classification;

import io.onnxfi.sampling.Proportion;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Whether a classifier is right as often as its confidence says: images by confidence, in bins of
 * equal width (Guo, Pleiss, Sun and Weinberger, On calibration of modern neural networks, ICML
 * 2017, section 2). Images whose scores are not finite are in no bin.
 *
 * @param bins from confidence 0 to 1
 */
public record Reliability(List<Bin> bins) {
  /** So many bins have Guo et al. */
  public static final int BINS = 15;

  /** Copies. */
  public Reliability {
    bins = List.copyOf(bins);
  }

  /**
   * Images of similar confidence.
   *
   * @param low their confidence is above it
   * @param high their confidence is not above it
   * @param right images that are right, of those in the bin
   * @param confidence its mean over these images; NaN if there are none
   */
  public record Bin(double low, double high, Proportion right, double confidence) {
    /** Images in it. */
    public long images() {
      return right.trials();
    }

    /** By how much confidence exceeds the share that is right, −1 to 1; NaN of no images. */
    public double overconfidence() {
      return confidence - right.value();
    }
  }

  /** The usual {@value #BINS} bins. */
  public static Reliability of(Answers answers) {
    return of(answers, BINS);
  }

  /** So many bins, at least one. */
  public static Reliability of(Answers answers, int count) {
    long[] images = new long[count];
    long[] right = new long[count];
    double[] confidence = new double[count];
    for (Answer answer : answers.all()) {
      if (answer.isFinite()) {
        int bin = bin(answer.confidence(), count);
        images[bin]++;
        right[bin] += answer.isRight() ? 1 : 0;
        confidence[bin] += answer.confidence();
      }
    }
    return new Reliability(
        IntStream.range(0, count)
            .mapToObj(
                bin ->
                    new Bin(
                        edge(bin, count),
                        edge(bin + 1, count),
                        new Proportion(right[bin], images[bin]),
                        confidence[bin] / images[bin]))
            .toList());
  }

  private static double edge(int bin, int count) {
    return (double) bin / count;
  }

  /** A confidence at an edge is in the bin below, whichever way the product is rounded. */
  private static int bin(double confidence, int count) {
    int bin = Math.min(count - 1, (int) (confidence * count));
    while (bin > 0 && confidence <= edge(bin, count)) {
      bin--;
    }
    while (confidence > edge(bin + 1, count)) {
      bin++;
    }
    return bin;
  }

  /** Images in all bins. */
  public long images() {
    return bins.stream().mapToLong(Bin::images).sum();
  }

  /** The bins that have images. */
  public List<Bin> occupied() {
    return bins.stream().filter(bin -> bin.images() > 0).toList();
  }

  /**
   * Expected calibration error (equation 3): the mean distance between confidence and share that is
   * right, 0 to 1, each bin weighing as many images as are in it; NaN if there are none.
   */
  public double expectedError() {
    double sum = 0;
    for (Bin bin : occupied()) {
      sum += bin.images() * Math.abs(bin.overconfidence());
    }
    return sum / images();
  }

  /**
   * Maximum calibration error (equation 5): the largest of these distances, however few images are
   * in the bin; NaN if there are none.
   */
  public double maximumError() {
    return occupied().stream()
        .mapToDouble(bin -> Math.abs(bin.overconfidence()))
        .max()
        .orElse(Double.NaN);
  }
}
