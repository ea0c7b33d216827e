package io.onnxfi.training;

/** The standard deviation of many numbers, fast enough for every step of a training. */
final class Deviation {
  private Deviation() {}

  /**
   * With n - 1, 0 of fewer than two; in one pass over the distances from the first number, whose
   * mean is of the order of the deviation, so that little cancels. Even and odd places are summed
   * apart: a single sum would wait for itself.
   */
  static double of(float[] values) {
    int n = values.length;
    if (n < 2) {
      return 0;
    }
    double origin = values[0];
    double sumA = 0;
    double sumB = 0;
    double squaresA = 0;
    double squaresB = 0;
    for (int i = 1; i < n; i += 2) {
      double a = values[i] - origin;
      double b = i + 1 < n ? values[i + 1] - origin : 0;
      sumA += a;
      sumB += b;
      squaresA += a * a;
      squaresB += b * b;
    }
    double sum = sumA + sumB;
    return Math.sqrt((squaresA + squaresB - sum * sum / n) / (n - 1));
  }
}
