package io.onnxfi.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.backend.Backend;
import io.onnxfi.backend.DeviceRequest;
import io.onnxfi.backend.Optimization;
import io.onnxfi.backend.Session;
import io.onnxfi.backend.djl.DjlBackend;
import io.onnxfi.backend.ort.OnnxRuntimeBackend;
import io.onnxfi.onnx.Node;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.tensor.Tensor;
import io.onnxfi.testing.FormulaParameters;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DropoutTest {
  static List<String> names() {
    return Zoo.names();
  }

  @ParameterizedTest
  @MethodSource("names")
  void shouldStandBeforeTheLastLayer(String name) {
    Architecture plain = Zoo.architecture(name, "", new ImageSize(3, 32, 32), 10);
    Architecture dropping = plain.withDropout(0.4);
    assertThat(dropping.parameters()).isEqualTo(plain.parameters());
    List<Node> nodes = dropping.unfilled().nodes();
    Node last = nodes.get(nodes.size() - 1);
    Node before = nodes.get(nodes.size() - 2);
    assertThat(last.opType()).isEqualTo("Gemm");
    assertThat(before.opType()).isEqualTo("Dropout");
    assertThat(last.inputs().get(0)).isEqualTo(before.outputs().get(0));
    assertThat(nodes.stream().filter(node -> node.opType().equals("Dropout"))).hasSize(1);
  }

  /** To the bit: it is no operation there. */
  @Test
  void shouldDoNothingInEitherFramework() {
    Architecture plain = Zoo.architecture("resnet18_imagenet", "", new ImageSize(3, 64, 64), 200);
    OnnxModel without = plain.build(new FormulaParameters());
    OnnxModel with = plain.withDropout(0.4).build(new FormulaParameters());
    Tensor images = FormulaParameters.images(2, 3, 64, 64);
    try (Backend ort = OnnxRuntimeBackend.create(DeviceRequest.CPU, Optimization.NONE);
        Backend djl = new DjlBackend()) {
      for (Backend backend : List.of(ort, djl)) {
        assertThat(scores(backend, with, images)).containsExactly(scores(backend, without, images));
      }
    }
  }

  private static float[] scores(Backend backend, OnnxModel model, Tensor images) {
    try (Session session = backend.open(model)) {
      return session.run(List.of(images)).get(0).toFloatArray();
    }
  }

  @Test
  void shouldRefuseWhatIsNoProbability() {
    Architecture plain = Zoo.architecture("tiny_cnn", "", new ImageSize(3, 16, 16), 10);
    assertThatThrownBy(() -> plain.withDropout(1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("dropout is above 0 and below 1, found 1.0");
  }
}
