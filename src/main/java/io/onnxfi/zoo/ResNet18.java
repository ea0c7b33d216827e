package io.onnxfi.zoo;

/**
 * ResNet18 for small images: four stages of two blocks with 64 to 512 channels, projections as
 * shortcuts, no pooling behind the first convolution.
 *
 * <p>The published CIFAR-100 network, with its names ({@code
 * conv3_x.0.residual_function.0.weight}); fits 28×28 images as well.
 */
final class ResNet18 {
  private static final int FIRST_CHANNELS = 64;
  private static final int FIRST_STAGE = 2;
  private static final int LAST_STAGE = 5;
  private static final int BLOCKS = 2;

  private final int classes;

  ResNet18(int classes) {
    this.classes = classes;
  }

  Feature build(Layers layers, Feature input) {
    Feature x = layers.conv(input, "conv1.0", Convolution.threes(FIRST_CHANNELS));
    x = layers.relu(layers.batchNorm(x, "conv1.1"));
    for (int stage = FIRST_STAGE; stage <= LAST_STAGE; stage++) {
      int channels = FIRST_CHANNELS << (stage - FIRST_STAGE);
      for (int block = 0; block < BLOCKS; block++) {
        int stride = stage > FIRST_STAGE && block == 0 ? 2 : 1;
        x = block(layers, x, "conv%d_x.%d".formatted(stage, block), channels, stride);
      }
    }
    return layers.linear(layers.globalAveragePool(x, "avg_pool"), "fc", classes);
  }

  private static Feature block(Layers layers, Feature x, String name, int channels, int stride) {
    String residual = name + ".residual_function.";
    Feature y = layers.conv(x, residual + "0", Convolution.threes(channels).strided(stride));
    y = layers.relu(layers.batchNorm(y, residual + "1"));
    y = layers.conv(y, residual + "3", Convolution.threes(channels));
    y = layers.batchNorm(y, residual + "4");
    Feature shortcut = x;
    if (stride > 1) {
      shortcut = layers.conv(x, name + ".shortcut.0", Convolution.ones(channels).strided(stride));
      shortcut = layers.batchNorm(shortcut, name + ".shortcut.1");
    }
    return layers.relu(layers.add(y, shortcut, name + ".add"));
  }
}
