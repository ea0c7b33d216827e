package io.onnxfi.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.onnxfi.error.MalformedInputException;
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

    OnnxModel model = TINY.build(NamedParameters.match(TINY, tensors, "m.th"));

    assertThat(model.initializers()).hasSameSizeAs(tensors.keySet());
    tensors.forEach(
        (name, tensor) -> assertThat(model.tensor(name).bytes()).isEqualTo(tensor.bytes()));
  }

  @Test
  void shouldReportEveryProblemAtOnce() {
    Map<String, Tensor> tensors = tensors();
    tensors.remove("conv1.weight");
    tensors.remove("linear.bias");
    tensors.put("fc.weight", Graphs.random(1, 10, 32));
    tensors.put("bn1.num_batches_tracked", Tensor.ofLongs(Shape.of(), 7));
    tensors.put("conv2.weight", Graphs.random(1, 16, 32, 3, 3));
    tensors.put("bn2.bias", Tensor.ofLongs(Shape.of(32), new long[32]));

    assertThatThrownBy(() -> NamedParameters.match(TINY, tensors, "m.th"))
        .isInstanceOf(MalformedInputException.class)
        .hasMessageStartingWith("m.th does not fit tiny_cnn (6 problems): ")
        .hasMessageContainingAll(
            "missing conv1.weight [16, 3, 3, 3]",
            "missing linear.bias [10]",
            "unexpected fc.weight float[10, 32]",
            "unexpected bn1.num_batches_tracked int64[]",
            "conv2.weight: expected float[32, 16, 3, 3], found float[16, 32, 3, 3]",
            "bn2.bias: expected float[32], found int64[32]");
  }

  @Test
  void shouldShowTenProblemsOfHundreds() {
    Architecture resnet = Zoo.architecture("resnet20", new ImageSize(3, 32, 32), 10);

    assertThatThrownBy(() -> NamedParameters.match(resnet, Map.of(), "m.th"))
        .isInstanceOf(MalformedInputException.class)
        .hasMessageStartingWith("m.th does not fit resnet20 (97 problems): missing conv1.weight")
        .hasMessageContaining("missing layer1.0.bn1.running_var [16]")
        .hasMessageNotContainingAny("layer1.0.conv2.weight")
        .hasMessageEndingWith("; …");
  }

  @Test
  void shouldNotFollowLaterChangesOfTheMap() {
    Map<String, Tensor> tensors = tensors();
    NamedParameters parameters = NamedParameters.match(TINY, tensors, "m.th");

    tensors.clear();

    assertThat(TINY.build(parameters).initializers()).isNotEmpty();
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
