package io.onnxfi.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import io.onnxfi.onnx.Node;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Tensor;
import io.onnxfi.zoo.ParameterSpec.Role;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The networks of the published study (cad-polito-it/dnn-benchmarks): sizes and peculiarities. */
class PublishedNetworksTest {
  /**
   * Sizes of the published definitions. W is the number of weights of two or more dimensions; the
   * parameters leave running statistics out, and the state entries include them and a counter per
   * normalisation, as PyTorch does.
   */
  @ParameterizedTest
  @CsvSource({
    "resnet20, cifar10, 32, 10, 19, 1, 19, 688, 269722, 268336, 116",
    "resnet32, cifar10, 32, 10, 31, 1, 31, 1136, 464154, 461872, 188",
    "resnet44, cifar10, 32, 10, 43, 1, 43, 1584, 658586, 655408, 260",
    "resnet56, cifar10, 32, 10, 55, 1, 55, 2032, 853018, 848944, 332",
    "resnet110, cifar10, 32, 10, 109, 1, 109, 4048, 1727962, 1719856, 656",
    "vgg11_bn, cifar10, 32, 10, 8, 3, 8, 2752, 28149514, 28133056, 62",
    "vgg13_bn, cifar10, 32, 10, 10, 3, 10, 2944, 28334410, 28317376, 76",
    "vgg16_bn, cifar10, 32, 10, 13, 3, 13, 4224, 33646666, 33625792, 97",
    "vgg19_bn, cifar10, 32, 10, 16, 3, 16, 5504, 38958922, 38934208, 118",
    "mobilenetv2, cifar10, 32, 10, 57, 1, 57, 17544, 2296922, 2261824, 344",
    "densenet121, cifar10, 32, 10, 120, 1, 121, 41824, 6956426, 6872768, 727",
    "densenet161, cifar10, 32, 10, 160, 1, 161, 109968, 26482570, 26262624, 967",
    "googlenet, cifar10, 32, 10, 55, 1, 55, 7152, 5490986, 5476672, 332",
    "resnet18, cifar100, 32, 100, 20, 1, 20, 4800, 11220132, 11210432, 122",
    "densenet121, cifar100, 32, 100, 120, 1, 120, 41760, 7048548, 6964928, 722",
    "googlenet, cifar100, 32, 100, 66, 1, 66, 8032, 6402564, 6378688, 461",
    "resnet20, gtsrb, 50, 43, 19, 1, 19, 688, 271867, 270448, 116",
    "vgg11_bn, gtsrb, 50, 43, 8, 3, 8, 2752, 28284715, 28268224, 62",
    "densenet121, gtsrb, 50, 43, 120, 1, 120, 41760, 6990123, 6906560, 722"
  })
  void shouldHaveThePublishedSize(
      String name,
      String dataset,
      int side,
      int classes,
      int convolutions,
      int linears,
      int norms,
      long channels,
      long parameters,
      long w,
      int entries) {
    List<ParameterSpec> specs = architecture(name, dataset, side, classes).parameters();

    assertThat(specs).filteredOn(spec -> spec.shape().rank() == 4).hasSize(convolutions);
    assertThat(specs).filteredOn(spec -> spec.shape().rank() == 2).hasSize(linears);
    assertThat(specs).filteredOn(spec -> spec.role() == Role.SCALE).hasSize(norms);
    for (Role role : List.of(Role.SCALE, Role.SHIFT, Role.RUNNING_MEAN, Role.RUNNING_VARIANCE)) {
      assertThat(elements(specs, spec -> spec.role() == role)).as("%s", role).isEqualTo(channels);
    }
    assertThat(elements(specs, spec -> spec.shape().rank() >= 2)).isEqualTo(w);
    assertThat(elements(specs, spec -> spec.role() == Role.WEIGHT)).isEqualTo(w);
    long biases = elements(specs, spec -> spec.role() == Role.BIAS);
    assertThat(w + biases + 2 * channels).isEqualTo(parameters);
    assertThat(specs.size() + norms).isEqualTo(entries);
  }

  private static long elements(List<ParameterSpec> specs, Predicate<ParameterSpec> which) {
    return specs.stream().filter(which).mapToLong(spec -> spec.shape().size()).sum();
  }

  /** Spot checks, written out. */
  @ParameterizedTest
  @CsvSource({
    "resnet18, cifar100, conv3_x.0.shortcut.0.weight, '[128, 64, 1, 1]'",
    "vgg11_bn, cifar10, features.25.weight, '[512, 512, 3, 3]'",
    "vgg19_bn, cifar10, features.49.bias, '[512]'",
    "vgg13_bn, cifar10, classifier.0.weight, '[4096, 512]'",
    "mobilenetv2, cifar10, layers.0.conv2.weight, '[32, 1, 3, 3]'",
    "mobilenetv2, cifar10, layers.16.shortcut.0.weight, '[320, 160, 1, 1]'",
    "densenet121, cifar10, features.denseblock4.denselayer16.conv1.weight, '[128, 992, 1, 1]'",
    "densenet161, cifar10, features.transition3.conv.weight, '[1056, 2112, 1, 1]'",
    "densenet121, gtsrb, features.dense_block3.bottle_neck_layer_15.bottle_neck.5.weight,"
        + " '[32, 128, 3, 3]'",
    "densenet121, cifar100, features.transition_layer_2.down_sample.1.weight,"
        + " '[512, 1024, 1, 1]'",
    "googlenet, cifar10, inception5b.branch4.1.conv.weight, '[128, 832, 1, 1]'",
    "googlenet, cifar100, b3.b3.6.weight, '[96, 96, 3, 3]'",
    "googlenet, cifar100, e4.b2.3.bias, '[320]'"
  })
  void shouldGiveParametersThePublishedNamesAndShapes(
      String name, String dataset, String parameter, String shape) {
    assertThat(architecture(name, dataset, 50, 10).parameters())
        .filteredOn(spec -> spec.name().equals(parameter))
        .extracting(spec -> spec.shape().toString())
        .containsExactly(shape);
  }

  @Test
  void shouldNormaliseGoogLeNetWithItsOwnEpsilons() {
    assertThat(norms(architecture("googlenet", "cifar10", 32, 10)))
        .allMatch(node -> node.real("epsilon", 0) == 1e-3f);
    assertThat(norms(architecture("googlenet", "cifar100", 32, 100)))
        .filteredOn(node -> node.real("epsilon", 0) != 1e-5f)
        .extracting(node -> node.name() + " " + node.real("epsilon", 0))
        .containsExactly(
            "a3.b3.4 32.0",
            "b3.b3.4 96.0",
            "a4.b3.4 48.0",
            "b4.b3.4 64.0",
            "c4.b3.4 64.0",
            "d4.b3.4 64.0",
            "e4.b3.4 128.0",
            "a5.b3.4 128.0",
            "b5.b3.4 128.0");
  }

  @Test
  void shouldActivateInTransitionsOnlyForCifar10() {
    assertThat(readers(architecture("densenet121", "cifar10", 32, 10), "features.transition1.norm"))
        .containsExactly("Relu");
    assertThat(
            readers(
                architecture("densenet121", "gtsrb", 50, 43),
                "features.transition_layer_1.down_sample.0"))
        .containsExactly("Conv");
    assertThat(readers(architecture("densenet121", "gtsrb", 50, 43), "conv1"))
        .as("the first block's normalisation and concatenation")
        .containsExactly("BatchNormalization", "Concat");
  }

  private static List<Node> norms(Architecture architecture) {
    return zeros(architecture).nodes().stream()
        .filter(node -> node.opType().equals("BatchNormalization"))
        .toList();
  }

  private static List<String> readers(Architecture architecture, String value) {
    return zeros(architecture).nodes().stream()
        .filter(node -> node.inputs().contains(value))
        .map(Node::opType)
        .toList();
  }

  private static OnnxModel zeros(Architecture architecture) {
    return architecture.build(spec -> Tensor.allocate(ElementType.FLOAT, spec.shape()));
  }

  private static Architecture architecture(String name, String dataset, int side, int classes) {
    return Zoo.architecture(name, dataset, new ImageSize(3, side, side), classes);
  }
}
