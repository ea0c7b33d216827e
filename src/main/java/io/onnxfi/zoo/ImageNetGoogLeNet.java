package io.onnxfi.zoo;

/**
 * GoogLeNet for ImageNet as torchvision has it ({@code conv3.conv.weight}), without its auxiliary
 * classifiers.
 *
 * <p>Its published weights were trained on pixels with mean and deviation 0.5, to which torchvision
 * turns images that have ImageNet's ({@code transform_input}); the graph takes the former.
 */
final class ImageNetGoogLeNet {
  private static final int STEM = 64;
  private static final int FIRST_CHANNELS = 192;
  private static final int STEM_KERNEL = 7;

  private final int classes;

  ImageNetGoogLeNet(int classes) {
    this.classes = classes;
  }

  Feature build(Layers layers, Feature input) {
    Feature x =
        GoogLeNet.unit(
            layers,
            input,
            "conv1",
            new Convolution(STEM, STEM_KERNEL, 2, STEM_KERNEL / 2, 1, false));
    x = layers.maxPoolToTheEdge(x, "maxpool1", 3, 2);
    x = GoogLeNet.unit(layers, x, "conv2", Convolution.ones(STEM));
    x = GoogLeNet.unit(layers, x, "conv3", Convolution.threes(FIRST_CHANNELS));
    for (Inception module : Inception.MODULES) {
      if (module.startsStage()) {
        int kernel = module.stage() == 5 ? 2 : 3;
        x = layers.maxPoolToTheEdge(x, "maxpool" + (module.stage() - 1), kernel, 2);
      }
      x = GoogLeNet.module(layers, x, module);
    }
    return layers.linear(layers.globalAveragePool(x, "avgpool"), "fc", classes);
  }
}
