package io.onnxfi.screening;

/** A convolution of images, as ONNX defines it. */
final class Convolution implements LinearMap {
  private final double[] weights;
  private final Window window;
  private final int filters;
  private final int groups;

  /**
   * All that it is made of.
   *
   * @param weights {@code [filters, channels/groups, height, width]}, row-major
   * @param window how filters meet images
   * @param filters how many
   * @param groups of filters that see their own channels only
   */
  Convolution(double[] weights, Window window, int filters, int groups) {
    this.weights = weights;
    this.window = window;
    this.filters = filters;
    this.groups = groups;
  }

  @Override
  public void forEach(Taps taps) {
    for (int element = 0; element < weights.length; element++) {
      double weight = weights[element];
      forEachPlace(element, (output, input) -> taps.tap(output, input, weight));
    }
  }

  @Override
  public void forEachOf(long element, Taps taps) {
    forEachPlace(Math.toIntExact(element), (output, input) -> taps.tap(output, input, 1));
  }

  private void forEachPlace(int element, Window.Places places) {
    int taps = window.height() * window.width();
    int perFilter = weights.length / filters;
    int filter = element / perFilter;
    int channel = element % perFilter / taps + filter / (filters / groups) * (perFilter / taps);
    window.forEach(
        element % taps,
        (output, input) ->
            places.place(filter * window.outputs() + output, channel * window.inputs() + input));
  }
}
