package io.onnxfi.classification;

import io.onnxfi.outcome.Prediction;
import java.util.OptionalInt;

/**
 * What a classifier says of one image. Probabilities are the softmax of its scores, in binary64.
 *
 * <p>Where a score is not finite, there are no probabilities: confidence, loss and Brier score are
 * NaN, and the answer is never right, whatever its class is.
 *
 * @param label the true class
 * @param predicted the class with the highest score, the first of equals; a NaN is above every
 *     number
 * @param confidence probability of the predicted class, 0 to 1
 * @param runnerUp the class that would be predicted without the predicted one; none if there is no
 *     other class, or scores are not finite
 * @param loss negative logarithm (natural) of the true class's probability, at least 0
 * @param brier sum over all classes of the squared difference between probability and truth, 0 to 2
 *     (Brier, Verification of forecasts expressed in terms of probability, Monthly Weather Review
 *     78, 1950)
 */
public record Answer(
    int label, int predicted, double confidence, OptionalInt runnerUp, double loss, double brier) {
  /**
   * The answer that some scores are.
   *
   * @param scores of one or more images
   * @param from place of the image's first score
   * @param classes number of its scores
   * @param label the true class, below that
   */
  public static Answer of(float[] scores, int from, int classes, int label) {
    int predicted = Prediction.top1(scores, from, classes);
    boolean isFinite = true;
    for (int c = from; c < from + classes; c++) {
      isFinite &= Float.isFinite(scores[c]);
    }
    if (!isFinite) {
      return new Answer(label, predicted, Double.NaN, OptionalInt.empty(), Double.NaN, Double.NaN);
    }
    double highest = scores[from + predicted];
    double sum = 0;
    for (int c = from; c < from + classes; c++) {
      sum += StrictMath.exp(scores[c] - highest);
    }
    double brier = 0;
    for (int c = 0; c < classes; c++) {
      double probability = StrictMath.exp(scores[from + c] - highest) / sum;
      double error = probability - (c == label ? 1 : 0);
      brier += error * error;
    }
    return new Answer(
        label,
        predicted,
        1 / sum,
        runnerUp(scores, from, classes, predicted),
        StrictMath.log(sum) + highest - scores[from + label],
        brier);
  }

  private static OptionalInt runnerUp(float[] scores, int from, int classes, int predicted) {
    int best = -1;
    for (int c = 0; c < classes; c++) {
      if (c != predicted && (best < 0 || scores[from + c] > scores[from + best])) {
        best = c;
      }
    }
    return best < 0 ? OptionalInt.empty() : OptionalInt.of(best);
  }

  /** Whether all scores were finite. */
  public boolean isFinite() {
    return !Double.isNaN(confidence);
  }

  /** Whether it is the true class, from scores that are finite. */
  public boolean isRight() {
    return isFinite() && predicted == label;
  }

  /**
   * Whether it is a wrong class, said with more confidence than this; never where scores are not
   * finite.
   *
   * @param threshold 0 to 1
   */
  public boolean isMistake(double threshold) {
    return predicted != label && confidence > threshold;
  }
}
