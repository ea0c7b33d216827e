package io.onnxfi.screening;

/** A product with a matrix of weights. */
final class Matrix implements LinearMap {
  private final double[] weights;
  private final int outputs;
  private final int inputs;
  private final boolean transposed;
  private final double factor;

  /**
   * All that it is made of.
   *
   * @param weights row-major
   * @param outputs how many
   * @param inputs how many
   * @param transposed whether a row of the tensor belongs to an output, and not to an input
   * @param factor of the product
   */
  Matrix(double[] weights, int outputs, int inputs, boolean transposed, double factor) {
    this.weights = weights;
    this.outputs = outputs;
    this.inputs = inputs;
    this.transposed = transposed;
    this.factor = factor;
  }

  @Override
  public void forEach(Taps taps) {
    for (int output = 0; output < outputs; output++) {
      for (int input = 0; input < inputs; input++) {
        taps.tap(output, input, factor * weights[place(output, input)]);
      }
    }
  }

  @Override
  public void forEachOf(long element, Taps taps) {
    int row = Math.toIntExact(element / (transposed ? inputs : outputs));
    int column = Math.toIntExact(element % (transposed ? inputs : outputs));
    taps.tap(transposed ? row : column, transposed ? column : row, factor);
  }

  @Override
  public int together() {
    return 1;
  }

  @Override
  public void addLargest(double[] result, int perChannel, double... magnitudes) {
    for (int output = 0; output < outputs; output++) {
      double most = 0;
      for (int from = 0; from < inputs; from += perChannel) {
        double sum = 0;
        for (int input = from; input < from + perChannel; input++) {
          sum += Math.abs(factor * weights[place(output, input)]) * magnitudes[input];
        }
        most = Math.max(most, sum);
      }
      result[output] += most;
    }
  }

  private int place(int output, int input) {
    return transposed ? output * inputs + input : input * outputs + output;
  }
}
