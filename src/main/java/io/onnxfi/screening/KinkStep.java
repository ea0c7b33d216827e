package io.onnxfi.screening;

/**
 * A function of single elements of straight pieces: slope {@code below} under {@code low}, 1
 * between and 0 above {@code high}. Relu, LeakyRelu and Clip are such.
 */
final class KinkStep implements Step {
  private final int[] reads;
  private final int size;
  private final double low;
  private final double high;
  private final double below;

  /**
   * All that it is made of.
   *
   * @param reads place of the value
   * @param size elements
   * @param low where the first kink is
   * @param high where the second one is; infinite if there is none
   * @param below slope under the first kink, from 0 to 1
   */
  KinkStep(int[] reads, int size, double low, double high, double below) {
    this.reads = reads;
    this.size = size;
    this.low = low;
    this.high = high;
    this.below = below;
  }

  @Override
  public int[] reads() {
    return reads;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public double[] apply(double[]... inputs) {
    double[] result = new double[size];
    for (int e = 0; e < size; e++) {
      result[e] = at(inputs[0][e]);
    }
    return result;
  }

  private double at(double x) {
    return x < low ? low + below * (x - low) : Math.min(x, high);
  }

  private double slope(double x) {
    return x < low ? below : x > high ? 0 : 1;
  }

  /** No slope is beyond 1, and what cannot leave a flat piece does not move. */
  @Override
  public double[] spread(double[][] golden, double[]... moves) {
    double[] result = new double[size];
    for (int e = 0; e < size; e++) {
      double x = golden[0][e];
      double move = moves[0][e];
      double now = at(x);
      result[e] = Math.max(at(x + move) - now, now - at(x - move)) * Rounding.SLACK;
    }
    return result;
  }

  @Override
  public void pull(double[][] golden, double[] adjoint, double[]... inputs) {
    for (int e = 0; e < size; e++) {
      inputs[0][e] += slope(golden[0][e]) * adjoint[e];
    }
  }

  /** A product with the slope, in leaky ones. */
  @Override
  public long roundings() {
    return below > 0 && below < 1 ? 1 : 0;
  }

  @Override
  public double[] terms(double[]... golden) {
    return Magnitudes.of(golden[0]);
  }

  /**
   * At the lower kink the function bends upwards, r ≥ 0, and costs where the adjoint is negative;
   * at the upper one downwards, r ≤ 0. r is at most the change of slope times how far beyond the
   * kink the element can get.
   */
  @Override
  public double cost(double[][] golden, double[][] moves, double... adjoint) {
    return cost(golden, moves, adjoint, 0, size);
  }

  /** The same of some elements that lie side by side. */
  double cost(double[][] golden, double[][] moves, double[] adjoint, int from, int to) {
    double cost = 0;
    for (int e = from; e < to; e++) {
      double x = golden[0][e];
      double move = moves[0][e];
      if (adjoint[e] < 0) {
        cost -= adjoint[e] * (1 - below) * Math.max(0, move - Math.abs(x - low));
      } else if (high < Double.POSITIVE_INFINITY) {
        cost += adjoint[e] * Math.max(0, move - Math.abs(x - high));
      }
    }
    return cost;
  }
}
