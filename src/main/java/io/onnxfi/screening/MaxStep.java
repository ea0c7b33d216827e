package io.onnxfi.screening;

import java.util.Arrays;

/**
 * The largest element of each window of each channel. Beside a golden winner, another element may
 * win: the result is then larger than what became of the winner, r ≥ 0.
 */
final class MaxStep implements Step {
  private final int[] reads;
  private final int channels;
  private final Window window;

  /**
   * All that it is made of.
   *
   * @param reads place of the value
   * @param channels how many
   * @param window how it slides
   */
  MaxStep(int[] reads, int channels, Window window) {
    this.reads = reads;
    this.channels = channels;
    this.window = window;
  }

  @Override
  public int[] reads() {
    return reads;
  }

  @Override
  public int size() {
    return channels * window.outputs();
  }

  /** Told of the elements of each window. */
  private void forEach(Window.Places places) {
    for (int channel = 0; channel < channels; channel++) {
      int outputs = channel * window.outputs();
      int inputs = channel * window.inputs();
      for (int tap = 0; tap < window.height() * window.width(); tap++) {
        window.forEach(tap, (output, input) -> places.place(outputs + output, inputs + input));
      }
    }
  }

  private int[] winners(double... values) {
    int[] winners = new int[size()];
    Arrays.fill(winners, -1);
    forEach(
        (output, input) -> {
          if (winners[output] < 0 || values[input] > values[winners[output]]) {
            winners[output] = input;
          }
        });
    return winners;
  }

  @Override
  public double[] apply(double[]... inputs) {
    int[] winners = winners(inputs[0]);
    double[] result = new double[size()];
    for (int e = 0; e < result.length; e++) {
      result[e] = inputs[0][winners[e]];
    }
    return result;
  }

  @Override
  public double[] spread(double[][] golden, double[]... moves) {
    double[] result = new double[size()];
    forEach((output, input) -> result[output] = Math.max(result[output], moves[0][input]));
    return result;
  }

  @Override
  public void pull(double[][] golden, double[] adjoint, double[]... inputs) {
    int[] winners = winners(golden[0]);
    for (int e = 0; e < adjoint.length; e++) {
      inputs[0][winners[e]] += adjoint[e];
    }
  }

  @Override
  public long roundings() {
    return 0;
  }

  @Override
  public double[] terms(double[]... golden) {
    return new double[size()];
  }

  @Override
  public double cost(double[][] golden, double[][] moves, double... adjoint) {
    double[] x = golden[0];
    double[] move = moves[0];
    int[] winners = winners(x);
    double[] most = new double[size()];
    forEach(
        (output, input) -> {
          int winner = winners[output];
          if (input != winner) {
            double lead = move[input] + move[winner] - (x[winner] - x[input]);
            most[output] = Math.max(most[output], lead);
          }
        });
    double cost = 0;
    for (int e = 0; e < most.length; e++) {
      cost += Math.max(0, -adjoint[e]) * most[e];
    }
    return cost;
  }
}
