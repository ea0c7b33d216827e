package io.onnxfi.zoo;

/**
 * ResNets of depth 6n + 2 for small images: He et al. 2016, "Deep Residual Learning for Image
 * Recognition", section 4.2, with the parameter-free option-A shortcut.
 *
 * <p>Three stages of n blocks with 16, 32 and 64 channels; the second and third start with stride
 * 2. Names are those of the published CIFAR-10 checkpoints: {@code layer1.0.conv1.weight}.
 */
final class CifarResNet {
  private static final int STAGES = 3;
  private static final int FIRST_CHANNELS = 16;

  private final int blocksPerStage;
  private final int classes;

  CifarResNet(int depth, int classes) {
    if (depth < 8 || (depth - 2) % (2 * STAGES) != 0) {
      throw new IllegalArgumentException("depth must be 6n + 2, not " + depth);
    }
    this.blocksPerStage = (depth - 2) / (2 * STAGES);
    this.classes = classes;
  }

  Feature build(Layers layers, Feature input) {
    Feature x = layers.conv(input, "conv1", Convolution.threes(FIRST_CHANNELS));
    x = layers.relu(layers.batchNorm(x, "bn1"), "relu1");
    for (int stage = 1; stage <= STAGES; stage++) {
      int channels = FIRST_CHANNELS << (stage - 1);
      for (int block = 0; block < blocksPerStage; block++) {
        boolean halves = stage > 1 && block == 0;
        x = block(layers, x, "layer%d.%d".formatted(stage, block), channels, halves);
      }
    }
    return layers.linear(layers.globalAveragePool(x, "avgpool"), "linear", classes);
  }

  private static Feature block(
      Layers layers, Feature x, String name, int channels, boolean halves) {
    Convolution threes = Convolution.threes(channels);
    Feature y = layers.conv(x, name + ".conv1", threes.strided(halves ? 2 : 1));
    y = layers.relu(layers.batchNorm(y, name + ".bn1"), name + ".relu1");
    y = layers.conv(y, name + ".conv2", threes);
    y = layers.batchNorm(y, name + ".bn2");
    Feature shortcut = halves ? layers.padShortcut(x, name + ".shortcut", channels) : x;
    return layers.relu(layers.add(y, shortcut, name + ".add"), name + ".relu2");
  }
}
