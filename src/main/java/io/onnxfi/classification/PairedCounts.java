package io.onnxfi.classification;

import io.onnxfi.agreement.McNemar;
import io.onnxfi.sampling.Interval;
import java.util.function.Predicate;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * Which images have something with one model, with another, or with both: what a change moves.
 *
 * @param both images that have it with both
 * @param onlyFirst those that have it with the first only, b
 * @param onlySecond those that have it with the second only, c
 * @param neither those that have it with none
 */
public record PairedCounts(long both, long onlyFirst, long onlySecond, long neither) {
  private static final int STEPS = 100;

  /** Checks the ranges. */
  public PairedCounts {
    if (both < 0 || onlyFirst < 0 || onlySecond < 0 || neither < 0) {
      throw new IllegalArgumentException(
          "counts of %d, %d, %d and %d".formatted(both, onlyFirst, onlySecond, neither));
    }
  }

  /** The images that are right. */
  public static PairedCounts ofRight(Answers first, Answers second) {
    return of(first, second, Answer::isRight);
  }

  /**
   * The images that are mistaken with a confidence.
   *
   * @param threshold 0 to 1; above it a mistake counts
   */
  public static PairedCounts ofMistakes(Answers first, Answers second, double threshold) {
    return of(first, second, answer -> answer.isMistake(threshold));
  }

  /**
   * The images whose answers have something.
   *
   * @throws IllegalArgumentException if the answers are to other images
   */
  public static PairedCounts of(Answers first, Answers second, Predicate<Answer> has) {
    requirePaired(first, second);
    long[] counts = new long[4];
    for (int image = 0; image < first.size(); image++) {
      boolean inFirst = has.test(first.get(image));
      boolean inSecond = has.test(second.get(image));
      counts[(inFirst ? 0 : 2) + (inSecond ? 0 : 1)]++;
    }
    return new PairedCounts(counts[0], counts[1], counts[2], counts[3]);
  }

  /** Requires the same number of images with the same labels. */
  static void requirePaired(Answers first, Answers second) {
    if (first.size() != second.size()) {
      throw new IllegalArgumentException(
          "answers to %d images, and to %d".formatted(first.size(), second.size()));
    }
    for (int image = 0; image < first.size(); image++) {
      if (first.get(image).label() != second.get(image).label()) {
        throw new IllegalArgumentException(
            "image %d is of class %d, and of %d"
                .formatted(image, first.get(image).label(), second.get(image).label()));
      }
    }
  }

  /** All images. */
  public long images() {
    return both + onlyFirst + onlySecond + neither;
  }

  /** Images that have it with the first model. */
  public long first() {
    return both + onlyFirst;
  }

  /** Images that have it with the second model. */
  public long second() {
    return both + onlySecond;
  }

  /** Share of the second less that of the first, −1 to 1; NaN without images. */
  public double difference() {
    return (double) (onlySecond - onlyFirst) / images();
  }

  /** Of McNemar's test, exact and two-sided: p of this or more, if the models are alike. */
  public double pValue() {
    return McNemar.exact(onlyFirst, onlySecond);
  }

  /**
   * The score interval of Tango (Equivalence test and confidence interval for the difference in
   * proportions for the paired-sample design, Statistics in Medicine 17, 1998, 891-908): all
   * differences that a score test does not reject. It leaves 0 out exactly if McNemar's χ² without
   * correction is significant, and has room for what was not seen where the models agree on all
   * images: ± z²/(n + z²).
   *
   * @param confidence above 0 and below 1
   * @return from −1 to 1 without images
   */
  public Interval interval(double confidence) {
    if (images() == 0) {
      return new Interval(-1, 1);
    }
    double z = NormalDistribution.of(0, 1).inverseSurvivalProbability((1 - confidence) / 2);
    return new Interval(end(z, -1), end(-z, 1));
  }

  /**
   * Where the score, which falls as the difference grows, is this: on one side of what is found.
   */
  private double end(double wanted, double extreme) {
    double inside = difference();
    double outside = extreme;
    for (int step = 0; step < STEPS; step++) {
      double middle = (inside + outside) / 2;
      if (Math.abs(score(middle)) < Math.abs(wanted)) {
        inside = middle;
      } else {
        outside = middle;
      }
    }
    return inside;
  }

  /**
   * The found difference less an assumed one, in standard errors under the latter: with q the most
   * likely share of images in the first only, given the assumed difference.
   */
  private double score(double assumed) {
    double n = images();
    double linear = (2 * n - onlySecond + onlyFirst) * assumed - onlyFirst - onlySecond;
    double constant = -onlyFirst * assumed * (1 - assumed);
    double root = Math.sqrt(Math.max(0, linear * linear - 8 * n * constant));
    double q = (root - linear) / (4 * n);
    double variance = n * (2 * q + assumed * (1 - assumed));
    double gap = onlySecond - onlyFirst - n * assumed;
    return gap == 0 ? 0 : gap / Math.sqrt(Math.max(0, variance));
  }
}
