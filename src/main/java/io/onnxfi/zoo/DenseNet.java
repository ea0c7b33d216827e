package io.onnxfi.zoo;

import java.util.List;

/**
 * DenseNet-BC: Huang et al. 2017, "Densely Connected Convolutional Networks", table 1, as published
 * for CIFAR-10, with torchvision's names.
 *
 * <p>The stem keeps the size of the image and then pools. Blocks and layers are counted from 1:
 * {@code features.denseblock1.denselayer1.conv1.weight}. See {@link BottleneckDenseNet} for the
 * networks of the same name published for CIFAR-100 and GTSRB.
 */
final class DenseNet {
  /** Channels between the two convolutions of a layer, in units of the growth. */
  static final int BOTTLENECK = 4;

  private final List<Integer> layersPerBlock;
  private final int growth;
  private final int firstChannels;
  private final int classes;

  private DenseNet(List<Integer> layersPerBlock, int growth, int firstChannels, int classes) {
    this.layersPerBlock = layersPerBlock;
    this.growth = growth;
    this.firstChannels = firstChannels;
    this.classes = classes;
  }

  static DenseNet of121(int classes) {
    return new DenseNet(List.of(6, 12, 24, 16), 32, 64, classes);
  }

  static DenseNet of161(int classes) {
    return new DenseNet(List.of(6, 12, 36, 24), 48, 96, classes);
  }

  Feature build(Layers layers, Feature input) {
    Feature x = layers.conv(input, "features.conv0", Convolution.threes(firstChannels));
    x = layers.relu(layers.batchNorm(x, "features.norm0"));
    x = layers.maxPool(x, "features.pool0", 3, 2, 1);
    int blocks = layersPerBlock.size();
    for (int block = 1; block <= blocks; block++) {
      for (int layer = 1; layer <= layersPerBlock.get(block - 1); layer++) {
        x = layer(layers, x, "features.denseblock%d.denselayer%d".formatted(block, layer));
      }
      if (block < blocks) {
        x = transition(layers, x, "features.transition" + block);
      }
    }
    x = layers.relu(layers.batchNorm(x, "features.norm5"));
    return layers.linear(layers.globalAveragePool(x, "avgpool"), "classifier", classes);
  }

  private Feature layer(Layers layers, Feature x, String name) {
    Feature y = layers.relu(layers.batchNorm(x, name + ".norm1"));
    y = layers.conv(y, name + ".conv1", Convolution.ones(BOTTLENECK * growth));
    y = layers.relu(layers.batchNorm(y, name + ".norm2"));
    y = layers.conv(y, name + ".conv2", Convolution.threes(growth));
    return layers.concat(List.of(x, y), name + ".concat");
  }

  private static Feature transition(Layers layers, Feature x, String name) {
    Feature y = layers.relu(layers.batchNorm(x, name + ".norm"));
    y = layers.conv(y, name + ".conv", Convolution.ones(x.channels() / 2));
    return layers.averagePool(y, name + ".pool", 2, 2);
  }
}
