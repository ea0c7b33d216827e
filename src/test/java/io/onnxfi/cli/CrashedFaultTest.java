package io.onnxfi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.onnxfi.onnx.GraphBuilder;
import io.onnxfi.onnx.ValueInfo;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import io.onnxfi.testing.Graphs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A list with faults in an index: with some of them, no framework can run the model. */
class CrashedFaultTest {
  private static final int CLASSES = 10;

  @TempDir private Path folder;
  private Path model;
  private Path list;

  @BeforeEach
  void prepare() throws IOException {
    GraphBuilder graph = new GraphBuilder("indices", 17);
    graph.input("x", ElementType.FLOAT, ValueInfo.DYNAMIC, 3, 16, 16);
    graph.initializer("conv.weight", Graphs.random(1, CLASSES, 3, 3, 3));
    graph.initializer("classes", Tensor.ofLongs(Shape.of(CLASSES), 3, 1, 0, 2, 4, 5, 6, 7, 8, 9));
    graph.node("Conv", List.of("x", "conv.weight"), "maps");
    graph.node("GlobalAveragePool", List.of("maps"), "pooled");
    graph.node("Flatten", List.of("pooled"), "scores");
    graph.node("Gather", List.of("scores", "classes"), "y", Map.of("axis", 1L));
    model = folder.resolve("indices.onnx");
    graph.output("y", ElementType.FLOAT, ValueInfo.DYNAMIC, CLASSES).build().save(model);
    list =
        Files.writeString(
            folder.resolve("list.csv"),
            """
            Injection,Layer,TensorIndex,Bit
            0,conv,"(0, 0, 0, 0)",22
            1,classes,"(0,)",40
            2,classes,"(1,)",1
            3,classes,"(2,)",63
            """);
  }

  @Test
  void shouldReplayReportAndEstimateThem() throws IOException {
    for (String rule : List.of("numpy", "due")) {
      Path run = folder.resolve(rule);
      Cli.Result replayed = Cli.replay(model, list, run, "--backend", "ort", "--nan-rule", rule);
      assertThat(replayed.code()).as(replayed.err()).isZero();
      assertThat(replayed.err())
          .contains("the model could not be run with 2 of 4 faults; all their images count as");
      List<String> rows = Files.readAllLines(run.resolve("outcomes-ort.csv"));
      assertThat(rows.get(0)).endsWith(",non_finite,due,crashed,sdc_5,correct,max_abs_diff");
      assertThat(rows.get(2)).endsWith(",60,0,0,0,0,60,60,0,0,NaN");
      assertThat(rows.get(3)).contains(",0,0,0,0,");
      assertThat(rows.get(4)).endsWith(",60,0,0,0,0,60,60,0,0,NaN");
      Cli.Result report = Cli.run("report", run);
      assertThat(report.code()).as(report.err()).isZero();
      assertThat(report.out()).contains("due  crashed  non_finite");
      Path outcomes = run.resolve("outcomes-ort.csv");
      assertThat(Cli.run("estimate", outcomes).code()).isZero();
      assertThat(Cli.run("faults", "audit", outcomes, "--model", model).code()).isZero();
      Cli.Result compared = Cli.run("compare", outcomes, outcomes);
      assertThat(compared.out()).contains("Faults with which the model cannot be run: 2 in ");
    }
  }
}
