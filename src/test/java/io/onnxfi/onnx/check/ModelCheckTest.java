package io.onnxfi.onnx.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import io.onnxfi.error.OnnxFiException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rules about the graph as a whole. */
class ModelCheckTest {
  private static Proto relu() {
    return Proto.of(3).node("Relu", List.of("x"), "y");
  }

  private static void assertRefused(ModelProto model, String... parts) {
    assertThatThrownBy(() -> ModelCheck.require(model, "m.onnx"))
        .isInstanceOf(OnnxFiException.class)
        .hasMessageStartingWith("m.onnx: ")
        .hasMessageContainingAll(parts)
        .hasMessageNotContaining("\n");
  }

  private static void assertSound(ModelProto model) {
    assertThatCode(() -> ModelCheck.require(model, "m.onnx")).doesNotThrowAnyException();
  }

  @Test
  void shouldTakeASoundModel() {
    assertSound(relu().output("y"));
  }

  @Test
  void shouldRefuseVersionsThatDoNotExist() {
    Proto old = relu();
    old.model.setIrVersion(2);
    assertRefused(old.output("y"), "expected IR version 3 to 14, found 2");
    assertRefused(relu().opset(0).output("y"), "expected opset 1 to 28, found 0");
    assertRefused(relu().opset(99).output("y"), "found 99");
  }

  @Test
  void shouldRefuseAnOperatorSetThatIsNotImported() {
    Proto proto = relu();
    proto.graph.getNodeBuilder(0).setDomain("custom");
    assertRefused(proto.output("y"), "node 0 (Relu)", "'custom', which it does not import");
    Proto twice = relu();
    twice.model.addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("ai.onnx").setVersion(9));
    assertRefused(twice.output("y"), "one version of operator set ''", "17 and 9");
  }

  @Test
  void shouldLeaveOperatorsOfOtherDomainsToTheFramework() {
    Proto proto = Proto.of(3).node("Anything", List.of("x", ""), "y", "stride", -7L);
    proto.graph.getNodeBuilder(0).setDomain("custom");
    proto.model.addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("custom").setVersion(1));
    assertSound(proto.output("y"));
    assertSound(Proto.of(3).node("NoSuchOperator", List.of("x"), "y").output("y"));
  }

  @Test
  void shouldRefuseANameThatNothingDefines() {
    assertRefused(
        Proto.of(3).node("Relu", List.of("z"), "y").output("y"),
        "node 0 (Relu)",
        "input 'z', which nothing defines");
    assertRefused(relu().output("z"), "'z', which no node computes");
    assertRefused(relu().output(""), "one without a name");
  }

  @Test
  void shouldRefuseNodesThatAreNotInOrder() {
    assertRefused(
        Proto.of(3).node("Relu", List.of("a"), "y").node("Abs", List.of("x"), "a").output("y"),
        "node 0 (Relu): expected nodes in topological order",
        "input 'a' of node 1 (Abs), which comes later");
  }

  @Test
  void shouldRefuseACycle() {
    assertRefused(
        Proto.of(3).node("Add", List.of("x", "b"), "a").node("Abs", List.of("a"), "b").output("b"),
        "node 0 (Add): expected nodes without a cycle",
        "'b'",
        "a cycle of 2 nodes");
    assertRefused(
        Proto.of(3).node("Add", List.of("x", "y"), "y").output("y"), "it reads its own output");
  }

  @Test
  void shouldRefuseANameDefinedTwice() {
    assertRefused(
        relu().node("Abs", List.of("x"), "y").output("y"), "node 1 (Abs)", "its output 'y' again");
    assertRefused(
        relu().floats("w", 2).node("Abs", List.of("x"), "w").output("y"), "its output 'w' again");
    assertRefused(relu().node("Abs", List.of("y"), "x").output("y"), "its output 'x' again");
    Proto inputs = relu();
    inputs.graph.addInput(Proto.value("x", 3));
    assertRefused(inputs.output("y"), "an input 'x' again");
    Proto outputs = relu();
    outputs.graph.addOutput(Proto.value("y", -1, 3));
    assertRefused(outputs.output("y"), "'y' twice");
  }

  @Test
  void shouldTakeAnInitializerThatIsTheDefaultOfAnInput() {
    Proto proto = relu().floats("w", 2);
    proto.graph.addInput(Proto.value("w", 2));
    assertSound(proto.output("y"));
  }

  @Test
  void shouldRefuseAGraphWithoutOutputs() {
    assertRefused(relu().build(), "expected at least one output, found none");
  }

  /** Those of the first output as its nodes compute them, 0 where it is open. */
  private static List<Long> extents(Proto proto) {
    return ModelCheck.withComputedOutputs(proto.build())
        .getGraph()
        .getOutput(0)
        .getType()
        .getTensorType()
        .getShape()
        .getDimList()
        .stream()
        .map(TensorShapeProto.Dimension::getDimValue)
        .toList();
  }

  /** Exporters declare wrong ones, and ONNX Runtime runs the model. */
  @Test
  void shouldTakeTheShapeOfAnOutputThatItsNodesCompute() {
    Proto proto = relu();
    proto.graph.addOutput(Proto.value("y", -1, 4));
    assertSound(proto.build());
    assertThat(extents(proto)).containsExactly(0L, 3L);
    Proto flat = relu();
    flat.graph.addOutput(Proto.value("y", 7));
    assertThat(extents(flat)).containsExactly(0L, 3L);
  }

  @Test
  void shouldRefuseARequiredInputWithoutAName() {
    assertRefused(
        Proto.of(4).floats("b", 4).node("Gemm", List.of("x", "", "b"), "y").output("y"),
        "node 0 (Gemm): expected an input 1, found an empty name");
  }

  private static GraphProto branch(int depth) {
    GraphProto.Builder graph = GraphProto.newBuilder().setName("b" + depth);
    if (depth == 0) {
      graph.addNode(Proto.of("Relu", List.of("x"), "o0"));
    } else {
      GraphProto inner = branch(depth - 1);
      graph.addNode(
          Proto.of("If", List.of("c"), "o" + depth, "then_branch", inner, "else_branch", inner));
    }
    return graph.addOutput(Proto.unshaped("o" + depth)).build();
  }

  private static ModelProto nested(int depth) {
    Proto proto = Proto.of(3).longs("c", 1);
    proto.node("If", List.of("c"), "y", "then_branch", branch(depth), "else_branch", branch(depth));
    return proto.output("y");
  }

  @Test
  void shouldReadOuterValuesInNestedGraphsUpToADepth() {
    assertSound(nested(7));
    assertRefused(
        nested(8),
        "m.onnx: node 0 (If), 'then_branch': expected graphs within graphs at most 8 deep");
  }

  @Test
  void shouldCheckNodesOfNestedGraphs() {
    GraphProto sound = branch(0);
    GraphProto unsound =
        sound.toBuilder().setNode(0, Proto.of("Softmax", List.of("x"), "o0", "axis", 9L)).build();
    Proto proto = Proto.of(3).longs("c", 1);
    proto.node("If", List.of("c"), "y", "then_branch", sound, "else_branch", unsound);
    assertRefused(
        proto.output("y"),
        "node 0 (If), 'else_branch': node 0 (Softmax), attribute axis",
        "found 9");
  }

  @Test
  void shouldKeepNamesInMessagesShortAndOnOneLine() {
    String name = "a\nb\u001b[31m" + "z".repeat(100_000);
    Proto proto = Proto.of(3).node("Relu", List.of(name), "y");
    assertThatThrownBy(() -> ModelCheck.require(proto.output("y"), "m.onnx"))
        .hasMessageContaining("'a\\u000ab\\u001b[31mzzz")
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(300).doesNotContain("\u001b"));
  }

  /** A quadratic check would take minutes. */
  @Test
  void shouldCheckAHundredThousandNodes() {
    Proto proto = Proto.of(3);
    for (int i = 0; i < 100_000; i++) {
      proto.node("Add", List.of(i == 0 ? "x" : "v" + i, "x"), "v" + (i + 1));
    }
    assertSound(proto.output("v100000"));
  }
}
