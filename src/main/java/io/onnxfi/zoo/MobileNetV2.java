package io.onnxfi.zoo;

import java.util.List;

/**
 * MobileNetV2 as published for CIFAR-10: Sandler et al. 2018, "MobileNetV2: Inverted Residuals and
 * Linear Bottlenecks", table 2, with strides for small images.
 *
 * <p>Other than in the paper, activations are plain rectifiers, every block expands (also the
 * first, by 1), and blocks of stride 1 that change the number of channels add a projection.
 */
final class MobileNetV2 {
  /** Neighbouring blocks with as many channels; only the first may have a stride. */
  private record Stage(int blocks, int expansion, int channels, int stride) {}

  private static final List<Stage> STAGES =
      List.of(
          new Stage(1, 1, 16, 1),
          new Stage(2, 6, 24, 1),
          new Stage(3, 6, 32, 2),
          new Stage(4, 6, 64, 2),
          new Stage(3, 6, 96, 1),
          new Stage(3, 6, 160, 2),
          new Stage(1, 6, 320, 1));

  private static final int FIRST_CHANNELS = 32;
  private static final int LAST_CHANNELS = 1280;

  private final int classes;

  MobileNetV2(int classes) {
    this.classes = classes;
  }

  Feature build(Layers layers, Feature input) {
    Feature x = layers.conv(input, "conv1", Convolution.threes(FIRST_CHANNELS));
    x = layers.relu(layers.batchNorm(x, "bn1"));
    int index = 0;
    for (Stage stage : STAGES) {
      for (int i = 0; i < stage.blocks; i++) {
        x = block(layers, x, "layers." + index++, stage, i == 0 ? stage.stride : 1);
      }
    }
    x = layers.conv(x, "conv2", Convolution.ones(LAST_CHANNELS));
    x = layers.relu(layers.batchNorm(x, "bn2"));
    return layers.linear(layers.globalAveragePool(x, "avgpool"), "linear", classes);
  }

  private static Feature block(Layers layers, Feature x, String name, Stage stage, int stride) {
    int hidden = x.channels() * stage.expansion;
    Feature y = layers.conv(x, name + ".conv1", Convolution.ones(hidden));
    y = layers.relu(layers.batchNorm(y, name + ".bn1"));
    y = layers.conv(y, name + ".conv2", Convolution.threes(hidden).depthwise().strided(stride));
    y = layers.relu(layers.batchNorm(y, name + ".bn2"));
    y = layers.conv(y, name + ".conv3", Convolution.ones(stage.channels));
    y = layers.batchNorm(y, name + ".bn3");
    if (stride > 1) {
      return y;
    }
    Feature shortcut = x;
    if (x.channels() != stage.channels) {
      shortcut = layers.conv(x, name + ".shortcut.0", Convolution.ones(stage.channels));
      shortcut = layers.batchNorm(shortcut, name + ".shortcut.1");
    }
    return layers.add(y, shortcut, name + ".add");
  }
}
