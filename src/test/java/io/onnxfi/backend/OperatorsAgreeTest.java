package io.onnxfi.backend;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.onnxfi.backend.djl.DjlBackend;
import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import io.onnxfi.testing.Graphs;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each operator against the other framework, with every attribute that is read. */
class OperatorsAgreeTest {
  /**
   * Sums of up to about a hundred normal products in float32, in another order: a few units in the
   * last place of values up to about 30.
   */
  private static final float TOLERANCE = 2e-5f;

  private static Tensor weight(long... dims) {
    return Graphs.random(99, dims);
  }

  private static Tensor scalar(float value) {
    return Tensor.ofFloats(Shape.of(), value);
  }

  private static Tensor positive(long... dims) {
    Tensor tensor = Graphs.random(98, dims);
    for (int i = 0; i < tensor.shape().size(); i++) {
      tensor.floats().put(i, Math.abs(tensor.floats().get(i)) + 0.1f);
    }
    return tensor;
  }

  static Stream<Arguments> graphs() {
    return Stream.of(
        arguments(
            "Conv",
            Graphs.node("Conv", 3, 9, 8)
                .with(weight(4, 3, 3, 3))
                .set("kernel_shape", 3, 3)
                .set("pads", 1, 1, 1, 1)
                .build(4)),
        arguments(
            "Conv with bias, stride and dilation",
            Graphs.node("Conv", 3, 11, 12)
                .with(weight(4, 3, 3, 2))
                .with(weight(4))
                .set("kernel_shape", 3, 2)
                .set("strides", 2, 1)
                .set("dilations", 2, 3)
                .build(4)),
        arguments(
            "Conv with unequal padding",
            Graphs.node("Conv", 3, 9, 8)
                .with(weight(4, 3, 3, 3))
                .set("kernel_shape", 3, 3)
                .set("pads", 0, 1, 2, 3)
                .build(4)),
        arguments(
            "depthwise Conv",
            Graphs.node("Conv", 6, 9, 8)
                .with(weight(6, 1, 3, 3))
                .set("kernel_shape", 3, 3)
                .set("group", 6L)
                .build(4)),
        arguments(
            "Gemm as linear layer",
            Graphs.node("Gemm", 12).with(weight(5, 12)).with(weight(5)).set("transB", 1L).build(2)),
        arguments(
            "Gemm with factors",
            Graphs.node("Gemm", 12)
                .with(weight(12, 5))
                .with(weight(5))
                .set("alpha", 0.5f)
                .set("beta", 2f)
                .build(2)),
        arguments("Gemm without bias", Graphs.node("Gemm", 12).with(weight(12, 5)).build(2)),
        arguments("MatMul", Graphs.node("MatMul", 7, 6).with(weight(6, 5)).build(3)),
        arguments(
            "MaxPool",
            Graphs.node("MaxPool", 3, 9, 8)
                .set("kernel_shape", 3, 3)
                .set("strides", 2, 2)
                .set("pads", 1, 1, 1, 1)
                .build(4)),
        arguments(
            "MaxPool with unequal padding",
            Graphs.node("MaxPool", 3, 9, 8)
                .set("kernel_shape", 2, 3)
                .set("pads", 0, 1, 1, 2)
                .build(4)),
        arguments(
            "AveragePool",
            Graphs.node("AveragePool", 3, 9, 8)
                .set("kernel_shape", 3, 2)
                .set("strides", 2, 2)
                .set("pads", 1, 1, 1, 1)
                .build(4)),
        arguments(
            "AveragePool that counts padding",
            Graphs.node("AveragePool", 3, 9, 8)
                .set("kernel_shape", 3, 2)
                .set("pads", 1, 1, 1, 1)
                .set("count_include_pad", 1L)
                .build(4)),
        arguments("GlobalAveragePool", Graphs.node("GlobalAveragePool", 3, 9, 8).build(4)),
        arguments(
            "BatchNormalization",
            Graphs.node("BatchNormalization", 3, 4, 5)
                .with(weight(3))
                .with(weight(3))
                .with(weight(3))
                .with(positive(3))
                .set("epsilon", 1e-3f)
                .build(4)),
        arguments(
            "LayerNormalization",
            Graphs.node("LayerNormalization", 3, 6)
                .with(weight(6))
                .with(weight(6))
                .set("epsilon", 1e-3f)
                .build(3)),
        arguments(
            "LayerNormalization over two axes without shift",
            Graphs.node("LayerNormalization", 3, 6).with(weight(3, 6)).set("axis", 1L).build(3)),
        arguments("Abs", Graphs.node("Abs", 3, 4).build(3)),
        arguments("Cast", Graphs.node("Cast", 3, 4).set("to", 1L).build(3)),
        arguments("Relu", Graphs.node("Relu", 3, 4).build(3)),
        arguments("Sigmoid", Graphs.node("Sigmoid", 3, 4).build(3)),
        arguments("Tanh", Graphs.node("Tanh", 3, 4).build(3)),
        arguments("Erf", Graphs.node("Erf", 3, 4).build(3)),
        arguments("Gelu", Graphs.node("Gelu", 3, 4).opset(20).build(3)),
        arguments("Identity", Graphs.node("Identity", 3, 4).build(3)),
        arguments("Softmax", Graphs.node("Softmax", 3, 4).build(3)),
        arguments("Softmax over axis 1", Graphs.node("Softmax", 3, 4).set("axis", 1L).build(3)),
        arguments("Add", Graphs.node("Add", 3, 4).with(weight(3, 4)).build(3)),
        arguments("Sub with broadcast", Graphs.node("Sub", 3, 4).with(weight(4)).build(3)),
        arguments("Mul with broadcast", Graphs.node("Mul", 3, 4).with(weight(3, 1)).build(3)),
        arguments("Div with broadcast", Graphs.node("Div", 3, 4).with(positive(3, 1)).build(3)),
        arguments(
            "Clip", Graphs.node("Clip", 3, 4).with(scalar(-0.5f)).with(scalar(0.7f)).build(3)),
        arguments("Clip from above", Graphs.node("Clip", 3, 4).without().with(scalar(0f)).build(3)),
        arguments("Dropout", Graphs.node("Dropout", 3, 4).with(scalar(0.5f)).build(3)),
        arguments("Concat", Graphs.node("Concat", 3).with(weight(2, 3)).set("axis", -2L).build(2)),
        arguments("Flatten", Graphs.node("Flatten", 3, 4).build(2)),
        arguments("Reshape", Graphs.node("Reshape", 3, 4).with(0, 2, -1).build(3)),
        arguments("Transpose", Graphs.node("Transpose", 3, 4).set("perm", 0, 2, 1).build(3)),
        arguments("Transpose of all axes", Graphs.node("Transpose", 3, 4).build(3)),
        arguments(
            "Slice with steps",
            Graphs.node("Slice", 7, 8)
                .with(0, 1)
                .with(Long.MAX_VALUE, -1)
                .with(1, 2)
                .with(2, 3)
                .build(3)),
        arguments("Pad", Graphs.node("Pad", 3, 4).with(0, 1, 2, 0, 3, 4).build(3)),
        arguments(
            "Pad with a value",
            Graphs.node("Pad", 3, 4).with(0, 1, 0, 0, 0, 4).with(scalar(2.5f)).build(3)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("graphs")
  void shouldComputeTheSame(String name, OnnxModel model) {
    FrameworksAgree.require(name, model, TOLERANCE);
  }

  @Test
  void shouldNameAnUnknownOperatorItsOpsetAndItsNode() {
    OnnxModel model = Graphs.node("Bernoulli", 3).build(2);
    try (Backend djl = new DjlBackend()) {
      assertThatThrownBy(() -> djl.open(model))
          .isInstanceOf(UnsupportedInputException.class)
          .hasMessageContaining("operator Bernoulli of opset 17 at node 0 'y' (Bernoulli)");
    }
  }

  @Test
  void shouldRefuseAnAttributeThatItDoesNotKnow() {
    for (String operator : List.of("Celu", "Conv", "Elu")) {
      OnnxModel model =
          Graphs.node(operator, 3, 5, 5).with(weight(2, 3, 1, 1)).set("later", 1L).build(4);
      try (Backend djl = new DjlBackend()) {
        assertThatThrownBy(() -> djl.open(model))
            .isInstanceOf(UnsupportedInputException.class)
            .hasMessageContaining("is not supported")
            .hasMessageContaining(operator);
      }
    }
  }
}
