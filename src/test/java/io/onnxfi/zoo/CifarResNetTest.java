package io.onnxfi.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.onnx.Initializer;
import io.onnxfi.onnx.Node;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Shape;
import io.onnxfi.zoo.ParameterSpec.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against the published networks: counts, and names and shapes in registration order. */
class CifarResNetTest {
  private static final ImageSize CIFAR = new ImageSize(3, 32, 32);

  /**
   * Sizes of the published definitions. W is the number of weights of two or more dimensions; the
   * number of parameters leaves running statistics out, as PyTorch does.
   */
  @ParameterizedTest
  @CsvSource({
    "resnet20, 10, 32, 19, 688, 269722, 268336",
    "resnet32, 10, 32, 31, 1136, 464154, 461872",
    "resnet44, 10, 32, 43, 1584, 658586, 655408",
    "resnet56, 10, 32, 55, 2032, 853018, 848944",
    "resnet110, 10, 32, 109, 4048, 1727962, 1719856",
    "resnet20, 43, 50, 19, 688, 271867, 270448"
  })
  void shouldHaveThePublishedSize(
      String name, int classes, int side, int layers, long channels, long parameters, long w) {
    Architecture architecture = Zoo.architecture(name, new ImageSize(3, side, side), classes);
    List<ParameterSpec> specs = architecture.parameters();

    assertThat(sum(specs, Role.SCALE)).isEqualTo(channels);
    assertThat(sum(specs, Role.SHIFT)).isEqualTo(channels);
    assertThat(sum(specs, Role.RUNNING_MEAN)).isEqualTo(channels);
    assertThat(sum(specs, Role.RUNNING_VARIANCE)).isEqualTo(channels);
    assertThat(sum(specs, Role.WEIGHT)).isEqualTo(w);
    assertThat(w + sum(specs, Role.BIAS) + 2 * channels).isEqualTo(parameters);
    assertThat(specs.stream().filter(spec -> spec.shape().rank() == 4)).hasSize(layers);
    assertThat(specs.stream().filter(spec -> spec.shape().rank() == 2)).hasSize(1);
    assertThat(specs.stream().filter(spec -> spec.role() == Role.SCALE)).hasSize(layers);

    OnnxModel model = architecture.build(new RandomParameters(1));
    assertThat(model.nodes().stream().map(Node::opType).filter("Conv"::equals)).hasSize(layers);
    assertThat(model.inputs()).hasToString("[float[?, 3, %d, %d]]".formatted(side, side));
    assertThat(model.outputs()).hasToString("[float[?, %d]]".formatted(classes));
  }

  @ParameterizedTest
  @CsvSource({"20, 3", "32, 5", "44, 7", "56, 9", "110, 18"})
  void shouldHaveThePublishedNamesAndShapesInOrder(int depth, int blocks) {
    List<String> expected = new ArrayList<>();
    unit(expected, "conv1", "bn1", 16, 3);
    int in = 16;
    for (int stage = 1; stage <= 3; stage++) {
      int out = 8 << stage;
      for (int block = 0; block < blocks; block++) {
        String name = "layer" + stage + "." + block;
        unit(expected, name + ".conv1", name + ".bn1", out, in);
        unit(expected, name + ".conv2", name + ".bn2", out, out);
        in = out;
      }
    }
    expected.add("linear.weight [10, 64]");
    expected.add("linear.bias [10]");

    Architecture architecture = Zoo.architecture("resnet" + depth, CIFAR, 10);

    assertThat(architecture.parameters())
        .extracting(spec -> spec.name() + " " + spec.shape())
        .isEqualTo(expected);
    assertThat(architecture.build(new RandomParameters(1)).initializers())
        .allMatch(initializer -> initializer.type() == ElementType.FLOAT)
        .extracting(initializer -> initializer.name() + " " + initializer.shape())
        .isEqualTo(expected);
  }

  /** Spot checks, written out. */
  @ParameterizedTest
  @CsvSource({
    "layer1.0.conv1.weight, '[16, 16, 3, 3]'",
    "layer2.0.conv1.weight, '[32, 16, 3, 3]'",
    "layer2.1.conv1.weight, '[32, 32, 3, 3]'",
    "layer3.0.conv1.weight, '[64, 32, 3, 3]'",
    "layer3.2.conv2.weight, '[64, 64, 3, 3]'",
    "layer3.2.bn2.running_var, '[64]'"
  })
  void shouldGiveResNet20ThePublishedShapes(String name, String shape) {
    assertThat(Zoo.architecture("resnet20", CIFAR, 10).parameters())
        .filteredOn(spec -> spec.name().equals(name))
        .extracting(spec -> spec.shape().toString())
        .containsExactly(shape);
  }

  @Test
  void shouldHalveTheMapTwiceAndNowhereElse() {
    OnnxModel model = Zoo.architecture("resnet20", CIFAR, 10).build(new RandomParameters(1));

    assertThat(model.nodes())
        .filteredOn(node -> node.opType().equals("Conv") && node.integers("strides")[0] == 2)
        .extracting(node -> node.input(1).orElseThrow())
        .containsExactly("layer2.0.conv1.weight", "layer3.0.conv1.weight");
    assertThat(model.nodes().stream().filter(node -> node.opType().equals("Pad"))).hasSize(2);
    assertThat(model.initializers())
        .extracting(Initializer::shape)
        .doesNotContain(Shape.of(2), Shape.of(8));
  }

  @Test
  void shouldKnowArchitecturesByName() {
    assertThat(Zoo.names()).contains("resnet20", "resnet32", "resnet44", "resnet56", "resnet110");
    for (String name : Zoo.names()) {
      assertThat(Zoo.architecture(name.toUpperCase(Locale.ROOT), CIFAR, 10).name()).isEqualTo(name);
    }
    assertThatThrownBy(() -> Zoo.architecture("resnet21", CIFAR, 10))
        .isInstanceOf(UnsupportedInputException.class)
        .hasMessageContaining("'resnet21'")
        .hasMessageContaining("resnet20, resnet32");
    assertThatThrownBy(() -> new CifarResNet(21, 10)).hasMessageContaining("21");
    assertThatThrownBy(() -> Zoo.architecture("resnet20", CIFAR, 1)).hasMessageContaining("1");
    assertThatThrownBy(() -> new ImageSize(3, 0, 32)).hasMessageContaining("3×0×32");
  }

  private static void unit(List<String> expected, String conv, String norm, int out, int in) {
    expected.add("%s.weight [%d, %d, 3, 3]".formatted(conv, out, in));
    for (String part : List.of("weight", "bias", "running_mean", "running_var")) {
      expected.add("%s.%s [%d]".formatted(norm, part, out));
    }
  }

  private static long sum(List<ParameterSpec> specs, Role role) {
    return specs.stream()
        .filter(spec -> spec.role() == role)
        .mapToLong(spec -> spec.shape().size())
        .sum();
  }
}
