package io.onnxfi.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import com.google.protobuf.ByteString;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.onnx.GraphBuilder;
import io.onnxfi.onnx.InterfaceEditor;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.onnx.ValueInfo;
import io.onnxfi.tensor.ElementType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models of which only some outputs are numbers, as those converted from scikit-learn. */
class ChosenOutputTest {
  private static final long N = ValueInfo.DYNAMIC;

  @TempDir private Path folder;

  /** Scores, their sequence, the name of a class, and one of which nothing is said. */
  private OnnxModel model() throws IOException {
    GraphBuilder graph = new GraphBuilder("names", 17);
    graph.input("x", ElementType.FLOAT, N, 2);
    graph.node("Identity", List.of("x"), "y");
    graph.node("Identity", List.of("x"), "untold");
    graph.node("SplitToSequence", List.of("x"), "parts", Map.of("axis", 1L));
    graph.node("ArgMax", List.of("x"), "place", Map.of("axis", 1L, "keepdims", 0L));
    graph.node("Gather", List.of(graph.outer("names"), "place"), "label");
    graph.output("y", ElementType.FLOAT, N, 2).output("label", ElementType.STRING, N);
    graph.output("parts", ElementType.FLOAT, N, 1).output("untold", ElementType.FLOAT, N, 2);
    ModelProto.Builder proto = proto(graph.build()).toBuilder();
    proto
        .getGraphBuilder()
        .addInitializer(
            TensorProto.newBuilder()
                .setName("names")
                .setDataType(ElementType.STRING.code())
                .addDims(2)
                .addStringData(ByteString.copyFromUtf8("cat"))
                .addStringData(ByteString.copyFromUtf8("dog")));
    TypeProto element = proto.getGraph().getOutput(2).getType();
    proto
        .getGraphBuilder()
        .getOutputBuilder(2)
        .setType(
            TypeProto.newBuilder()
                .setSequenceType(TypeProto.Sequence.newBuilder().setElemType(element)));
    proto.getGraphBuilder().getOutputBuilder(3).clearType();
    return OnnxModel.load(Files.write(folder.resolve("m.onnx"), proto.build().toByteArray()));
  }

  private ModelProto proto(OnnxModel model) throws IOException {
    Path file = folder.resolve("saved.onnx");
    model.save(file);
    return ModelProto.parseFrom(Files.readAllBytes(file));
  }

  @Test
  void shouldChooseScoresBesideASequence() throws IOException {
    OnnxModel model = model();
    ClassifierView view = ClassifierView.of("m.onnx", model, Optional.of("y"), 3, 2);
    assertThat(view.notes()).containsExactly("output 'y' is judged");
    assertThat(view.applyTo(model).outputs()).extracting(ValueInfo::name).containsExactly("y");
    assertThat(ClassifierView.numeric("m.onnx", model, Optional.of("y"))).containsExactly("y");
    assertThat(ClassifierView.numeric("m.onnx", model, Optional.of("untold")))
        .as("a model need not say what it yields")
        .containsExactly("untold");
  }

  @Test
  void shouldRefuseWhatIsNoNumbers() throws IOException {
    OnnxModel model = model();
    assertThatThrownBy(() -> ClassifierView.numeric("m.onnx", model, Optional.empty()))
        .isInstanceOf(UnsupportedInputException.class)
        .hasMessage(
            "m.onnx: expected numbers in its outputs, found 'label' string[?], 'parts' (no"
                + " tensor); --output NAME chooses another");
    assertThatThrownBy(() -> ClassifierView.numeric("m.onnx", model, Optional.of("parts")))
        .hasMessageContaining("found 'parts' (no tensor)");
    assertThatThrownBy(() -> ClassifierView.chosen("m.onnx", model, Optional.of("parts")))
        .isInstanceOf(UnsupportedInputException.class)
        .hasMessage("m.onnx: expected an output of numbers, found 'parts' (no tensor)");
    assertThatThrownBy(() -> ClassifierView.numeric("m.onnx", model, Optional.of("z")))
        .isInstanceOf(MalformedInputException.class)
        .hasMessageContaining("'y' float[?, 2], 'label' string[?], 'parts' (no tensor)")
        .hasMessageEndingWith("found 'z'");
  }

  /** PyTorch has no text. */
  @Test
  void shouldLeaveTextThatOnlyOtherOutputsNeed() throws IOException {
    OnnxModel model = model();
    OnnxModel scores = new InterfaceEditor(model).keepOutputs(List.of("y")).build();
    assertThat(proto(scores).getGraph().getInitializerList()).isEmpty();
    OnnxModel label = new InterfaceEditor(model).keepOutputs(List.of("label")).build();
    assertThat(proto(label).getGraph().getInitializerList()).hasSize(1);
  }
}
