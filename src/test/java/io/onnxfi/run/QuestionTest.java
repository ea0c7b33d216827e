package io.onnxfi.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.backend.BackendProviders;
import io.onnxfi.backend.BackendSettings;
import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.onnx.GraphBuilder;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.onnx.ValueInfo;
import io.onnxfi.outcome.TopClass;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import io.onnxfi.testing.NumpyBytes;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuestionTest {
  private static final long N = ValueInfo.DYNAMIC;
  private static final Tensor X = Tensor.ofFloats(Shape.of(4, 2), 1, 2, 3, 4, 5, 6, 7, 8);

  @TempDir private Path folder;

  private Question ask(OnnxModel model, Map<String, Tensor> arrays, int batch, String judge) {
    Path file = NumpyBytes.write(folder.resolve("in.npz"), arrays);
    return Question.of(
        ModelSource.of(Path.of("m.onnx")),
        model,
        new ArraySource(file, Optional.empty(), OptionalInt.empty()),
        batch,
        JudgeChoice.parse(judge, "--judge"),
        () -> BackendProviders.named("ort", "test").open(BackendSettings.DEFAULT));
  }

  private static GraphBuilder graph() {
    GraphBuilder graph = new GraphBuilder("question", 17);
    graph.input("x", ElementType.FLOAT, N, 2);
    return graph;
  }

  @Test
  void shouldPutConstantsIntoTheModel() {
    GraphBuilder graph = new GraphBuilder("question", 17);
    graph.input("table", ElementType.FLOAT, 3, 2);
    graph.input("x", ElementType.FLOAT, N, 2);
    graph.node("ReduceSum", List.of("table"), "sum", Map.of("keepdims", 0L));
    graph.node("Add", List.of("x", "sum"), "y");
    OnnxModel model = graph.output("y", ElementType.FLOAT, N, 2).build();
    Map<String, Tensor> arrays = new LinkedHashMap<>();
    arrays.put("table", Tensor.ofFloats(Shape.of(3, 2), 1, 2, 3, 4, 5, 6));
    arrays.put("x", X);
    Question question = ask(model, arrays, 25, "top1");
    assertThat(question.model().inputs()).extracting(ValueInfo::name).containsExactly("x");
    assertThat(question.workload().size()).isEqualTo(4);
    assertThat(ModelSource.batch(question.model(), 25)).as("three is no batch").isEqualTo(25);
    assertThat(ModelSource.batch(model, 25)).isEqualTo(3);
  }

  /** The number of classes is that of the model, for arrays do not tell. */
  @Test
  void shouldReadScoresWithFurtherAxes() {
    GraphBuilder graph = graph();
    graph.initializer("shape", Tensor.ofLongs(Shape.of(4), -1, 2, 1, 1));
    graph.node("Reshape", List.of("x", "shape"), "y");
    OnnxModel model = graph.output("y", ElementType.FLOAT, N, 2, 1, 1).build();
    Question question = ask(model, Map.of("x", X), 25, "top1");
    assertThat(question.model().outputs().get(0).dims()).containsExactly(N, 2L);
    assertThat(question.judge()).isEqualTo(TopClass.ONE);
    assertThat(question.judged()).hasValueSatisfying(how -> assertThat(how).contains("extent 1"));
  }

  @Test
  void shouldAskForAToleranceWhereClassesAreNumbers() {
    GraphBuilder graph = graph();
    graph.node("ArgMax", List.of("x"), "y", Map.of("axis", 1L, "keepdims", 0L));
    OnnxModel model = graph.output("y", ElementType.INT64, N).build();
    assertThatThrownBy(() -> ask(model, Map.of("x", X), 25, "top1"))
        .isInstanceOf(UnsupportedInputException.class)
        .hasMessage(
            "m.onnx: expected scores of classes, found an output of their numbers, 'y'; give"
                + " --judge tolerance:0,0");
    assertThat(ask(model, Map.of("x", X), 25, "tolerance:0,0").model().outputs().get(0).dims())
        .containsExactly(N, 1L);
  }

  @Test
  void shouldCountThePlacesOfAllMiddleAxes() {
    GraphBuilder graph = graph();
    graph.initializer("axes", Tensor.ofLongs(Shape.of(2), 1, 2));
    graph.node("Unsqueeze", List.of("x", "axes"), "wide");
    graph.initializer("ones", Tensor.ofFloats(Shape.of(3, 5, 1), new float[15]));
    graph.node("Add", List.of("wide", "ones"), "y");
    OnnxModel model = graph.output("y", ElementType.FLOAT, N, 3, 5, 2).build();
    Question question = ask(model, Map.of("x", X), 25, "tokens");
    assertThat(question.judge()).isEqualTo(new TopClass(15));
    assertThat(question.model().outputs().get(0).dims()).containsExactly(N, 30L);
  }

  /** Its shape says any batch, its nodes do not. */
  @Test
  void shouldTryOneSampleWhereSeveralDoNotRun() {
    GraphBuilder graph = graph();
    graph.initializer("shape", Tensor.ofLongs(Shape.of(2), 1, 2));
    graph.node("Reshape", List.of("x", "shape"), "y");
    OnnxModel model = graph.output("y", ElementType.FLOAT, N, 2).build();
    for (int batch : new int[] {1, 25}) {
      Question question = ask(model, Map.of("x", X), batch, "tolerance:0,0");
      assertThat(question.model().outputs().get(0).dims()).containsExactly(N, 2L);
    }
  }

  /** Two columns for each number that is not 0 are no samples, whatever their axis is called. */
  @Test
  void shouldNotTakeOtherRowsForSamples() {
    GraphBuilder graph = graph();
    graph.node("NonZero", List.of("x"), "y");
    OnnxModel model = graph.output("y", ElementType.INT64, 2, N).build();
    assertThatThrownBy(() -> ask(model, Map.of("x", X), 25, "tolerance:0,0"))
        .isInstanceOf(UnsupportedInputException.class)
        .hasMessage(
            "m.onnx: expected numbers for each of 3 samples, found output"
                + " 'y.samples' int64[6, 2]");
  }
}
