package io.onnxfi.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.onnxfi.onnx.GraphBuilder;
import io.onnxfi.onnx.ValueInfo;
import io.onnxfi.tensor.ElementType;
import java.util.List;
import java.util.Map;
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

  private static List<String> ofInputs(ElementType type, int inputs, long... dims) {
    GraphBuilder graph = new GraphBuilder("interface", 17);
    for (int i = 0; i < inputs; i++) {
      graph.input("x" + i, type, dims);
    }
    graph.node("Flatten", List.of("x0"), "flat");
    graph.node("Cast", List.of("flat"), "scores", Map.of("to", (long) ElementType.FLOAT.code()));
    graph.output("scores", ElementType.FLOAT, ValueInfo.DYNAMIC, 384);
    return ModelInterface.describe(graph.build());
  }

  @Test
  void shouldCallWhatIsNoImageASample() {
    String image = "gives 'scores' float[?, 384]: read as scores of each image";
    String sample = "gives 'scores' float[?, 384]: read as scores of each sample";
    long any = ValueInfo.DYNAMIC;
    assertThat(ofInputs(ElementType.FLOAT16, 1, any, 3, 16, 8)).contains(image);
    assertThat(ofInputs(ElementType.INT64, 1, any, any)).contains(sample);
    assertThat(ofInputs(ElementType.INT64, 1, any, 3, 16, 8)).contains(sample);
    assertThat(ofInputs(ElementType.FLOAT, 1, any, 384)).contains(sample);
    assertThat(ofInputs(ElementType.FLOAT, 2, any, 3, 16, 8)).contains(sample);
  }
}
