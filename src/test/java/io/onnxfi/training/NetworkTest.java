package io.onnxfi.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import io.onnxfi.backend.djl.ValueHook;
import io.onnxfi.onnx.GraphBuilder;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.onnx.ValueInfo;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import io.onnxfi.testing.Graphs;
import io.onnxfi.testing.ReclaimedMemory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
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

  /** Operators that compute with numbers and arrays which are closed before the gradient. */
  private static OnnxModel manifold() {
    GraphBuilder g = new GraphBuilder("manifold", 20);
    g.input("x", ElementType.FLOAT, ValueInfo.DYNAMIC, 3, 6, 6);
    g.initializer("conv.weight", Graphs.random(1, 4, 3, 3, 3));
    g.initializer("norm.weight", Graphs.random(2, 6));
    g.initializer("low", Tensor.ofFloats(Shape.of(), -2));
    g.initializer("high", Tensor.ofFloats(Shape.of(), 2));
    g.initializer("fc.weight", Graphs.random(3, 144, 3));
    g.initializer("fc.bias", Graphs.random(4, 3));
    Map<String, Object> same =
        Map.of("kernel_shape", new long[] {3, 3}, "pads", new long[] {1, 1, 1, 1});
    g.node("Conv", List.of("x", "conv.weight"), "conv", same);
    g.node("LayerNormalization", List.of("conv", "norm.weight"), "norm");
    g.node("AveragePool", List.of("norm"), "pool", same);
    g.node("Clip", List.of("pool", "low", "high"), "clip");
    g.node("Gelu", List.of("clip"), "gelu");
    g.node("Flatten", List.of("gelu"), "flat");
    Map<String, Object> factors = Map.of("alpha", 0.5f, "beta", 3f);
    g.node("Gemm", List.of("flat", "fc.weight", "fc.bias"), "y", factors);
    return g.output("y", ElementType.FLOAT, ValueInfo.DYNAMIC, 3).build();
  }

  private static List<float[]> gradients(OnnxModel model, Runnable beforeTheGradient) {
    Batch batch = new Batch(IMAGES, 6, 6, 3);
    batch.pixels().floats().put(Graphs.random(5, IMAGES * 6 * 6 * 3).floats());
    try (Network network = new Network(model)) {
      network.learn(
          batch,
          ValueHook.NONE,
          scores -> {
            NDArray entropy = Loss.crossEntropy(scores, batch.labels(), 0.1);
            NDArray divergence =
                Loss.penalty(Penalty.Kind.DIVERGENCE, scores, scores.abs(), batch.labels(), 0.1);
            NDArray loss = Loss.sum(entropy, divergence, 0.3);
            beforeTheGradient.run();
            return loss;
          });
      List<float[]> gradients = new ArrayList<>();
      for (int i = 0; i < network.names().size(); i++) {
        float[] gradient = new float[network.values(i).length];
        network.takeGradient(i, gradient);
        gradients.add(gradient);
      }
      return gradients;
    }
  }

  /** What a gradient needs must not lie in memory that Java gives up before it is computed. */
  @Test
  void shouldHaveTheSameGradientWhenMemoryIsReclaimed() {
    OnnxModel model = manifold();
    List<float[]> expected = gradients(model, () -> {});
    assertThat(expected).allSatisfy(g -> assertThat(g).doesNotContain(Float.NaN));
    List<ByteBuffer> spoilt = new ArrayList<>();
    for (int repeat = 0; repeat < 3; repeat++) {
      List<float[]> found = gradients(model, () -> spoilt.addAll(ReclaimedMemory.spoil()));
      for (int i = 0; i < found.size(); i++) {
        assertThat(found.get(i)).as("%d", i).containsExactly(expected.get(i));
      }
    }
    assertThat(spoilt).isNotEmpty();
  }
}
