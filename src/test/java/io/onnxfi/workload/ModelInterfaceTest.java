package io.onnxfi.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.onnxfi.onnx.GraphBuilder;
import io.onnxfi.onnx.ValueInfo;
import io.onnxfi.tensor.ElementType;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModelInterfaceTest {
  @Test
  void shouldSayWhatIsTakenAndHowWhatIsGivenIsJudged() {
    GraphBuilder graph = new GraphBuilder("interface", 17);
    graph.input("x", ElementType.FLOAT, ValueInfo.DYNAMIC, 3, 8, 8);
    graph.node("Flatten", List.of("x"), "scores");
    graph.node("Abs", List.of("x"), "maps");
    graph.output("scores", ElementType.FLOAT, ValueInfo.DYNAMIC, 192);
    graph.output("maps", ElementType.FLOAT, ValueInfo.DYNAMIC, 3, 8, 8);
    assertThat(ModelInterface.describe(graph.build()))
        .containsExactly(
            "takes 'x' float[?, 3, 8, 8]",
            "gives 'scores' float[?, 192]: read as scores of each image",
            "gives 'maps' float[?, 3, 8, 8]: not read as scores of classes (--judge"
                + " tolerance:ABS,REL, or tokens if the last axis counts classes)");
  }
}
