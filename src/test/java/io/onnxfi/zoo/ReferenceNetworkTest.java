package io.onnxfi.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.onnxfi.backend.Backend;
import io.onnxfi.backend.DeviceRequest;
import io.onnxfi.backend.Optimization;
import io.onnxfi.backend.Session;
import io.onnxfi.backend.djl.DjlBackend;
import io.onnxfi.backend.ort.OnnxRuntimeBackend;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.tensor.Tensor;
import io.onnxfi.testing.FormulaParameters;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every network against PyTorch's own: parameters by name, and logits in both frameworks. */
class ReferenceNetworkTest {
  /**
   * Of the largest logit. Rounding to binary32 costs PyTorch itself and ONNX Runtime up to 1.1e-6
   * over all these networks, depths of 3 to 160 layers; a wrong epsilon, order or activation costs
   * more than 1e-3.
   */
  private static final double TOLERANCE = 1e-5;

  @Test
  void shouldCoverTheZoo() {
    assertThat(ReferenceNetwork.all().map(network -> network.architecture().name()))
        .containsAll(Zoo.names());
  }

  @ParameterizedTest
  @MethodSource("io.onnxfi.zoo.ReferenceNetwork#all")
  void shouldHavePyTorchsParametersInItsOrder(ReferenceNetwork reference)
      throws NoSuchAlgorithmException {
    List<String> entries =
        reference.architecture().parameters().stream()
            .map(spec -> "%s %s\n".formatted(spec.name(), spec.shape()))
            .toList();

    assertThat(entries).hasSize(reference.entries()).doesNotHaveDuplicates();
    byte[] listing = String.join("", entries).getBytes(StandardCharsets.UTF_8);
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(listing);
    assertThat(HexFormat.of().formatHex(digest))
        .as("digest of %s", entries)
        .startsWith(reference.digest());
  }

  @ParameterizedTest
  @MethodSource("io.onnxfi.zoo.ReferenceNetwork#all")
  void shouldComputePyTorchsLogitsInBothFrameworks(ReferenceNetwork reference) {
    OnnxModel model = reference.architecture().build(new FormulaParameters());
    assertInterface(model, reference.architecture());
    ImageSize size = reference.architecture().input();
    Tensor images = FormulaParameters.images(2, size.channels(), size.height(), size.width());

    float[] ort;
    try (Backend backend = OnnxRuntimeBackend.create(DeviceRequest.CPU, Optimization.ALL);
        Session session = backend.open(model)) {
      ort = session.run(List.of(images)).get(0).toFloatArray();
    }
    float[] djl;
    try (Backend backend = new DjlBackend();
        Session session = backend.open(model)) {
      djl = session.run(List.of(images)).get(0).toFloatArray();
    }

    int classes = reference.architecture().classes();
    double largest = reference.logits().stream().mapToDouble(Math::abs).max().orElseThrow();
    assertThat(ort).hasSize(2 * classes);
    assertThat(djl).hasSize(2 * classes);
    for (int i = 0; i < ort.length; i++) {
      assertThat(djl[i]).isCloseTo(ort[i], within((float) (TOLERANCE * largest)));
      if (i % classes < ReferenceNetwork.LOGITS) {
        int recorded = i / classes * ReferenceNetwork.LOGITS + i % classes;
        double expected = reference.logits().get(recorded);
        assertThat((double) ort[i]).isCloseTo(expected, within(TOLERANCE * largest));
        assertThat((double) djl[i]).isCloseTo(expected, within(TOLERANCE * largest));
      }
    }
  }

  private static void assertInterface(OnnxModel model, Architecture architecture) {
    ImageSize size = architecture.input();
    assertThat(model.inputs())
        .hasToString(
            "[float[?, %d, %d, %d]]".formatted(size.channels(), size.height(), size.width()));
    assertThat(model.outputs()).hasToString("[float[?, %d]]".formatted(architecture.classes()));
    assertThat(model.initializers())
        .extracting(initializer -> initializer.name() + " " + initializer.shape())
        .containsExactlyElementsOf(
            architecture.parameters().stream().map(p -> p.name() + " " + p.shape()).toList());
  }
}
