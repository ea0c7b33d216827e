package io.onnxfi.attribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.onnxfi.backend.Backend;
import io.onnxfi.backend.Optimization;
import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.onnx.Dataflow;
import io.onnxfi.onnx.GraphBuilder;
import io.onnxfi.onnx.Node;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.onnx.ValueInfo;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import io.onnxfi.testing.Graphs;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RoundingErrorTest {
  private static final double U = Math.scalb(1.0, -24);

  private static Bound bound(OnnxModel model, Tensor input) {
    Dataflow flow = new Dataflow(model);
    List<Long> dims = model.inputs().get(0).dims();
    try (Backend ort = RecordedFaults.ort(Optimization.ALL);
        OperatorPair pair =
            new OperatorPair(
                flow,
                flow.node(0),
                List.of(new ValueInfo("x", ElementType.FLOAT, dims)),
                List.of(new ValueInfo("y", ElementType.FLOAT, List.of())),
                ort,
                ort)) {
      float[] result = pair.runLeft(Optional.empty(), List.of(input)).get(0).toFloatArray();
      return pair.bound(
          Optional.empty(), List.of(input), result, Math.toIntExact(input.shape().dim(0)));
    }
  }

  @Test
  void shouldBoundAConvolutionByTheMagnitudesOfItsTerms() {
    Tensor weight = Tensor.ofFloats(Shape.of(1, 2, 1, 1), 3, -5);
    OnnxModel conv = Graphs.node("Conv", 2, 1, 1).with(weight).build(4);
    // 3·4 + (-5)·2 = 2, but the terms' magnitudes are 12 and 10.
    Bound bound = bound(conv, Tensor.ofFloats(Shape.of(1, 2, 1, 1), 4, 2));
    // 2 terms and 8 roundings; quadratic terms of u are below 1e-6 of it.
    assertThat(bound.at(0)).isCloseTo(2 * 10 * U * 22, within(1e-10));
  }

  @Test
  void shouldBoundANormalisationByItsMeanToo() {
    OnnxModel norm =
        Graphs.node("BatchNormalization", 1, 1, 1)
            .with(Tensor.ofFloats(Shape.of(1), 2))
            .with(Tensor.ofFloats(Shape.of(1), -1))
            .with(Tensor.ofFloats(Shape.of(1), 100))
            .with(Tensor.ofFloats(Shape.of(1), 4))
            .set("epsilon", 0f)
            .build(4);
    // (100.5 - 100) / 2 · 2 - 1 = -0.5, from magnitudes (100.5 + 100) / 2 · 2 + 1.
    Bound bound = bound(norm, Tensor.ofFloats(Shape.of(1, 1, 1, 1), 100.5f));
    assertThat(bound.at(0)).isCloseTo(2 * 9 * U * 201.5, within(1e-8));
  }

  @Test
  void shouldAllowNothingWhereValuesAreOnlyMoved() {
    OnnxModel relu = Graphs.node("Relu", 3).build(2);
    assertThat(bound(relu, Graphs.random(1, 2, 3)).at(0)).isZero();
  }

  @Test
  void shouldMeasureFunctionsByTheirLargestResult() {
    OnnxModel softmax = Graphs.node("Softmax", 2).set("axis", 1L).build(2);
    Bound bound = bound(softmax, Tensor.ofFloats(Shape.of(1, 2), 0, 0));
    // Two results of 0.5 each; 64 + 2 + 8 steps.
    assertThat(bound.at(1)).isCloseTo(2 * 74 * U * 0.5, within(1e-10));
  }

  @Test
  void shouldKnowNoBoundOfGraphsWithinANode() {
    GraphBuilder branch = new GraphBuilder("branch", 17);
    branch.node("Exp", List.of(branch.outer("x")), "e");
    OnnxModel body = branch.output("e", ElementType.FLOAT, ValueInfo.DYNAMIC, 2).build();
    GraphBuilder graph = new GraphBuilder("g", 17);
    graph.input("x", ElementType.FLOAT, ValueInfo.DYNAMIC, 2);
    graph.initializer("c", Tensor.allocate(ElementType.BOOL, Shape.of()));
    graph.node("If", List.of("c"), "y", Map.of("then_branch", body, "else_branch", body));
    OnnxModel model = graph.output("y", ElementType.FLOAT, ValueInfo.DYNAMIC, 2).build();
    assertThatThrownBy(() -> bound(model, Graphs.random(1, 1, 2)))
        .isInstanceOf(UnsupportedInputException.class)
        .hasMessage("the frameworks differ within If 'y', of whose rounding no bound is known");
  }

  @Test
  void shouldCountTheTermsOfEachKindOfSum() {
    Node gemm = Graphs.node("Gemm", 5).with(Graphs.random(1, 5, 4)).build(2).nodes().get(0);
    assertThat(RoundingError.steps(gemm, List.of(Shape.of(1, 5), Shape.of(5, 4)))).isEqualTo(13);
    Node global = Graphs.node("GlobalAveragePool", 3, 4, 4).build(4).nodes().get(0);
    assertThat(RoundingError.steps(global, List.of(Shape.of(2, 3, 4, 4)))).isEqualTo(24);
    // Higham 2002, section 3.1: γ(n) = nu / (1 - nu).
    assertThat(RoundingError.gamma(1 << 20)).isCloseTo(0.0625 / 0.9375, within(1e-15));
  }
}
