package io.onnxfi.zoo;

/**
 * A convolutional network small enough to be trained in seconds: three convolutions with batch
 * normalisation and pooling, global average, one linear layer. Ours, for the demonstration and
 * tests.
 */
final class TinyCnn {
  private static final int[] CHANNELS = {16, 32, 32};

  private final int classes;

  TinyCnn(int classes) {
    this.classes = classes;
  }

  Feature build(Layers layers, Feature input) {
    Feature x = input;
    for (int i = 0; i < CHANNELS.length; i++) {
      String suffix = Integer.toString(i + 1);
      x = layers.conv(x, "conv" + suffix, Convolution.threes(CHANNELS[i]));
      x = layers.relu(layers.batchNorm(x, "bn" + suffix), "relu" + suffix);
      if (i < CHANNELS.length - 1) {
        x = layers.maxPool(x, "pool" + suffix, 2, 2, 0);
      }
    }
    return layers.linear(layers.globalAveragePool(x, "avgpool"), "linear", classes);
  }
}
