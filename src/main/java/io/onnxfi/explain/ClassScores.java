package io.onnxfi.explain;

import io.onnxfi.outcome.Prediction;
import java.util.Objects;

/** What a network says of one image: a score for each class, before any softmax. */
public final class ClassScores {
  private final float[] scores;

  /** Copies. */
  public ClassScores(float... scores) {
    this.scores = scores.clone();
  }

  /** How many classes there are. */
  public int classes() {
    return scores.length;
  }

  /** The score of a class. */
  public float score(int label) {
    return scores[Objects.checkIndex(label, scores.length)];
  }

  /** The class with the highest score; the first of equals, the first NaN if there is one. */
  public int predicted() {
    return Prediction.top1(scores, 0, scores.length);
  }

  /**
   * The share of a class in the softmax of the scores, 0 to 1; NaN if a score is NaN, or positive
   * infinity.
   */
  public double confidence(int label) {
    double most = score(predicted());
    double sum = 0;
    for (float score : scores) {
      sum += StrictMath.exp(score - most);
    }
    return StrictMath.exp(score(label) - most) / sum;
  }
}
