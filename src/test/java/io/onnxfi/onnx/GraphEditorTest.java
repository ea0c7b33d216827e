package io.onnxfi.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.testing.Graphs;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GraphEditorTest {
  private static final OnnxModel MODEL = Graphs.node("Relu", 4).build(2);

  @Test
  void shouldPutNodesBehindOneAndKeepTheOutputsName() {
    GraphEditor editor = new GraphEditor(MODEL);
    editor.rename(0, "y", "y/before");
    editor.behind(0, "Neg", List.of("y/before"), "negated", Map.of());
    editor.behind(0, "Neg", List.of("negated"), "y", Map.of());
    OnnxModel edited = editor.build();
    edited.requireSound("test");
    assertThat(edited.nodes()).extracting(Node::opType).containsExactly("Relu", "Neg", "Neg");
    assertThat(edited.nodes().get(0).outputs()).containsExactly("y/before");
    assertThat(edited.nodes().get(2).outputs()).containsExactly("y");
    assertThat(edited.outputNames()).containsExactly("y");
    assertThat(edited.nodes()).extracting(Node::name).doesNotHaveDuplicates();
  }

  @Test
  void shouldRefuseNamesThatAreTaken() {
    GraphEditor editor = new GraphEditor(MODEL);
    assertThat(editor.free("y")).isEqualTo("y.2");
    assertThat(editor.free("z")).isEqualTo("z");
    assertThatThrownBy(() -> editor.behind(0, "Neg", List.of("x"), "y", Map.of()))
        .hasMessageContaining("'y' is defined twice");
    assertThatThrownBy(() -> editor.rename(0, "y", "x")).hasMessageContaining("'x'");
    assertThatThrownBy(() -> editor.rename(0, "z", "w")).hasMessageContaining("no output 'z'");
  }
}
