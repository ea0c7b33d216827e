package io.onnxfi.training;

/** The standard deviation of many numbers, fast enough for every step of a training. */
final class Deviation {
  private Deviation() {}

  /**
   * With n - 1, 0 of fewer than two; in one pass over the distances from the first number, whose
   * mean is of the order of the deviation, so that little cancels. Four at a time: a sum would wait
   * for itself at each.
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
    double sum = 0;
    double square = 0;
    int i = from;
    for (; i + 3 < to; i += 4) {
      double a = values[i] - origin;
      double b = values[i + 1] - origin;
      double c = values[i + 2] - origin;
      double d = values[i + 3] - origin;
      sum += (a + b) + (c + d);
      square += (a * a + b * b) + (c * c + d * d);
    }
    for (; i < to; i++) {
      double a = values[i] - origin;
      sum += a;
      square += a * a;
    }
    sums[block] = sum;
    squares[block] = square;
  }
}
