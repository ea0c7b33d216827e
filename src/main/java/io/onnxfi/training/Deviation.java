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
    double[] sums = new double[Blocks.count(n)];
    double[] squares = new double[sums.length];
    Blocks.forEach(n, (block, from, to) -> add(values, block, from, to, sums, squares));
    double sum = 0;
    double square = 0;
    for (int block = 0; block < sums.length; block++) {
      sum += sums[block];
      square += squares[block];
    }
    return Math.sqrt((square - sum * sum / n) / (n - 1));
  }

  private static void add(
      float[] values, int block, int from, int to, double[] sums, double[] squares) {
    double origin = values[0];
    double sumA = 0;
    double sumB = 0;
    double squaresA = 0;
    double squaresB = 0;
    for (int i = from; i < to; i += 2) {
      double a = values[i] - origin;
      double b = i + 1 < to ? values[i + 1] - origin : 0;
      sumA += a;
      sumB += b;
      squaresA += a * a;
      squaresB += b * b;
    }
    sums[block] = sumA + sumB;
    squares[block] = squaresA + squaresB;
  }
}
