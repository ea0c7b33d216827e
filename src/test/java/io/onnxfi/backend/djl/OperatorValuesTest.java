package io.onnxfi.backend.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.onnxfi.backend.Backend;
import io.onnxfi.backend.Session;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import io.onnxfi.testing.Graphs;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Against numbers that PyTorch 2.15.0 computed in binary64, by its functions of the same names. */
class OperatorValuesTest {
  private static final float[] INPUT = {-3, -0.75f, 0, 0.5f, 1.25f, 2, -0.125f, 10};

  /**
   * Relative to the value, or absolute below 1: a few units in the last place of binary32, 1.2e-7.
   * Gelu loses the most, where 1 + erf(x / √2) cancels.
   */
  private static final double TOLERANCE = 1e-6;

  private static Tensor vector(float... values) {
    return Tensor.ofFloats(Shape.of(values.length), values);
  }

  static Stream<Arguments> values() {
    return Stream.of(
        arguments(
            "erf",
            Graphs.node("Erf", 4).build(2),
            List.of(
                -0.99997791,
                -0.711155634,
                0.0,
                0.520499878,
                0.922900128,
                0.995322265,
                -0.140316205,
                1.0)),
        arguments(
            "tanh",
            Graphs.node("Tanh", 4).build(2),
            List.of(
                -0.995054754,
                -0.635148952,
                0.0,
                0.462117157,
                0.84828364,
                0.96402758,
                -0.124353002,
                0.999999996)),
        arguments(
            "gelu",
            Graphs.node("Gelu", 4).opset(20).build(2),
            List.of(
                -0.00404969409,
                -0.169970514,
                0.0,
                0.345731231,
                1.11793778,
                1.95449974,
                -0.0562827219,
                10.0)),
        arguments(
            "softmax",
            Graphs.node("Softmax", 4).build(2),
            List.of(
                0.0157013664,
                0.148970416,
                0.315370374,
                0.519957843,
                0.000158376754,
                0.00033528359,
                4.00439144e-05,
                0.999466296)),
        arguments(
            "layer_norm",
            Graphs.node("LayerNormalization", 4)
                .with(vector(0.5f, -1, 2, 1.5f))
                .with(vector(0.25f, 0, -1, 3))
                .set("epsilon", 0.125f)
                .build(2),
            List.of(
                -0.539763944,
                -0.0451293682,
                0.173363574,
                4.4215751,
                -0.00588964711,
                0.322814632,
                -2.71642902,
                5.53921265)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("values")
  void shouldComputeWhatPyTorchDoes(String name, OnnxModel model, List<Double> expected) {
    Tensor x = Tensor.ofFloats(Shape.of(2, 4), INPUT);
    try (Backend djl = new DjlBackend();
        Session session = djl.open(model)) {
      float[] found = session.run(List.of(x)).get(0).toFloatArray();
      assertThat(found).hasSize(expected.size());
      for (int i = 0; i < found.length; i++) {
        double value = expected.get(i);
        assertThat((double) found[i])
            .as("%s of %s", name, INPUT[i])
            .isCloseTo(value, within(TOLERANCE * Math.max(1, Math.abs(value))));
      }
    }
  }
}
