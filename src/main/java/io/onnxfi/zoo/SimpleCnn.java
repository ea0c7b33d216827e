package io.onnxfi.zoo;

/**
 * A plain convolutional network: two convolutions with pooling, two linear layers, rectifiers
 * between. Ours.
 */
final class SimpleCnn {
  private static final int FIRST_CHANNELS = 32;
  private static final int HIDDEN = 128;

  private final int classes;

  SimpleCnn(int classes) {
    this.classes = classes;
  }

  Feature build(Layers layers, Feature input) {
    Feature x = input;
    for (int i = 1; i <= 2; i++) {
      x = layers.conv(x, "conv" + i, Convolution.threes(FIRST_CHANNELS * i).withBias());
      x = layers.maxPool(layers.relu(x), "pool" + i, 2, 2, 0);
    }
    x = layers.relu(layers.linear(layers.flatten(x, "flatten"), "fc1", HIDDEN));
    return layers.linear(x, "fc2", classes);
  }
}
