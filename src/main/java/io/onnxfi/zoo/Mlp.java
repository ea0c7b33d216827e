package io.onnxfi.zoo;

import java.util.List;

/**
 * A multilayer perceptron over flattened images: hidden layers with rectifiers, then the scores.
 * Ours; layers are called {@code fc1}, {@code fc2} and so on.
 */
final class Mlp {
  private final List<Integer> widths;
  private final int classes;

  /**
   * A perceptron.
   *
   * @param widths of the hidden layers, in order
   */
  Mlp(List<Integer> widths, int classes) {
    this.widths = List.copyOf(widths);
    this.classes = classes;
  }

  Feature build(Layers layers, Feature input) {
    Feature x = layers.flatten(input, "flatten");
    int layer = 1;
    for (int width : widths) {
      x = layers.relu(layers.linear(x, "fc" + layer++, width));
    }
    return layers.linear(x, "fc" + layer, classes);
  }
}
