package io.onnxfi.outcome;

/** Classes by score, with NumPy's order: a NaN is above every number, the first of equals wins. */
public final class Prediction {
  private Prediction() {}

  /**
   * The class with the highest score.
   *
   * @param scores of all images, one after the other
   * @param from where those of the image begin
   * @param classes scores per image
   */
  public static int top1(float[] scores, int from, int classes) {
    int best = 0;
    for (int c = 0; c < classes; c++) {
      float score = scores[from + c];
      if (Float.isNaN(score)) {
        return c;
      }
      if (score > scores[from + best]) {
        best = c;
      }
    }
    return best;
  }

  /** How many classes stand before {@code wanted}. */
  static int rank(float[] scores, int from, int classes, int wanted) {
    float own = scores[from + wanted];
    int before = 0;
    for (int c = 0; c < classes; c++) {
      float score = scores[from + c];
      boolean equal = score == own || (Float.isNaN(score) && Float.isNaN(own));
      boolean above = !equal && (Float.isNaN(score) || score > own);
      if (above || (equal && c < wanted)) {
        before++;
      }
    }
    return before;
  }
}
