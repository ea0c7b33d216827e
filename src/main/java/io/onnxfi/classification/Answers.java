package io.onnxfi.classification;

import io.onnxfi.sampling.Proportion;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * What a classifier says of some images.
 *
 * @param classes that it chooses from
 * @param all by the image's number
 */
public record Answers(int classes, List<Answer> all) {
  /** A mistake is confident above this: four fifths. */
  public static final double CONFIDENT = 0.8;

  /** Copies and checks. */
  public Answers {
    all = List.copyOf(all);
    for (Answer answer : all) {
      if (answer.label() >= classes || answer.predicted() >= classes) {
        throw new IllegalArgumentException(
            "class %d called %d, of %d classes"
                .formatted(answer.label(), answer.predicted(), classes));
      }
    }
  }

  /**
   * The answers that some scores are.
   *
   * @param scores {@code [images, classes]}, row-major
   * @param labels the true class of each image
   */
  public static Answers of(float[] scores, int classes, int... labels) {
    if (scores.length != Math.multiplyExact(labels.length, classes)) {
      throw new IllegalArgumentException(
          "%d scores for %d images of %d classes".formatted(scores.length, labels.length, classes));
    }
    return new Answers(
        classes,
        IntStream.range(0, labels.length)
            .mapToObj(image -> Answer.of(scores, image * classes, classes, labels[image]))
            .toList());
  }

  /** Number of images. */
  public int size() {
    return all.size();
  }

  /** The answer to one image. */
  public Answer get(int image) {
    return all.get(image);
  }

  /** Images whose scores are all finite. */
  public long finite() {
    return all.stream().filter(Answer::isFinite).count();
  }

  /** The images that are right, of all. */
  public Proportion accuracy() {
    return new Proportion(all.stream().filter(Answer::isRight).count(), size());
  }

  /** The mistakes above a confidence, of all images. */
  public Proportion mistakes(double threshold) {
    return new Proportion(
        all.stream().filter(answer -> answer.isMistake(threshold)).count(), size());
  }

  /** Mean cross entropy of the images with finite scores; NaN if there are none. */
  public double loss() {
    return mean(Answer::loss);
  }

  /** Mean Brier score of the images with finite scores, 0 to 2; NaN if there are none. */
  public double brier() {
    return mean(Answer::brier);
  }

  private double mean(ToDoubleFunction<Answer> value) {
    double sum = 0;
    for (Answer answer : all) {
      sum += answer.isFinite() ? value.applyAsDouble(answer) : 0;
    }
    return sum / finite();
  }

  /**
   * Numbers of the images that are mistaken above a confidence: the most confident mistake first,
   * of equals the image with the lower number.
   */
  public List<Integer> worst(double threshold) {
    return IntStream.range(0, size())
        .filter(image -> get(image).isMistake(threshold))
        .boxed()
        .sorted(Comparator.comparingDouble(image -> -get(image).confidence()))
        .toList();
  }
}
