package io.onnxfi.zoo;

import java.util.List;

/**
 * DenseNet121 as published for CIFAR-100 and GTSRB: the channels of {@link DenseNet}, but another
 * network.
 *
 * <p>Nothing follows the first convolution, and no activation stands between the normalisation and
 * the convolution of a transition. Blocks and layers are counted from 0, and the last block is
 * called otherwise: {@code features.dense_block_layer_0.bottle_neck_layer_0.bottle_neck.2.weight},
 * {@code features.dense_block3.bottle_neck_layer_0.bottle_neck.2.weight}.
 */
final class BottleneckDenseNet {
  private static final List<Integer> LAYERS_PER_BLOCK = List.of(6, 12, 24, 16);
  private static final int LAST_BLOCK = LAYERS_PER_BLOCK.size() - 1;
  private static final int GROWTH = 32;

  private final int classes;

  BottleneckDenseNet(int classes) {
    this.classes = classes;
  }

  Feature build(Layers layers, Feature input) {
    Feature x = layers.conv(input, "conv1", Convolution.threes(2 * GROWTH));
    for (int block = 0; block <= LAST_BLOCK; block++) {
      String name = block == LAST_BLOCK ? "features.dense_block" : "features.dense_block_layer_";
      for (int layer = 0; layer < LAYERS_PER_BLOCK.get(block); layer++) {
        x = layer(layers, x, name + block + ".bottle_neck_layer_" + layer);
      }
      if (block < LAST_BLOCK) {
        x = transition(layers, x, "features.transition_layer_" + block);
      }
    }
    x = layers.relu(layers.batchNorm(x, "features.bn"));
    return layers.linear(layers.globalAveragePool(x, "avgpool"), "linear", classes);
  }

  private static Feature layer(Layers layers, Feature x, String name) {
    String member = name + ".bottle_neck.";
    Feature y = layers.relu(layers.batchNorm(x, member + "0"));
    y = layers.conv(y, member + "2", Convolution.ones(DenseNet.BOTTLENECK * GROWTH));
    y = layers.relu(layers.batchNorm(y, member + "3"));
    y = layers.conv(y, member + "5", Convolution.threes(GROWTH));
    return layers.concat(List.of(x, y), name + ".concat");
  }

  private static Feature transition(Layers layers, Feature x, String name) {
    Feature y = layers.batchNorm(x, name + ".down_sample.0");
    y = layers.conv(y, name + ".down_sample.1", Convolution.ones(x.channels() / 2));
    return layers.averagePool(y, name + ".down_sample.2", 2, 2);
  }
}
