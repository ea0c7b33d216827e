package io.onnxfi.attribution;

import io.onnxfi.onnx.Node;
import io.onnxfi.tensor.Tensor;

/** How far apart an output's elements may lie by rounding alone. */
@FunctionalInterface
interface Bound {
  /**
   * The largest difference that rounding explains.
   *
   * @param element row-major position in the output
   * @return from 0; infinite where the sum of the terms' magnitudes overflows
   */
  double at(int element);

  /** No difference at all. */
  Bound EXACT = element -> 0;

  /** For sums whose terms' magnitudes add up to these values. */
  static Bound ofSums(long steps, float... magnitudes) {
    // Twice, for two results; the magnitudes are themselves rounded sums, and tiny terms underflow.
    double factor = 2 * RoundingError.gamma(steps) * (1 + RoundingError.gamma(steps));
    double underflow = 2.0 * steps * Float.MIN_VALUE;
    return element -> factor * magnitudes[element] + underflow;
  }

  /**
   * For functions: relative to the largest finite result of the same image, a convention rather
   * than a theorem. A layer normalisation is measured by its input before the mean is taken away,
   * for that is where its rounding comes from.
   *
   * @param values {@code [rows, …]}
   */
  static Bound ofFunction(Node node, Tensor input, long steps, int rows, float... values) {
    double condition = node.opType().equals("LayerNormalization") ? condition(input) : 1;
    int rowSize = Math.max(1, values.length / rows);
    double[] bounds = new double[rows];
    for (int e = 0; e < values.length; e++) {
      if (Float.isFinite(values[e])) {
        bounds[e / rowSize] = Math.max(bounds[e / rowSize], Math.abs(values[e]));
      }
    }
    double factor = 2 * RoundingError.gamma(steps) * condition;
    return element -> factor * bounds[element / rowSize];
  }

  /** Largest magnitude over standard deviation of any row of the last axis, at least 1. */
  private static double condition(Tensor input) {
    int length = Math.toIntExact(input.shape().dim(input.shape().rank() - 1));
    float[] values = input.toFloatArray();
    double worst = 1;
    for (int from = 0; from < values.length; from += length) {
      double sum = 0;
      double squares = 0;
      double largest = 0;
      for (int i = from; i < from + length; i++) {
        sum += values[i];
        squares += (double) values[i] * values[i];
        largest = Math.max(largest, Math.abs(values[i]));
      }
      double mean = sum / length;
      double deviation = Math.sqrt(Math.max(0, squares / length - mean * mean));
      double condition = largest / deviation;
      worst = Double.isFinite(condition) ? Math.max(worst, condition) : worst;
    }
    return worst;
  }
}
