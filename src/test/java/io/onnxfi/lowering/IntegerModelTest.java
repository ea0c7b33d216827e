package io.onnxfi.lowering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.onnxfi.backend.Optimization;
import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.onnx.GraphBuilder;
import io.onnxfi.onnx.Initializer;
import io.onnxfi.onnx.Node;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.onnx.ValueInfo;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import io.onnxfi.testing.Graphs;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IntegerModelTest {
  private static final int IN = 6;
  private static final int OUT = 4;
  private static final int ROWS = 5;

  /** {@code x · W + b}, W {@code [in, out]} or {@code [out, in]}, then ReLU, then the output. */
  private static OnnxModel product(boolean transposed, int opset) {
    GraphBuilder g = new GraphBuilder("product", opset);
    g.input("x", ElementType.FLOAT, ValueInfo.DYNAMIC, IN);
    g.initializer("w", transposed ? Graphs.random(1, OUT, IN) : Graphs.random(1, IN, OUT));
    g.initializer("b", Graphs.random(2, OUT));
    g.node("Gemm", List.of("x", "w", "b"), "p", Map.of("transB", transposed ? 1L : 0L));
    g.node("Relu", List.of("p"), "r");
    g.node("Neg", List.of("r"), "y");
    return g.output("y", ElementType.FLOAT, ValueInfo.DYNAMIC, OUT).build();
  }

  /** Nearest integers on the grid of a range, ties to even, and back. */
  private static float[] onGrid(float[] values, float least, float most) {
    float scale = (Math.max(0, most) - Math.min(0, least)) / 255;
    double zero = Math.rint(-Math.min(0, least) / scale);
    float[] rounded = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      double q = Math.max(0, Math.min(255, Math.rint(values[i] / scale) + zero));
      rounded[i] = (float) ((q - zero) * scale);
    }
    return rounded;
  }

  /** The product in float64 of rounded operands; each output's weights have a scale. */
  private static double[] expected(OnnxModel model, float[] x, boolean transposed) {
    float[] w = model.tensor("w").toFloatArray();
    float[] b = model.tensor("b").toFloatArray();
    double[] scores = new double[ROWS * OUT];
    for (int o = 0; o < OUT; o++) {
      float most = 0;
      for (int i = 0; i < IN; i++) {
        most = Math.max(most, Math.abs(w[transposed ? o * IN + i : i * OUT + o]));
      }
      float scale = most / 127;
      for (int row = 0; row < ROWS; row++) {
        double sum = b[o];
        for (int i = 0; i < IN; i++) {
          double q = Math.rint(w[transposed ? o * IN + i : i * OUT + o] / scale);
          assertThat(Math.abs(q)).isLessThanOrEqualTo(127);
          sum += q * scale * x[row * IN + i];
        }
        scores[row * OUT + o] = -Math.max(0, sum);
      }
    }
    return scores;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldRoundToRangesThatAreKnown(boolean transposed) {
    OnnxModel model = product(transposed, 17);
    assertThat(IntegerModel.activations(model)).containsExactly("x", "r");
    Map<String, ValueRange> ranges =
        Map.of("x", new ValueRange(-1, 0.5f), "r", new ValueRange(0.25f, 2));
    OnnxModel integers = IntegerModel.ofRanges(model, ranges);
    integers.requireSound("integers");
    Tensor x = Graphs.random(3, ROWS, IN);
    float[] found = LoweredScores.of(integers, x, Optimization.NONE);
    double[] exact = expected(model, onGrid(x.toFloatArray(), -1, 0.5f), transposed);
    for (int i = 0; i < found.length; i++) {
      float[] clamped = onGrid(new float[] {(float) -exact[i]}, 0, 2);
      // A number near the middle between two integers may go to either.
      assertThat((double) found[i]).isCloseTo(-clamped[0], within(2 / 255.0 + 1e-6));
      assertThat(found[i] * 255 / 2 + Math.rint(-found[i] * 255 / 2)).isCloseTo(0, within(1e-3));
    }
    assertThat(found).as("cut off").contains(-2f, -0f);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldRoundToTheRangeOfEachBatch(boolean transposed) {
    OnnxModel model = product(transposed, 17);
    OnnxModel integers = IntegerModel.ofEachBatch(model);
    integers.requireSound("integers");
    Tensor x = Graphs.random(4, ROWS, IN);
    float[] values = x.toFloatArray();
    float least = Float.POSITIVE_INFINITY;
    float most = Float.NEGATIVE_INFINITY;
    for (float value : values) {
      least = Math.min(least, value);
      most = Math.max(most, value);
    }
    double[] exact = expected(model, onGrid(values, least, most), transposed);
    float[] found = LoweredScores.of(integers, x, Optimization.NONE);
    for (int i = 0; i < found.length; i++) {
      assertThat((double) found[i]).isCloseTo(exact[i], within(1e-5));
    }
  }

  /** Convolutions, a value that several read, a residual sum, and real kernels. */
  @Test
  void shouldComputeAboutTheSameInWholeNetworks() {
    OnnxModel model = BatchNormFolding.of(Graphs.tinyCnn(6));
    Tensor images = Graphs.random(5, 8, 3, 16, 16);
    float[] exact = LoweredScores.of(model, images, Optimization.NONE);
    float[] batch = LoweredScores.of(IntegerModel.ofEachBatch(model), images, Optimization.NONE);
    Map<String, ValueRange> wide = new HashMap<>();
    IntegerModel.activations(model).forEach(name -> wide.put(name, new ValueRange(-8, 8)));
    OnnxModel known = IntegerModel.ofRanges(model, wide);
    double size = LoweredScores.largestDifference(exact, new float[exact.length]);
    assertThat(LoweredScores.largestDifference(exact, batch)).isBetween(1e-4 * size, 0.05 * size);
    for (Optimization level : List.of(Optimization.NONE, Optimization.ALL)) {
      assertThat(LoweredScores.largestDifference(exact, LoweredScores.of(known, images, level)))
          .isBetween(1e-4 * size, 0.5 * size);
    }
    assertThat(known.nodes())
        .filteredOn(node -> node.opType().equals("QuantizeLinear"))
        .hasSameSizeAs(wide.keySet());
  }

  @Test
  void shouldLeaveTheScoresInFloat() {
    GraphBuilder g = new GraphBuilder("plain", 13);
    g.input("x", ElementType.FLOAT, ValueInfo.DYNAMIC, IN);
    g.initializer("w", Graphs.random(1, IN, OUT));
    g.node("MatMul", List.of("x", "w"), "y");
    OnnxModel model = g.output("y", ElementType.FLOAT, ValueInfo.DYNAMIC, OUT).build();
    assertThat(IntegerModel.activations(model)).containsExactly("x");
    OnnxModel integers = IntegerModel.ofRanges(model, Map.of("x", new ValueRange(-3, 3)));
    assertThat(integers.nodes()).extracting(Node::opType).endsWith("MatMul");
    assertThat(integers.initializers())
        .as("the float weight is gone")
        .extracting(Initializer::name)
        .doesNotContain("w")
        .contains("w/int8", "w/int8/scale", "w/int8/zero");
  }

  @Test
  void shouldStandWeightsOfZeros() {
    Tensor zeros = Tensor.allocate(ElementType.FLOAT, Shape.of(2, 3));
    IntegerGrid grid = IntegerGrid.ofRows(zeros, 0, 8);
    assertThat(grid.scale().toFloatArray()).containsExactly(1, 1);
    assertThat(grid.nearest(zeros, 0, 8).bytes().remaining()).isEqualTo(6);
    assertThat(IntegerGrid.of(new ValueRange(0, 0)).scale().toFloatArray()).containsExactly(1);
  }

  @Test
  void shouldRefuseModelsThatAreTooOld() {
    assertThatThrownBy(() -> IntegerModel.ofEachBatch(product(true, 12)))
        .isInstanceOf(UnsupportedInputException.class)
        .hasMessage("8-bit integers: expected a model of opset 13 or later, found opset 12");
  }
}
