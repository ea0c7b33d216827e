package io.onnxfi.zoo;

import java.util.List;

/**
 * GoogLeNet as published for CIFAR-10, with torchvision's names: {@code
 * inception3a.branch2.1.conv.weight}.
 *
 * <p>One convolution is the stem, the branch that the paper calls 5×5 has a kernel 3×3, and there
 * are no auxiliary classifiers. See {@link DeepGoogLeNet} for the network of the same name
 * published for CIFAR-100.
 */
final class GoogLeNet {
  /** Of every batch normalisation, as in torchvision's definition. */
  private static final float EPSILON = 1e-3f;

  private static final int FIRST_CHANNELS = 192;

  private final int classes;

  GoogLeNet(int classes) {
    this.classes = classes;
  }

  Feature build(Layers layers, Feature input) {
    Feature x = unit(layers, input, "conv1", Convolution.threes(FIRST_CHANNELS));
    for (Inception module : Inception.MODULES) {
      if (module.stage() > 3 && module.startsStage()) {
        x = layers.maxPool(x, "maxpool" + (module.stage() - 1), 3, 2, 1);
      }
      x = module(layers, x, module);
    }
    return layers.linear(layers.globalAveragePool(x, "avgpool"), "fc", classes);
  }

  /** One module, by its stage and letter: {@code inception3a}. */
  static Feature module(Layers layers, Feature x, Inception m) {
    String name = "inception%d%c".formatted(m.stage(), m.letter());
    Feature ones = unit(layers, x, name + ".branch1", Convolution.ones(m.ones()));
    Feature threes = unit(layers, x, name + ".branch2.0", Convolution.ones(m.reduced()));
    threes = unit(layers, threes, name + ".branch2.1", Convolution.threes(m.threes()));
    Feature deep = unit(layers, x, name + ".branch3.0", Convolution.ones(m.deepReduced()));
    deep = unit(layers, deep, name + ".branch3.1", Convolution.threes(m.deep()));
    Feature pooled = layers.maxPool(x, name + ".branch4.0", 3, 1, 1);
    pooled = unit(layers, pooled, name + ".branch4.1", Convolution.ones(m.pooled()));
    return layers.concat(List.of(ones, threes, deep, pooled), name);
  }

  /** Convolution, batch normalisation, rectifier. */
  static Feature unit(Layers layers, Feature x, String name, Convolution convolution) {
    Feature y = layers.conv(x, name + ".conv", convolution);
    return layers.relu(layers.batchNorm(y, name + ".bn", EPSILON));
  }
}
