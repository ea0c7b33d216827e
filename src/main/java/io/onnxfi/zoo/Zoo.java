package io.onnxfi.zoo;

import io.onnxfi.error.UnsupportedInputException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.IntFunction;

/**
 * The architectures by name and data set.
 *
 * <p>A name alone does not say which network is meant: the published DenseNet121 and GoogLeNet for
 * CIFAR-10 share neither parameter names nor stem with those for CIFAR-100 and GTSRB.
 */
public final class Zoo {
  /** From the number of classes to the layers. */
  private interface Body extends IntFunction<BiFunction<Layers, Feature, Feature>> {}

  private static final Map<String, Body> BODIES = bodies();

  /** Data sets for which some names were published with another definition, and those. */
  private static final Set<String> REDEFINING_DATASETS = Set.of("cifar100", "gtsrb");

  private static final Map<String, Body> REDEFINED =
      Map.of(
          "densenet121", classes -> new BottleneckDenseNet(classes)::build,
          "googlenet", classes -> new DeepGoogLeNet(classes)::build);

  /** Images for which some names were published with another definition, and those. */
  private static final long IMAGENET_SIDE = 224;

  private static final Map<String, Body> OF_IMAGENET =
      Map.of("googlenet", classes -> new ImageNetGoogLeNet(classes)::build);

  private Zoo() {}

  private static Map<String, Body> bodies() {
    Map<String, Body> bodies = new LinkedHashMap<>();
    for (int depth : new int[] {20, 32, 44, 56, 110}) {
      bodies.put("resnet" + depth, classes -> new CifarResNet(depth, classes)::build);
    }
    bodies.put("resnet18", classes -> new ResNet18(classes)::build);
    bodies.put("resnet18_imagenet", classes -> new ImageNetResNet18(classes)::build);
    for (int depth : new int[] {11, 13, 16, 19}) {
      bodies.put("vgg%d_bn".formatted(depth), classes -> Vgg.ofDepth(depth, classes)::build);
    }
    bodies.put("mobilenetv2", classes -> new MobileNetV2(classes)::build);
    bodies.put("densenet121", classes -> DenseNet.of121(classes)::build);
    bodies.put("densenet161", classes -> DenseNet.of161(classes)::build);
    bodies.put("googlenet", classes -> new GoogLeNet(classes)::build);
    bodies.put("vit_b_16", classes -> new VisionTransformer(classes)::build);
    bodies.put("mlp_small", classes -> new Mlp(List.of(256, 128), classes)::build);
    bodies.put("mlp_medium", classes -> new Mlp(List.of(512, 256), classes)::build);
    bodies.put("mlp_large", classes -> new Mlp(List.of(1024, 512, 256), classes)::build);
    bodies.put("cnn", classes -> new SimpleCnn(classes)::build);
    bodies.put("tiny_cnn", classes -> new TinyCnn(classes)::build);
    return bodies;
  }

  /** All names, in the order of the documentation. */
  public static List<String> names() {
    return List.copyOf(BODIES.keySet());
  }

  /**
   * The network of a name for a data set: the one published for it, if there is one.
   *
   * @param name in any case, for example {@code resnet20}
   * @param dataset as on the command line, for example {@code cifar100}
   * @param input size of its images
   * @param classes number of its classes
   * @throws UnsupportedInputException if the name is unknown
   */
  public static Architecture architecture(
      String name, String dataset, ImageSize input, int classes) {
    String known = name.toLowerCase(Locale.ROOT);
    Body body = BODIES.get(known);
    if (body == null) {
      throw new UnsupportedInputException(
          "unknown architecture '%s'; known: %s".formatted(name, String.join(", ", names())));
    }
    // A set whose images are resized is called by its name, @, and their extents.
    if (REDEFINING_DATASETS.contains(dataset.replaceFirst("@.*", ""))) {
      body = REDEFINED.getOrDefault(known, body);
    }
    if (input.height() == IMAGENET_SIDE && input.width() == IMAGENET_SIDE) {
      body = OF_IMAGENET.getOrDefault(known, body);
    }
    return new Architecture(known, input, classes, body.apply(classes));
  }

  /**
   * The network of a name that means the same for every data set.
   *
   * @throws UnsupportedInputException if the name is unknown
   * @throws IllegalArgumentException if the network depends on the data set
   */
  public static Architecture architecture(String name, ImageSize input, int classes) {
    if (REDEFINED.containsKey(name.toLowerCase(Locale.ROOT))) {
      throw new IllegalArgumentException(name + " depends on the data set, which is missing");
    }
    return architecture(name, "", input, classes);
  }
}
