package io.onnxfi.zoo;

/**
 * ResNet18 for ImageNet as torchvision has it: He et al. 2016, "Deep Residual Learning for Image
 * Recognition", table 1, with its names ({@code layer1.0.conv1.weight}).
 *
 * <p>Takes images from 32×32 on; at 64×64 the last maps are 2×2.
 */
final class ImageNetResNet18 {
  private static final int STEM_KERNEL = 7;
  private static final int FIRST_CHANNELS = 64;
  private static final int STAGES = 4;
  private static final int BLOCKS = 2;

  private final int classes;

  ImageNetResNet18(int classes) {
    this.classes = classes;
  }

  Feature build(Layers layers, Feature input) {
    Convolution stem = new Convolution(FIRST_CHANNELS, STEM_KERNEL, 2, STEM_KERNEL / 2, 1, false);
    Feature x = layers.conv(input, "conv1", stem);
    x = layers.maxPool(layers.relu(layers.batchNorm(x, "bn1")), "maxpool", 3, 2, 1);
    for (int stage = 1; stage <= STAGES; stage++) {
      int channels = FIRST_CHANNELS << (stage - 1);
      for (int block = 0; block < BLOCKS; block++) {
        int stride = stage > 1 && block == 0 ? 2 : 1;
        x = block(layers, x, "layer%d.%d".formatted(stage, block), channels, stride);
      }
    }
    return layers.linear(layers.globalAveragePool(x, "avgpool"), "fc", classes);
  }

  private static Feature block(Layers layers, Feature x, String name, int channels, int stride) {
    Feature y = layers.conv(x, name + ".conv1", Convolution.threes(channels).strided(stride));
    y = layers.relu(layers.batchNorm(y, name + ".bn1"));
    y =
        layers.batchNorm(
            layers.conv(y, name + ".conv2", Convolution.threes(channels)), name + ".bn2");
    Feature shortcut = x;
    if (stride > 1) {
      Convolution ones = Convolution.ones(channels).strided(stride);
      shortcut =
          layers.batchNorm(layers.conv(x, name + ".downsample.0", ones), name + ".downsample.1");
    }
    return layers.relu(layers.add(y, shortcut, name + ".add"));
  }
}
