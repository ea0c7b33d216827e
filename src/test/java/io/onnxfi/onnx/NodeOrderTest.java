package io.onnxfi.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.onnxfi.testing.Graphs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeOrderTest {
  private static NodeProto node(String output, String... inputs) {
    return NodeProto.newBuilder()
        .setOpType("Sum")
        .addAllInput(List.of(inputs))
        .addOutput(output)
        .build();
  }

  private static ModelProto model(List<NodeProto> nodes) {
    return ModelProto.newBuilder()
        .setGraph(GraphProto.newBuilder().setName("g").addAllNode(nodes))
        .build();
  }

  private static List<String> outputs(ModelProto model) {
    return model.getGraph().getNodeList().stream().map(node -> node.getOutput(0)).toList();
  }

  @Test
  void shouldLeaveAGraphInOrderAsItIs() {
    ModelProto model = model(List.of(node("c", "x"), node("b", "x", "c"), node("a", "", "w")));
    assertThat(NodeOrder.sorted(model)).isSameAs(model);
  }

  /** ONNX Runtime takes such a file too. */
  @Test
  void shouldReadAFileWhoseNodesAreReversed(@TempDir Path folder) {
    ModelProto sound = Graphs.tinyCnn(1).proto();
    List<NodeProto> reversed = new ArrayList<>(sound.getGraph().getNodeList());
    Collections.reverse(reversed);
    GraphProto.Builder graph = sound.getGraph().toBuilder().clearNode().addAllNode(reversed);
    Path file =
        TestModels.write(folder.resolve("m.onnx"), sound.toBuilder().setGraph(graph).build());
    assertThat(OnnxModel.load(file).proto()).isEqualTo(sound);
  }

  /** What is not read late keeps its place. */
  @Test
  void shouldMoveOnlyWhatWaits() {
    ModelProto model =
        model(List.of(node("a", "late"), node("b", "x"), node("late", "b"), node("c", "x")));
    assertThat(outputs(NodeOrder.sorted(model))).containsExactly("b", "late", "a", "c");
  }

  @Test
  void shouldCountWhatABodyReads() {
    GraphProto.Builder body = GraphProto.newBuilder().setName("body").addNode(node("in", "late"));
    body.addOutput(ValueInfoProto.newBuilder().setName("in"));
    NodeProto branch =
        node("y", "condition").toBuilder()
            .setOpType("If")
            .addAttribute(AttributeProto.newBuilder().setName("then_branch").setG(body))
            .build();
    assertThat(outputs(NodeOrder.sorted(model(List.of(branch, node("late", "x"))))))
        .containsExactly("late", "y");
  }

  @Test
  void shouldLeaveACycleToTheCheck() {
    ModelProto model = model(List.of(node("a", "c"), node("c", "b"), node("b", "c")));
    assertThat(NodeOrder.sorted(model)).isSameAs(model);
  }

  /** Any order of a random graph comes to one in which nothing is read before it is there. */
  @Test
  void shouldOrderWhateverIsShuffled() {
    Random random = new Random(3);
    for (int graph = 0; graph < 50; graph++) {
      List<NodeProto> nodes = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        String first = i == 0 ? "x" : "v" + random.nextInt(i);
        String second = i == 0 ? "w" : "v" + random.nextInt(i);
        nodes.add(node("v" + i, first, second));
      }
      List<NodeProto> shuffled = new ArrayList<>(nodes);
      Collections.shuffle(shuffled, random);
      List<NodeProto> sorted = NodeOrder.sorted(model(shuffled)).getGraph().getNodeList();
      assertThat(sorted).containsExactlyInAnyOrderElementsOf(nodes);
      Map<String, Integer> places = new HashMap<>();
      for (NodeProto each : sorted) {
        assertThat(each.getInputList())
            .allMatch(read -> read.equals("x") || read.equals("w") || places.containsKey(read));
        places.put(each.getOutput(0), places.size());
      }
    }
  }
}
