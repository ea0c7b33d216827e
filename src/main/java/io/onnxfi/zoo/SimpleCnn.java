package io.onnxfi.zoo;

/**
 * A plain convolutional network: three convolutions with rectifiers and pooling, then the scores.
 * The one of a published study of noise in weights (akaashbella/neuralnet-weight-perturbations);
 * its names are ours.
 */
final class SimpleCnn {
  private static final int[] CHANNELS = {32, 64, 64};

  private final int classes;

  SimpleCnn(int classes) {
    this.classes = classes;
  }

  Feature build(Layers layers, Feature input) {
    Feature x = input;
    for (int i = 0; i < CHANNELS.length; i++) {
      x = layers.conv(x, "conv" + (i + 1), Convolution.threes(CHANNELS[i]).withBias());
      x = layers.maxPool(layers.relu(x), "pool" + (i + 1), 2, 2, 0);
    }
    return layers.linear(layers.flatten(x, "flatten"), "fc", classes);
  }
}
