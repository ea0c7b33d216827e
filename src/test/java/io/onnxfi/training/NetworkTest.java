package io.onnxfi.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.onnxfi.onnx.GraphBuilder;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.onnx.ValueInfo;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import io.onnxfi.testing.Graphs;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTest {
  private static final int IMAGES = 5;

  /** Scores {@code x · weightᵀ}, weight {@code [3, 4]}, of images {@code [4, 1, 1]}. */
  static OnnxModel linear() {
    GraphBuilder g = new GraphBuilder("linear", 17);
    g.input("x", ElementType.FLOAT, ValueInfo.DYNAMIC, 4, 1, 1);
    float[] weight = new float[12];
    for (int i = 0; i < weight.length; i++) {
      weight[i] = (i * 3 % 11 - 5) / 4f;
    }
    g.initializer("weight", Tensor.ofFloats(Shape.of(3, 4), weight));
    g.node("Flatten", List.of("x"), "flat");
    g.node("Gemm", List.of("flat", "weight"), "y", Map.of("transB", 1L));
    return g.output("y", ElementType.FLOAT, ValueInfo.DYNAMIC, 3).build();
  }

  static Batch batch() {
    Batch batch = new Batch(IMAGES, 1, 1, 4);
    for (int i = 0; i < IMAGES * 4; i++) {
      batch.pixels().floats().put(i, (i * 5 % 7 - 3) / 4f);
    }
    System.arraycopy(new int[] {0, 2, 1, 1, 0}, 0, batch.labels(), 0, IMAGES);
    return batch;
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "0.1"})
  void shouldHaveTheLossAndGradientOfPyTorch(String smoothing) {
    double[] expected = Golden.row("loss", smoothing).numbers(1);
    try (Network network = new Network(linear())) {
      float[] gradient = new float[12];
      for (int repeat = 0; repeat < 2; repeat++) { // taken gradients must not add up
        Score score = network.learn(batch(), Double.parseDouble(smoothing));
        network.takeGradient(0, gradient);
        // Sums of five terms of order 1 in binary32, in another order.
        assertThat(score.loss()).isCloseTo(expected[0], within(5e-7));
        for (int i = 0; i < gradient.length; i++) {
          assertThat((double) gradient[i]).isCloseTo(expected[i + 1], within(2e-7));
        }
      }
      assertThat(network.evaluate(batch()).loss())
          .as("evaluation does not smooth")
          .isCloseTo(Golden.row("loss", "0").number(1), within(5e-7));
    }
  }

  @Test
  void shouldComputeWithTheValuesThatAreSet() {
    OnnxModel model = Graphs.tinyCnn(1);
    OnnxModel other = Graphs.tinyCnn(2);
    Batch batch = new Batch(8, 16, 16, 3);
    batch.pixels().floats().put(Graphs.random(3, 8 * 16 * 16 * 3).floats());
    try (Network network = new Network(model);
        Network wanted = new Network(other)) {
      for (int i = 0; i < network.names().size(); i++) {
        network.set(i, wanted.values(i));
      }
      assertThat(network.evaluate(batch)).isEqualTo(wanted.evaluate(batch));
      assertThat(network.learn(batch, 0)).isEqualTo(wanted.learn(batch, 0));
      for (int i = 0; i < network.names().size(); i++) {
        float[] found = new float[network.values(i).length];
        float[] expected = new float[found.length];
        network.takeGradient(i, found);
        wanted.takeGradient(i, expected);
        assertThat(found).as(network.names().get(i)).containsExactly(expected);
      }
    }
  }
}
