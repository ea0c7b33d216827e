package io.onnxfi.backend.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.onnxfi.backend.Backend;
import io.onnxfi.backend.Session;
import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.onnx.Dataflow;
import io.onnxfi.onnx.GraphBuilder;
import io.onnxfi.onnx.GraphPart;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.onnx.ValueInfo;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import io.onnxfi.testing.Graphs;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ScoreGradientTest {
  private static final int IMAGES = 3;
  private static final int CLASSES = 4;

  /** Smooth, so that differences converge; with a skip connection around the second convolution. */
  private static OnnxModel smooth() {
    GraphBuilder g = new GraphBuilder("smooth", 17);
    g.input("x", ElementType.FLOAT, ValueInfo.DYNAMIC, 2, 5, 4);
    g.initializer("conv1.weight", Graphs.random(1, 3, 2, 3, 3));
    g.initializer("conv2.weight", Graphs.random(2, 3, 3, 3, 3));
    g.initializer("fc.weight", Graphs.random(3, 60, CLASSES));
    Map<String, Object> same =
        Map.of("kernel_shape", new long[] {3, 3}, "pads", new long[] {1, 1, 1, 1});
    g.node("Conv", List.of("x", "conv1.weight"), "conv1", same);
    g.node("Sigmoid", List.of("conv1"), "s1");
    g.node("Conv", List.of("s1", "conv2.weight"), "conv2", same);
    g.node("Add", List.of("conv2", "s1"), "sum");
    g.node("Tanh", List.of("sum"), "t");
    g.node("Flatten", List.of("t"), "flat");
    g.node("Gemm", List.of("flat", "fc.weight"), "y");
    return g.output("y", ElementType.FLOAT, ValueInfo.DYNAMIC, CLASSES).build();
  }

  @Test
  void shouldMatchFiniteDifferencesOfTheChosenScore() {
    OnnxModel model = smooth();
    Tensor images = Graphs.random(4, IMAGES, 2, 5, 4);
    int[] classes = {2, 0, 3};
    for (String value : List.of("conv1", "s1", "conv2", "t")) {
      ScoreGradient.Result result;
      try (ScoreGradient gradient = new ScoreGradient(model, value)) {
        result = gradient.of(images, scores -> classes);
      }
      assertThat(result.gradient().shape()).isEqualTo(Shape.of(IMAGES, 3, 5, 4));
      ValueInfo leaf = new ValueInfo(value, ElementType.FLOAT, List.of(-1L, 3L, 5L, 4L));
      GraphPart tail =
          new Dataflow(model)
              .between(List.of(model.inputs().get(0), leaf), model.outputs(), Set.of());
      try (Backend backend = new DjlBackend();
          Session session = backend.open(tail.model())) {
        float[] slope = result.gradient().toFloatArray();
        for (int at = 0; at < slope.length; at += 7) {
          int image = at / 60;
          double up = score(session, tail, images, result.value(), at, 1e-2f, image, classes);
          double down = score(session, tail, images, result.value(), at, -1e-2f, image, classes);
          // Central differences: off by O(h²) and by rounding of scores of order 10, 1e-6 / h.
          assertThat((double) slope[at])
              .as("%s[%d]", value, at)
              .isCloseTo((up - down) / 2e-2, within(2e-3));
        }
      }
    }
  }

  private static double score(
      Session session,
      GraphPart tail,
      Tensor images,
      Tensor value,
      int at,
      float step,
      int image,
      int... classes) {
    float[] moved = value.toFloatArray();
    moved[at] += step;
    Tensor leaf = Tensor.ofFloats(value.shape(), moved);
    List<Tensor> feeds =
        tail.inputs().stream().map(name -> name.equals("x") ? images : leaf).toList();
    float[] scores = session.run(feeds).get(0).toFloatArray();
    return scores[image * CLASSES + classes[image]];
  }

  @Test
  void shouldGiveTheScoresOfTheWholeModelAndLeaveItAlone() {
    OnnxModel model = smooth();
    Tensor images = Graphs.random(4, IMAGES, 2, 5, 4);
    try (Backend backend = new DjlBackend();
        Session session = backend.open(model);
        ScoreGradient gradient = new ScoreGradient(model, "conv2")) {
      float[] whole = session.run(List.of(images)).get(0).toFloatArray();
      ScoreGradient.Result first = gradient.of(images, scores -> new int[IMAGES]);
      ScoreGradient.Result again = gradient.of(images, scores -> new int[IMAGES]);
      assertThat(first.scores().toFloatArray()).containsExactly(whole);
      assertThat(again.gradient().toFloatArray()).containsExactly(first.gradient().toFloatArray());
    }
  }

  @Test
  void shouldNotMixImages() {
    Tensor images = Graphs.random(4, IMAGES, 2, 5, 4);
    try (ScoreGradient gradient = new ScoreGradient(smooth(), "conv2")) {
      float[] one = gradient.of(images, scores -> new int[] {1, 1, 1}).gradient().toFloatArray();
      float[] other = gradient.of(images, scores -> new int[] {1, 2, 1}).gradient().toFloatArray();
      assertThat(Arrays.copyOf(other, 60)).containsExactly(Arrays.copyOf(one, 60));
      assertThat(Arrays.copyOfRange(other, 60, 120)).isNotEqualTo(Arrays.copyOfRange(one, 60, 120));
    }
  }

  @Test
  void shouldRefuseAValueThatTheScoresDoNotDependOn() {
    GraphBuilder g = new GraphBuilder("aside", 17);
    g.input("x", ElementType.FLOAT, ValueInfo.DYNAMIC, 3);
    g.node("Relu", List.of("x"), "aside");
    g.node("Tanh", List.of("x"), "y");
    OnnxModel model = g.output("y", ElementType.FLOAT, ValueInfo.DYNAMIC, 3).build();
    assertThatThrownBy(() -> new ScoreGradient(model, "aside"))
        .isInstanceOf(UnsupportedInputException.class)
        .hasMessage("the scores 'y' do not depend on 'aside'");
  }
}
