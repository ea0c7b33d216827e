package io.onnxfi.lowering;

import static org.assertj.core.api.Assertions.assertThat;

import io.onnxfi.backend.Optimization;
import io.onnxfi.onnx.GraphBuilder;
import io.onnxfi.onnx.Node;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.onnx.ValueInfo;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import io.onnxfi.testing.Graphs;
import io.onnxfi.testing.Networks;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BatchNormFoldingTest {
  static Stream<Arguments> networks() {
    return Stream.of(
        Arguments.of(Graphs.tinyCnn(3), Graphs.random(1, 4, 3, 16, 16)),
        Arguments.of(Networks.depthwise(), Graphs.random(2, 4, 3, 16, 16)));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void shouldComputeTheSameFunction(OnnxModel model, Tensor images) {
    OnnxModel folded = BatchNormFolding.of(model);
    folded.requireSound("folded");
    assertThat(folded.nodes()).extracting(Node::opType).doesNotContain("BatchNormalization");
    assertThat(folded.initializers())
        .extracting(it -> it.name())
        .as("what nothing reads is gone")
        .noneMatch(name -> name.contains("running"));
    float[] expected = LoweredScores.of(model, images, Optimization.NONE);
    float[] found = LoweredScores.of(folded, images, Optimization.NONE);
    assertThat(found).as("other roundings").isNotEqualTo(expected);
    assertThat(LoweredScores.largestDifference(expected, found)).isLessThan(1e-4);
  }

  /** Against the formula, with a bias and a negative scale. */
  @Test
  void shouldHaveTheWeightsOfTheFormula() {
    GraphBuilder g = new GraphBuilder("one", 17);
    g.input("x", ElementType.FLOAT, ValueInfo.DYNAMIC, 1, 1, 1);
    g.initializer("w", Tensor.ofFloats(Shape.of(2, 1, 1, 1), 3, -2));
    g.initializer("b", Tensor.ofFloats(Shape.of(2), 1, 5));
    g.initializer("scale", Tensor.ofFloats(Shape.of(2), 2, -1));
    g.initializer("shift", Tensor.ofFloats(Shape.of(2), 0.5f, 0.25f));
    g.initializer("mean", Tensor.ofFloats(Shape.of(2), 4, -1));
    g.initializer("var", Tensor.ofFloats(Shape.of(2), 3.75f, 0));
    g.node("Conv", List.of("x", "w", "b"), "c");
    g.node(
        "BatchNormalization",
        List.of("c", "scale", "shift", "mean", "var"),
        "y",
        Map.of("epsilon", 0.25f));
    OnnxModel model = g.output("y", ElementType.FLOAT, ValueInfo.DYNAMIC, 2, 1, 1).build();
    OnnxModel folded = BatchNormFolding.of(model);
    Node conv = folded.nodes().get(0);
    // a = 2/√4 = 1 and -1/√0.25 = -2
    assertThat(folded.tensor(conv.inputs().get(1)).toFloatArray()).containsExactly(3, 4);
    assertThat(folded.tensor(conv.inputs().get(2)).toFloatArray())
        .containsExactly(1 * (1 - 4) + 0.5f, -2 * (5 + 1) + 0.25f);
  }

  /** One whose convolution others read, one that follows none, one that learns. */
  @Test
  void shouldLeaveWhatCannotBeFolded() {
    GraphBuilder g = new GraphBuilder("others", 17);
    g.input("x", ElementType.FLOAT, ValueInfo.DYNAMIC, 2, 4, 4);
    for (String name : List.of("scale", "shift", "mean")) {
      g.initializer(name, Graphs.random(name.length(), 2));
    }
    g.initializer("var", Tensor.ofFloats(Shape.of(2), 1, 2));
    g.initializer("w", Graphs.random(4, 2, 2, 1, 1));
    List<String> numbers = List.of("scale", "shift", "mean", "var");
    g.node("BatchNormalization", with("x", numbers), "first");
    g.node("Conv", List.of("first", "w"), "conv");
    g.node("BatchNormalization", with("conv", numbers), "second");
    g.node("Add", List.of("conv", "second"), "y");
    OnnxModel model = g.output("y", ElementType.FLOAT, ValueInfo.DYNAMIC, 2, 4, 4).build();
    assertThat(BatchNormFolding.count(model)).isZero();
    assertThat(BatchNormFolding.of(model).toBytes().orElseThrow())
        .isEqualTo(model.toBytes().orElseThrow());
  }

  private static List<String> with(String first, List<String> others) {
    return Stream.concat(Stream.of(first), others.stream()).toList();
  }
}
