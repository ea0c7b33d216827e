package io.onnxfi.screening;

import java.util.Arrays;

/** The mean of each window of each channel. */
final class Mean implements LinearMap {
  private final int channels;
  private final Window window;
  private final double[] shares;

  /**
   * All that it is made of.
   *
   * @param channels how many
   * @param window how it slides
   * @param shares by place in a channel of the result: one over what is divided by
   */
  Mean(int channels, Window window, double[] shares) {
    this.channels = channels;
    this.window = window;
    this.shares = shares;
  }

  /**
   * The map.
   *
   * @param counted whether elements beyond the edge count, as zeros
   */
  static Mean of(int channels, Window window, boolean counted) {
    int taps = window.height() * window.width();
    int[] seen = new int[window.outputs()];
    for (int tap = 0; tap < taps; tap++) {
      window.forEach(tap, (output, input) -> seen[output]++);
    }
    double[] shares = new double[seen.length];
    Arrays.setAll(shares, place -> 1.0 / (counted ? taps : seen[place]));
    return new Mean(channels, window, shares);
  }

  @Override
  public void forEach(Taps taps) {
    for (int channel = 0; channel < channels; channel++) {
      int outputs = channel * window.outputs();
      int inputs = channel * window.inputs();
      for (int tap = 0; tap < window.height() * window.width(); tap++) {
        window.forEach(
            tap, (output, input) -> taps.tap(outputs + output, inputs + input, shares[output]));
      }
    }
  }
}
