package io.onnxfi.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.backend.Backend;
import io.onnxfi.backend.BackendProviders;
import io.onnxfi.backend.BackendSettings;
import io.onnxfi.backend.Session;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.onnx.GraphBuilder;
import io.onnxfi.onnx.Node;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.onnx.ValueInfo;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClassifierViewTest {
  private static final long N = ValueInfo.DYNAMIC;

  private static GraphBuilder graph(long... dims) {
    GraphBuilder graph = new GraphBuilder("view", 17);
    graph.input("x", ElementType.FLOAT, dims);
    return graph;
  }

  private static ClassifierView view(OnnxModel model, int channels, int classes) {
    return ClassifierView.of("m.onnx", model, Optional.empty(), channels, classes);
  }

  private static Tensor run(String backend, OnnxModel model, Tensor input) {
    try (Backend opened = BackendProviders.named(backend, "test").open(BackendSettings.DEFAULT);
        Session session = opened.open(model)) {
      return session.run(List.of(input)).get(0);
    }
  }

  @Test
  void shouldLeaveAClassifierAsItIs() {
    GraphBuilder graph = graph(N, 3, 8, 8);
    graph.node("Flatten", List.of("x"), "scores");
    OnnxModel model = graph.output("scores", ElementType.FLOAT, N, 192).build();
    ClassifierView view = view(model, 3, 192);
    assertThat(view.isPlain()).isTrue();
    assertThat(view.notes()).isEmpty();
    assertThat(view.applyTo(model)).isSameAs(model);
  }

  /** The first class with the highest score is class 1 if and only if the number is above. */
  @ParameterizedTest
  @ValueSource(strings = {"ort", "djl"})
  void shouldReadOneNumberPerImageAsTwoScores(String backend) {
    Tensor numbers = Tensor.ofFloats(Shape.of(5, 1), -3, 0, Float.MIN_VALUE, 7, Float.NaN);
    GraphBuilder raw = graph(N, 1);
    raw.node("Identity", List.of("x"), "y");
    OnnxModel logits = raw.output("y", ElementType.FLOAT, N, 1).build();
    assertThat(view(logits, 3, 2).reading()).isEqualTo(Reading.LOGIT);
    assertThat(run(backend, view(logits, 3, 2).applyTo(logits), numbers).toFloatArray())
        .containsExactly(0, -3, 0, 0, 0, Float.MIN_VALUE, 0, 7, 0, Float.NaN);

    GraphBuilder squashed = graph(N, 1);
    squashed.node("Sigmoid", List.of("x"), "p");
    squashed.node("Flatten", List.of("p"), "y");
    OnnxModel probabilities = squashed.output("y", ElementType.FLOAT, N, 1).build();
    assertThat(view(probabilities, 3, 2).reading()).isEqualTo(Reading.PROBABILITY);
    float[] scores =
        run(backend, view(probabilities, 3, 2).applyTo(probabilities), numbers).toFloatArray();
    assertThat(scores).hasSize(10);
    for (int i = 0; i < scores.length; i += 2) {
      assertThat(scores[i]).isEqualTo(0.5f);
    }
    assertThat(scores[1]).isLessThan(0.05f);
    assertThat(scores[3]).isEqualTo(0.5f);
    assertThat(scores[7]).isGreaterThan(0.99f);
    assertThat(scores[9]).isNaN();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ort", "djl"})
  void shouldReadNumbersOfClassesAsOneHotScores(String backend) {
    GraphBuilder graph = graph(N, 4);
    graph.node("ArgMax", List.of("x"), "y", Map.of("axis", 1L, "keepdims", 0L));
    OnnxModel model = graph.output("y", ElementType.INT64, N).build();
    ClassifierView view = view(model, 3, 4);
    assertThat(view.reading()).isEqualTo(Reading.CLASS_NUMBER);
    Tensor x = Tensor.ofFloats(Shape.of(2, 4), 1, 5, 2, 0, /**/ 0, 0, 0, 9);
    assertThat(run(backend, view.applyTo(model), x).toFloatArray())
        .containsExactly(0, 1, 0, 0, 0, 0, 0, 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ort", "djl"})
  void shouldGiveChannelsWhereTheModelHasThem(String backend) {
    GraphBuilder graph = graph(N, 5, 6, 3);
    graph.node("Flatten", List.of("x"), "y", Map.of("axis", 1L));
    OnnxModel model = graph.output("y", ElementType.FLOAT, N, 90).build();
    ClassifierView view = view(model, 3, 90);
    assertThat(view.channelsLast()).isTrue();
    OnnxModel turned = view.applyTo(model);
    assertThat(turned.inputs().get(0).dims()).containsExactly(N, 3L, 5L, 6L);
    Tensor images = Tensor.allocate(ElementType.FLOAT, Shape.of(1, 3, 5, 6));
    for (int i = 0; i < 90; i++) {
      images.floats().put(i, i);
    }
    float[] seen = run(backend, turned, images).toFloatArray();
    for (int c = 0; c < 3; c++) {
      for (int place = 0; place < 30; place++) {
        assertThat(seen[place * 3 + c]).isEqualTo(c * 30 + place);
      }
    }
    assertThat(view(model, 5, 90).channelsLast()).as("five channels come first").isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ort", "djl"})
  void shouldJudgeTheChosenOutputWithoutItsAxesOfOne(String backend) {
    GraphBuilder graph = graph(N, 4, 1, 1);
    graph.node("Abs", List.of("x"), "features");
    graph.node("Neg", List.of("x"), "y");
    graph.output("features", ElementType.FLOAT, N, 4, 1, 1);
    OnnxModel model = graph.output("y", ElementType.FLOAT, N, 4, 1, 1).build();
    assertThatThrownBy(() -> view(model, 4, 4))
        .isInstanceOf(UnsupportedInputException.class)
        .hasMessageContaining("2 outputs: 'features' float[?, 4, 1, 1], 'y'")
        .hasMessageContaining("--output NAME");
    assertThatThrownBy(() -> ClassifierView.of("m.onnx", model, Optional.of("z"), 4, 4))
        .isInstanceOf(MalformedInputException.class)
        .hasMessageContaining("--output: expected an output of m.onnx: 'features'");
    ClassifierView view = ClassifierView.of("m.onnx", model, Optional.of("y"), 4, 4);
    OnnxModel alone = view.applyTo(model);
    assertThat(alone.nodes()).extracting(Node::opType).containsExactly("Neg", "Flatten");
    Tensor x = Tensor.ofFloats(Shape.of(1, 4, 1, 1), 1, -2, 3, 4);
    Tensor scores = run(backend, alone, x);
    assertThat(scores.shape()).isEqualTo(Shape.of(1, 4));
    assertThat(scores.toFloatArray()).containsExactly(-1, 2, -3, -4);
    assertThat(view.notes()).hasSize(2);
  }
}
