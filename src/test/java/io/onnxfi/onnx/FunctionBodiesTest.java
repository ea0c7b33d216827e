package io.onnxfi.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import io.onnxfi.backend.Backend;
import io.onnxfi.backend.BackendProviders;
import io.onnxfi.backend.BackendSettings;
import io.onnxfi.backend.Session;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FunctionBodiesTest {
  private static final String DOMAIN = "my";

  @TempDir private Path folder;

  private static NodeProto node(String opType, String domain, List<String> in, String out) {
    return NodeProto.newBuilder()
        .setOpType(opType)
        .setDomain(domain)
        .addAllInput(in)
        .addOutput(out)
        .build();
  }

  private static FunctionProto function(String name, ModelProto model, NodeProto... body) {
    return FunctionProto.newBuilder()
        .setName(name)
        .setDomain(DOMAIN)
        .addInput("a")
        .addInput("b")
        .addOutput("c")
        .addAllNode(List.of(body))
        .addAllOpsetImport(model.getOpsetImportList())
        .build();
  }

  /** {@code y = Twice(Twice(x, w), w)}, where Twice is Leaky of Leaky, both with inner values t. */
  private OnnxModel model(long functionsOpset) throws IOException {
    GraphBuilder graph = new GraphBuilder("functions", 17);
    graph.input("x", ElementType.FLOAT, ValueInfo.DYNAMIC, 3);
    graph.initializer("w", Tensor.ofFloats(Shape.of(3), 1, -2, 3));
    graph.node("Identity", List.of("x"), "t", Map.of());
    graph.node("Add", List.of("t", "w"), "y", Map.of());
    ModelProto plain = graph.output("y", ElementType.FLOAT, ValueInfo.DYNAMIC, 3).build().proto();
    ModelProto.Builder model = plain.toBuilder();
    model.addOpsetImport(OperatorSetIdProto.newBuilder().setDomain(DOMAIN).setVersion(1));
    AttributeProto alpha =
        AttributeProto.newBuilder().setName("slope").setType(AttributeType.FLOAT).setF(.5f).build();
    model
        .getGraphBuilder()
        .clearNode()
        .addNode(node("Twice", DOMAIN, List.of("x", "w"), "t"))
        .addNode(node("Leaky", DOMAIN, List.of("t", "w"), "y").toBuilder().addAttribute(alpha));
    NodeProto leaky =
        node("LeakyRelu", "", List.of("t"), "c").toBuilder()
            .addAttribute(
                AttributeProto.newBuilder()
                    .setName("alpha")
                    .setRefAttrName("slope")
                    .setType(AttributeType.FLOAT))
            .build();
    ModelProto imports = model.build();
    model.addFunctions(
        function("Leaky", imports, node("Mul", "", List.of("a", "b"), "t"), leaky).toBuilder()
            .addAttributeProto(alpha.toBuilder().setF(.25f)));
    FunctionProto.Builder twice =
        function(
            "Twice",
            imports,
            node("Leaky", DOMAIN, List.of("a", "b"), "t"),
            node("Leaky", DOMAIN, List.of("t", "b"), "c"))
            .toBuilder();
    twice.getOpsetImportBuilder(0).setVersion(functionsOpset);
    model.addFunctions(twice);
    Path file = folder.resolve("m.onnx");
    Files.write(file, model.build().toByteArray());
    return OnnxModel.load(file);
  }

  private static float[] run(String backend, OnnxModel model) {
    try (Backend opened = BackendProviders.named(backend, "test").open(BackendSettings.DEFAULT);
        Session session = opened.open(model)) {
      return session.run(List.of(Tensor.ofFloats(Shape.of(1, 3), 1, 2, -3))).get(0).toFloatArray();
    }
  }

  @Test
  void shouldPutBodiesInPlaceOfCalls() throws IOException {
    OnnxModel model = model(17);
    List<Node> nodes = model.withoutFunctions().nodes();
    assertThat(nodes)
        .extracting(Node::opType)
        .containsExactly("Mul", "LeakyRelu", "Mul", "LeakyRelu", "Mul", "LeakyRelu");
    assertThat(nodes.stream().flatMap(node -> node.outputs().stream())).doesNotHaveDuplicates();
    assertThat(nodes.get(1).real("alpha", 0)).as("the default").isEqualTo(.25f);
    assertThat(nodes.get(5).real("alpha", 0)).as("of the call").isEqualTo(.5f);
    assertThat(run("djl", model)).containsExactly(run("ort", model));
  }

  @Test
  void shouldLeaveAFunctionOfOtherVersions() throws IOException {
    assertThat(model(13).withoutFunctions().nodes().get(0).opType()).isEqualTo("Twice");
  }

  /**
   * {@code Chosen(a, b) = Σ a · b > 0 ? a · b : -a}, called twice: its branches read its own
   * values.
   */
  @Test
  void shouldGiveBranchesTheValuesOfTheirCall() throws IOException {
    GraphBuilder graph = new GraphBuilder("functions", 17);
    graph.input("x", ElementType.FLOAT, ValueInfo.DYNAMIC, 3);
    graph.initializer("w", Tensor.ofFloats(Shape.of(3), 1, -2, 3));
    graph.node("Identity", List.of("x"), "y", Map.of());
    ModelProto plain = graph.output("y", ElementType.FLOAT, ValueInfo.DYNAMIC, 3).build().proto();
    ModelProto.Builder model = plain.toBuilder();
    model.addOpsetImport(OperatorSetIdProto.newBuilder().setDomain(DOMAIN).setVersion(1));
    model
        .getGraphBuilder()
        .clearNode()
        .addNode(node("Chosen", DOMAIN, List.of("x", "w"), "t"))
        .addNode(node("Chosen", DOMAIN, List.of("t", "w"), "y"));
    NodeProto choice =
        node("If", "", List.of("isPositive"), "c").toBuilder()
            .addAttribute(GraphBuilder.attribute("then_branch", branch("Identity", "product")))
            .addAttribute(GraphBuilder.attribute("else_branch", branch("Neg", "a")))
            .build();
    NodeProto sum =
        node("ReduceSum", "", List.of("product"), "sum").toBuilder()
            .addAttribute(GraphBuilder.attribute("keepdims", 0L))
            .build();
    NodeProto zero =
        node("Constant", "", List.of(), "zero").toBuilder()
            .addAttribute(GraphBuilder.attribute("value_float", 0f))
            .build();
    model.addFunctions(
        function(
            "Chosen",
            model.build(),
            node("Mul", "", List.of("a", "b"), "product"),
            sum,
            zero,
            node("Greater", "", List.of("sum", "zero"), "isPositive"),
            choice));
    Path file = folder.resolve("m.onnx");
    Files.write(file, model.build().toByteArray());
    OnnxModel loaded = OnnxModel.load(file);

    // x = 1, 2, -3: the sum of 1, -4, -9 is negative, so -x; that of -1, 4, 9 is positive.
    assertThat(run("djl", loaded)).containsExactly(-1, 4, 9).containsExactly(run("ort", loaded));
  }

  private static OnnxModel branch(String opType, String value) {
    GraphBuilder body = new GraphBuilder("branch", 17);
    body.node(opType, List.of(body.outer(value)), "out");
    return body.output("out", ElementType.FLOAT, ValueInfo.DYNAMIC, 3).build();
  }
}
