package io.onnxfi.zoo;

import java.util.List;

/**
 * VGG with batch normalisation: Simonyan and Zisserman 2015, "Very Deep Convolutional Networks for
 * Large-Scale Image Recognition", table 1, columns A, B, D and E.
 *
 * <p>As published for CIFAR-10 and GTSRB: {@code features} is one flat sequence in which a
 * convolution (with bias), its normalisation and its activation count three, a pooling one. Five
 * poolings reduce an image of 32 to 63 pixels to 1×1, where the average over the map, which only
 * the CIFAR-10 network has, changes nothing.
 */
final class Vgg {
  private static final List<Integer> CHANNELS = List.of(64, 128, 256, 512, 512);
  private static final int HIDDEN = 4096;

  private final List<Integer> convolutions;
  private final int classes;

  private Vgg(int classes, Integer... convolutions) {
    this.classes = classes;
    this.convolutions = List.of(convolutions);
  }

  /** The network with this many layers that have weights. */
  static Vgg ofDepth(int depth, int classes) {
    return switch (depth) {
      case 11 -> new Vgg(classes, 1, 1, 2, 2, 2);
      case 13 -> new Vgg(classes, 2, 2, 2, 2, 2);
      case 16 -> new Vgg(classes, 2, 2, 3, 3, 3);
      case 19 -> new Vgg(classes, 2, 2, 4, 4, 4);
      default -> throw new IllegalArgumentException("depth must be 11, 13, 16 or 19, not " + depth);
    };
  }

  Feature build(Layers layers, Feature input) {
    Feature x = input;
    int index = 0;
    for (int stage = 0; stage < CHANNELS.size(); stage++) {
      for (int i = 0; i < convolutions.get(stage); i++) {
        Convolution threes = Convolution.threes(CHANNELS.get(stage)).withBias();
        x = layers.conv(x, "features." + index++, threes);
        x = layers.batchNorm(x, "features." + index++);
        x = layers.relu(x, "features." + index++);
      }
      x = layers.maxPool(x, "features." + index++, 2, 2, 0);
    }
    x = layers.globalAveragePool(x, "avgpool");
    x = layers.relu(layers.linear(x, "classifier.0", HIDDEN));
    x = layers.relu(layers.linear(x, "classifier.3", HIDDEN));
    return layers.linear(x, "classifier.6", classes);
  }
}
