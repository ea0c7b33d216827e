package io.onnxfi.outcome;

/**
 * Scores of classes: critical is another highest class.
 *
 * @param positions that the sample has scores for, one after the other, such as tokens or pixels;
 *     usually one
 */
public record TopClass(int positions) implements Judge {
  /** One row of scores for each sample. */
  public static final TopClass ONE = new TopClass(1);

  private static final int TOP = 5;

  /** Checks. */
  public TopClass {
    if (positions < 1) {
      throw new IllegalArgumentException("scores for %d positions".formatted(positions));
    }
  }

  @Override
  public int leastNumbers() {
    return 2 * positions;
  }

  @Override
  public boolean isCritical(float[] golden, int own, float[] faulty, int from, int width) {
    int classes = width / positions;
    for (int at = 0; at < width; at += classes) {
      if (Prediction.top1(golden, own + at, classes)
          != Prediction.top1(faulty, from + at, classes)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public boolean namesClasses() {
    return positions == 1;
  }

  @Override
  public int answer(float[] answers, int from, int width) {
    return positions == 1 ? Prediction.top1(answers, from, width) : 0;
  }

  @Override
  public boolean isBeyondFive(float[] golden, int own, float[] faulty, int from, int width) {
    int classes = width / positions;
    for (int at = 0; at < width; at += classes) {
      int predicted = Prediction.top1(golden, own + at, classes);
      if (Prediction.rank(faulty, from + at, classes, predicted) >= TOP) {
        return true;
      }
    }
    return false;
  }

  @Override
  public String toString() {
    return positions == 1 ? "top1" : "tokens";
  }
}
