package io.onnxfi.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import io.onnxfi.onnx.Initializer;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against the published networks: names and shapes in registration order, written out. */
class CifarResNetTest {
  private static final ImageSize CIFAR = new ImageSize(3, 32, 32);

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

  private static void unit(List<String> expected, String conv, String norm, int out, int in) {
    expected.add("%s.weight [%d, %d, 3, 3]".formatted(conv, out, in));
    for (String part : List.of("weight", "bias", "running_mean", "running_var")) {
      expected.add("%s.%s [%d]".formatted(norm, part, out));
    }
  }
}
