package io.onnxfi.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import io.onnxfi.testing.Graphs;
import io.onnxfi.zoo.ParameterSpec.Role;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Where parameters come from: a checkpoint or a seed. */
class ParametersTest {
  private static final Architecture TINY = Graphs.tinyCnnArchitecture();

  @Test
  void shouldPutNamedTensorsIntoTheGraph() {
    Map<String, Tensor> tensors = tensors();

    OnnxModel model = TINY.build(parameter -> tensors.get(parameter.name()));

    assertThat(model.initializers()).hasSameSizeAs(tensors.keySet());
    tensors.forEach(
        (name, tensor) -> assertThat(model.tensor(name).bytes()).isEqualTo(tensor.bytes()));
  }

  @Test
  void shouldGiveTheSameRandomBytesForTheSameSeed() {
    byte[] one = TINY.build(new RandomParameters(1)).toBytes().orElseThrow();

    assertThat(TINY.build(new RandomParameters(1)).toBytes()).contains(one);
    assertThat(TINY.build(new RandomParameters(2)).toBytes().orElseThrow()).isNotEqualTo(one);
  }

  /**
   * He et al. 2015, eq. 10. Of n = 36,864 normal values the mean has a standard error of σ/√n =
   * 0.52 % of σ and the deviation one of σ/√2n = 0.37 % of itself; six of these are allowed.
   */
  @Test
  void shouldDrawWeightsAsHeEtAlDo() {
    ParameterSpec weight = new ParameterSpec("w", Shape.of(64, 64, 3, 3), Role.WEIGHT);
    float[] values = new RandomParameters(1).values(weight).toFloatArray();
    double sum = 0;
    double squares = 0;
    for (float value : values) {
      sum += value;
      squares += (double) value * value;
    }
    double sigma = Math.sqrt(2.0 / (64 * 9));

    assertThat(sum / values.length / sigma).isCloseTo(0, within(6 * .0052));
    assertThat(Math.sqrt(squares / values.length) / sigma).isCloseTo(1, within(6 * .0037));
  }

  /**
   * Moments and bounds of what {@code torch.nn.Linear(300, 200)}, {@code Conv2d(20, 30, 5)} and
   * torchvision's {@code resnet18} have when they are made.
   */
  @Test
  void shouldDrawWeightsAsTorchDoes() {
    assertUniform(Initialization.TORCH, 1 / Math.sqrt(300), 200, 300);
    assertUniform(Initialization.TORCH, 1 / Math.sqrt(20 * 25), 30, 20, 5, 5);
    assertUniform(Initialization.TORCHVISION, 1 / Math.sqrt(300), 200, 300);
    ParameterSpec weight = new ParameterSpec("w", Shape.of(64, 32, 3, 3), Role.WEIGHT);
    float[] values = Initialization.TORCHVISION.values(1).values(weight).toFloatArray();
    double squares = 0;
    for (float value : values) {
      squares += (double) value * value;
    }
    // The deviation has a standard error of σ/√2n = 0.52 %; six are allowed.
    assertThat(Math.sqrt(squares / values.length) / Math.sqrt(2.0 / (64 * 9)))
        .isCloseTo(1, within(6 * .0052));
  }

  private static void assertUniform(Initialization initialization, double bound, long... dims) {
    ParameterSource source = initialization.values(1);
    float[] weight =
        source.values(new ParameterSpec("w", Shape.of(dims), Role.WEIGHT)).toFloatArray();
    float[] bias =
        source.values(new ParameterSpec("b", Shape.of(dims[0]), Role.BIAS)).toFloatArray();
    for (float[] values : List.of(weight, bias)) {
      double sum = 0;
      double squares = 0;
      double most = 0;
      for (float value : values) {
        sum += value / bound;
        squares += value * value / bound / bound;
        most = Math.max(most, Math.abs(value / bound));
      }
      int n = values.length;
      assertThat(most).isLessThanOrEqualTo(1 + 1e-6).isGreaterThan(1 - 8.0 / n);
      // Variances of u and u² are 1/3 and 4/45; six standard errors are allowed.
      assertThat(sum / n).isCloseTo(0, within(6 * Math.sqrt(1.0 / 3 / n)));
      assertThat(squares / n).isCloseTo(1.0 / 3, within(6 * Math.sqrt(4.0 / 45 / n)));
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldGiveTheSameBytesWithEachInitialization(Initialization initialization) {
    byte[] one = TINY.build(initialization.values(1)).toBytes().orElseThrow();
    assertThat(TINY.build(initialization.values(1)).toBytes().orElseThrow()).isEqualTo(one);
    assertThat(TINY.build(initialization.values(2)).toBytes().orElseThrow()).isNotEqualTo(one);
  }

  @Test
  void shouldStartNormalisationAsTheIdentity() {
    RandomParameters random = new RandomParameters(1);
    for (Role role : Role.values()) {
      float[] values = random.values(new ParameterSpec("p", Shape.of(3), role)).toFloatArray();
      switch (role) {
        case SCALE, RUNNING_VARIANCE -> assertThat(values).containsExactly(1, 1, 1);
        case BIAS, SHIFT, RUNNING_MEAN -> assertThat(values).containsExactly(0, 0, 0);
        case WEIGHT, EMBEDDING -> assertThat(values).doesNotContain(0, 1);
      }
    }
  }

  private static Map<String, Tensor> tensors() {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (ParameterSpec spec : TINY.parameters()) {
      tensors.put(spec.name(), Graphs.random(tensors.size(), spec.shape().dims()));
    }
    return tensors;
  }
}
