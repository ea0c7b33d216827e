package io.onnxfi.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.backend.Backend;
import io.onnxfi.backend.BackendProviders;
import io.onnxfi.backend.BackendSettings;
import io.onnxfi.backend.Session;
import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.onnx.GraphBuilder;
import io.onnxfi.onnx.Node;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.onnx.ValueInfo;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerViewTest {
  private static final long N = ValueInfo.DYNAMIC;
  private static final Tensor X = Tensor.ofFloats(Shape.of(2, 3), -1, 0.5f, 2, 3, 3, -7);

  private static ValueInfo seen(String name, ElementType type, Long... dims) {
    return new ValueInfo(name, type, List.of(dims));
  }

  /** Of each row: the numbers, them as double, the place of the highest, what is above 0. */
  private static OnnxModel model(String... outputs) {
    GraphBuilder graph = new GraphBuilder("answers", 17);
    graph.input("x", ElementType.FLOAT, N, 3);
    graph.initializer("shape", Tensor.ofLongs(Shape.of(3), -1, 3, 1));
    graph.initializer("zero", Tensor.ofFloats(Shape.of(), 0));
    graph.node("Identity", List.of("x"), "y");
    graph.node("Reshape", List.of("x", "shape"), "deep");
    graph.node("Cast", List.of("x"), "double", Map.of("to", (long) ElementType.DOUBLE.code()));
    graph.node("ArgMax", List.of("x"), "place", Map.of("axis", 1L, "keepdims", 0L));
    graph.node("Greater", List.of("x", "zero"), "above");
    Map<String, ElementType> types =
        Map.of("double", ElementType.DOUBLE, "place", ElementType.INT64, "above", ElementType.BOOL);
    for (String output : outputs) {
      graph.output(output, types.getOrDefault(output, ElementType.FLOAT), N);
    }
    return graph.build();
  }

  private static List<Tensor> run(String backend, OnnxModel model) {
    try (Backend opened = BackendProviders.named(backend, "test").open(BackendSettings.DEFAULT);
        Session session = opened.open(model)) {
      return session.run(List.of(X));
    }
  }

  private static AnswerView view(OnnxModel model) {
    List<ValueInfo> seen = new ArrayList<>();
    List<Tensor> outputs = run("ort", model);
    for (int i = 0; i < outputs.size(); i++) {
      Tensor output = outputs.get(i);
      Long[] dims = Arrays.stream(output.shape().dims()).boxed().toArray(Long[]::new);
      seen.add(seen(model.outputNames().get(i), output.type(), dims));
    }
    return AnswerView.of("m.onnx", seen, 2);
  }

  private static Tensor answers(String backend, OnnxModel model) {
    OnnxModel viewed = view(model).applyTo(model);
    assertThat(viewed.outputs()).hasSize(1);
    assertThat(viewed.outputs().get(0).dims()).containsExactly(N, (long) view(model).width());
    Tensor only = run(backend, viewed).get(0);
    assertThat(only.type()).isEqualTo(viewed.outputs().get(0).type());
    return only;
  }

  @Test
  void shouldTakeOneRowOfFloatsAsItIs() {
    OnnxModel model = model("y");
    AnswerView view = view(model);
    assertThat(view.applyTo(model).nodes()).extracting(Node::opType).containsExactly("Identity");
    assertThat(view.notes()).containsExactly("output 'y': 3 numbers of each sample are judged");
    assertThat(answers("ort", model).bytes()).isEqualTo(X.bytes());
  }

  @ParameterizedTest
  @ValueSource(strings = {"ort", "djl"})
  void shouldFlattenOneOutput(String backend) {
    Tensor answers = answers(backend, model("deep"));
    assertThat(answers.shape()).isEqualTo(Shape.of(2, 3));
    assertThat(answers.bytes()).isEqualTo(X.bytes());
    assertThat(answers(backend, model("place")).toFloatArray()).containsExactly(2, 0);
    assertThat(answers(backend, model("above")).toFloatArray()).containsExactly(0, 1, 1, 1, 1, 0);
    assertThat(answers(backend, model("double")).type()).isEqualTo(ElementType.DOUBLE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ort", "djl"})
  void shouldPutSeveralOutputsOneBehindTheOther(String backend) {
    OnnxModel model = model("place", "deep", "double", "above");
    Tensor answers = answers(backend, model);
    assertThat(answers.shape()).isEqualTo(Shape.of(2, 10));
    assertThat(answers.toFloatArray())
        .containsExactly(2, -1, 0.5f, 2, -1, 0.5f, 2, 0, 1, 1, /**/ 0, 3, 3, -7, 3, 3, -7, 1, 1, 0);
    assertThat(view(model).notes())
        .containsExactly(
            "4 outputs: 10 numbers of each sample are judged; int64, double compared as float");
  }

  @Test
  void shouldSayWhichAxisMayCountSamples() {
    List<ValueInfo> late = List.of(seen("m", ElementType.FLOAT, 3L, 2L));
    assertThatThrownBy(() -> AnswerView.of("m.onnx", late, 2))
        .hasMessageEndingWith(
            "found output 'm' float[3, 2]; if its axis 1 counts samples, give --batch-axis m=1");
  }

  @Test
  void shouldRefuseWhatHasNoRowPerSample() {
    ValueInfo row = seen("y", ElementType.FLOAT, 2L, 3L);
    for (ValueInfo other :
        List.of(
            seen("m", ElementType.FLOAT),
            seen("m", ElementType.FLOAT, 3L, 4L),
            seen("m", ElementType.STRING, 2L),
            seen("m", ElementType.COMPLEX64, 2L, 3L))) {
      assertThatThrownBy(() -> AnswerView.of("m.onnx", List.of(row, other), 2))
          .isInstanceOf(UnsupportedInputException.class)
          .hasMessage(
              "m.onnx: expected numbers for each of 2 samples, found output 'm' %s; --output NAME"
                  + " chooses another",
              other);
      assertThatThrownBy(() -> AnswerView.of("m.onnx", List.of(other), 2))
          .hasMessageEndingWith("found output 'm' " + other);
    }
    assertThatThrownBy(
            () -> AnswerView.of("m.onnx", List.of(seen("e", ElementType.FLOAT, 2L, 0L)), 2))
        .hasMessage("m.onnx: expected numbers, found only empty outputs: [float[2, 0]]");
  }
}
