package io.onnxfi.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import io.onnxfi.testing.Graphs;
import io.onnxfi.zoo.ParameterSpec.Role;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

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
