package io.onnxfi.zoo;

import java.util.List;

/**
 * GoogLeNet as published for CIFAR-100: the channels of {@link GoogLeNet}, but another network.
 *
 * <p>Three convolutions are the stem, two of 3×3 take the place of the 5×5, and those of the
 * modules have biases. Members are numbered: {@code b3.b2.3.weight} is the convolution 3×3 of
 * branch 2 of module 3b.
 */
final class DeepGoogLeNet {
  private static final List<Integer> STEM = List.of(64, 64, 192);

  private final int classes;

  DeepGoogLeNet(int classes) {
    this.classes = classes;
  }

  Feature build(Layers layers, Feature input) {
    Feature x = input;
    for (int i = 0; i < STEM.size(); i++) {
      x = layers.conv(x, "prelayer." + 3 * i, Convolution.threes(STEM.get(i)));
      x = layers.relu(layers.batchNorm(x, "prelayer." + (3 * i + 1)));
    }
    for (Inception module : Inception.MODULES) {
      if (module.startsStage()) {
        x = layers.maxPool(x, "maxpool" + (module.stage() - 1), 3, 2, 1);
      }
      x = module(layers, x, "%c%d".formatted(module.letter(), module.stage()), module);
    }
    return layers.linear(layers.globalAveragePool(x, "avgpool"), "linear", classes);
  }

  private static Feature module(Layers layers, Feature x, String name, Inception m) {
    Feature ones = unit(layers, x, name + ".b1.", 0, Convolution.ones(m.ones()));
    Feature threes = unit(layers, x, name + ".b2.", 0, Convolution.ones(m.reduced()));
    threes = unit(layers, threes, name + ".b2.", 3, Convolution.threes(m.threes()));
    Feature deep = unit(layers, x, name + ".b3.", 0, Convolution.ones(m.deepReduced()));
    deep = misnormalised(layers, deep, name + ".b3.", m.deep());
    deep = unit(layers, deep, name + ".b3.", 6, Convolution.threes(m.deep()));
    Feature pooled = layers.maxPool(x, name + ".b4.0", 3, 1, 1);
    pooled = unit(layers, pooled, name + ".b4.", 1, Convolution.ones(m.pooled()));
    return layers.concat(List.of(ones, threes, deep, pooled), name);
  }

  private static Feature unit(
      Layers layers, Feature x, String branch, int index, Convolution convolution) {
    Feature y = layers.conv(x, branch + index, convolution.withBias());
    return layers.relu(layers.batchNorm(y, branch + (index + 1)));
  }

  /**
   * The definition that was published and trained passes the number of channels for the epsilon of
   * this one normalisation. Parameters do not carry it, and with the usual one the published
   * parameters would compute something else.
   */
  private static Feature misnormalised(Layers layers, Feature x, String branch, int channels) {
    Feature y = layers.conv(x, branch + "3", Convolution.threes(channels).withBias());
    return layers.relu(layers.batchNorm(y, branch + "4", channels));
  }
}
