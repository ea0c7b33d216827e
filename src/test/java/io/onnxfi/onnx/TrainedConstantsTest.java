package io.onnxfi.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.SparseTensorProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import io.onnxfi.backend.Backend;
import io.onnxfi.backend.BackendProviders;
import io.onnxfi.backend.BackendSettings;
import io.onnxfi.backend.Session;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import io.onnxfi.testing.Graphs;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Parameters that exporters do not write as initializers. */
class TrainedConstantsTest {
  private final GraphBuilder builder = new GraphBuilder("g", 17);

  @TempDir private Path folder;

  TrainedConstantsTest() {
    builder.input("x", ElementType.FLOAT, ValueInfo.DYNAMIC, 4);
  }

  private OnnxModel loaded() {
    builder.output("y", ElementType.FLOAT, ValueInfo.DYNAMIC, ValueInfo.DYNAMIC);
    return reloaded(builder.build().proto());
  }

  private OnnxModel reloaded(ModelProto proto) {
    return OnnxModel.load(TestModels.write(folder.resolve("m.onnx"), proto));
  }

  private static List<String> names(OnnxModel model) {
    return model.initializers().stream().map(Initializer::name).toList();
  }

  @Test
  void shouldMakeAnInitializerOfAConstantWeight() {
    Tensor weight = Graphs.random(1, 4, 4);
    builder.initializer("bias", Graphs.random(2, 4));
    builder.node("Constant", List.of(), "w", Map.of("value", weight));
    builder.node("Identity", List.of("w"), "copy");
    builder.node("Gemm", List.of("x", "copy", "bias"), "y", Map.of("transB", 1L));
    OnnxModel model = loaded();

    assertThat(names(model)).containsExactly("bias", "w");
    assertThat(model.nodes()).extracting(Node::opType).containsExactly("Identity", "Gemm");
    assertThat(model.tensor("w").bytes()).isEqualTo(weight.bytes());
    OnnxModel edited = model.withEdits(EditSet.element("w", 5, 0x40000000L));
    assertThat(edited.elementBits("w", 5)).isEqualTo(0x40000000L);
  }

  @Test
  void shouldMakeInitializersOfWhatIsAddedOrNormalised() {
    builder.node("Constant", List.of(), "bias", Map.of("value", Graphs.random(1, 4)));
    builder.node("Constant", List.of(), "scale", Map.of("value", Graphs.random(1, 4)));
    builder.node("LayerNormalization", List.of("x", "scale", "bias"), "h");
    builder.node("Constant", List.of(), "two", Map.of("value", Tensor.ofFloats(Shape.of(1), 2)));
    builder.node("Mul", List.of("h", "two"), "y");

    assertThat(names(loaded())).containsExactly("bias", "scale");
  }

  @Test
  void shouldLeaveWhatOperatorsNeedBeforeTheyRun() {
    builder.node("Constant", List.of(), "s", Map.of("value", Tensor.ofLongs(Shape.of(2), 0, 4)));
    builder.node("Reshape", List.of("x", "s"), "h");
    builder.node(
        "Constant", List.of(), "scales", Map.of("value", Tensor.ofFloats(Shape.of(2), 1, 2)));
    builder.node("Resize", List.of("h", "", "scales"), "y", Map.of("mode", "nearest"));
    OnnxModel model = loaded();

    assertThat(names(model)).isEmpty();
    assertThat(model.nodes()).extracting(Node::opType).filteredOn("Constant"::equals).hasSize(2);
  }

  /** {@code opType(x · w)}, with a weight of its own. */
  private static GraphBuilder body(String name, String opType, boolean isConstant, Tensor weight) {
    GraphBuilder body = new GraphBuilder(name, 17);
    body.outer("x");
    if (isConstant) {
      body.node("Constant", List.of(), "w", Map.of("value", weight));
    } else {
      body.initializer("w", weight);
    }
    body.node("MatMul", List.of("x", "w"), name + ".product");
    body.node(opType, List.of(name + ".product"), name + ".y");
    body.output(name + ".y", ElementType.FLOAT, ValueInfo.DYNAMIC, 4);
    return body;
  }

  @Test
  void shouldTakeWeightsOutOfBodies() {
    Tensor one = Graphs.random(1, 4, 4);
    Tensor other = Graphs.random(2, 4, 4);
    builder.input("c", ElementType.BOOL);
    Map<String, Object> bodies =
        Map.of(
            "then_branch", body("then", "Relu", false, one).build(),
            "else_branch", body("else", "Tanh", true, other).build());
    builder.node("If", List.of("c"), "chosen", bodies);
    builder.initializer("last", Graphs.random(3, 4, 4));
    builder.node("MatMul", List.of("chosen", "last"), "y");
    OnnxModel model = loaded();
    OnnxModel asWritten = builder.build();

    assertThat(names(model))
        .as("two of one name")
        .containsExactly("last", "chosen/else/w", "chosen/then/w");
    assertThat(model.tensor("chosen/then/w").bytes()).isEqualTo(one.bytes());
    assertThat(model.tensor("chosen/else/w").bytes()).isEqualTo(other.bytes());
    assertThat(WeightTable.of(model).stored("chosen/then/w").orElseThrow().isTrained()).isTrue();
    for (boolean condition : new boolean[] {true, false}) {
      assertThat(run("ort", model, condition)).containsExactly(run("ort", asWritten, condition));
      assertThat(run("djl", model, condition)).containsExactly(run("djl", asWritten, condition));
      String taken = condition ? "chosen/then/w" : "chosen/else/w";
      OnnxModel faulty = model.withEdits(EditSet.element(taken, 5, 0x42000000L));
      assertThat(run("ort", faulty, condition)).isNotEqualTo(run("ort", model, condition));
      assertThat(run("ort", faulty, !condition)).containsExactly(run("ort", model, !condition));
    }
  }

  private static float[] run(String backend, OnnxModel model, boolean condition) {
    Tensor truth = Tensor.allocate(ElementType.BOOL, Shape.of());
    truth.putBits(0, condition ? 1 : 0);
    try (Backend opened = BackendProviders.named(backend, "test").open(BackendSettings.DEFAULT);
        Session session = opened.open(model)) {
      return session.run(List.of(Graphs.random(9, 2, 4), truth)).get(0).toFloatArray();
    }
  }

  @Test
  void shouldFollowAWeightIntoBodiesOfBodies() {
    Tensor weight = Graphs.random(1, 4, 4);
    builder.input("c", ElementType.BOOL);
    builder.initializer("w", Graphs.random(2, 4, 4));
    GraphBuilder inner = new GraphBuilder("inner", 17);
    inner.outer("x");
    inner.outer("w");
    inner.node("MatMul", List.of("x", "w"), "deep");
    inner.output("deep", ElementType.FLOAT, ValueInfo.DYNAMIC, 4);
    GraphBuilder middle = new GraphBuilder("middle", 17);
    middle.outer("c");
    middle.initializer("w", weight);
    middle.node(
        "If",
        List.of("c"),
        "middle.y",
        Map.of("then_branch", inner.build(), "else_branch", inner.build()));
    middle.output("middle.y", ElementType.FLOAT, ValueInfo.DYNAMIC, 4);
    builder.node(
        "If",
        List.of("c"),
        "chosen",
        Map.of("then_branch", middle.build(), "else_branch", middle.build()));
    builder.node("MatMul", List.of("chosen", "w"), "y");
    OnnxModel model = loaded();

    assertThat(names(model)).containsExactly("w", "chosen/middle/w", "chosen/middle/w.2");
    Node chosen = model.nodes().get(0);
    assertThat(chosen.reads())
        .containsExactlyInAnyOrder("c", "x", "chosen/middle/w", "chosen/middle/w.2");
    OnnxModel read = model.body(chosen, "then_branch");
    assertThat(read.initializers()).isEmpty();
    assertThat(model.tensor(read.outerReads().get(2)).bytes()).isEqualTo(weight.bytes());
  }

  @Test
  void shouldLeaveInABodyWhatItYieldsOrMustKnow() {
    builder.input("c", ElementType.BOOL);
    GraphBuilder shapes = new GraphBuilder("shapes", 17);
    shapes.outer("x");
    shapes.initializer("shape", Tensor.ofLongs(Shape.of(2), -1, 4));
    shapes.node("Reshape", List.of("x", "shape"), "shaped");
    shapes.output("shaped", ElementType.FLOAT, ValueInfo.DYNAMIC, 4);
    GraphBuilder yields = new GraphBuilder("yields", 17);
    yields.initializer("w", Graphs.random(1, 4, 4));
    yields.output("w", ElementType.FLOAT, 4, 4);
    builder.node(
        "If",
        List.of("c"),
        "y",
        Map.of("then_branch", shapes.build(), "else_branch", yields.build()));
    OnnxModel model = loaded();

    assertThat(names(model)).isEmpty();
    assertThat(model.body(model.nodes().get(0), "then_branch").initializers())
        .extracting(Initializer::name)
        .containsExactly("shape");
    assertThat(run("djl", model, false)).containsExactly(Graphs.random(1, 4, 4).toFloatArray());
  }

  @Test
  void shouldLeaveAConstantThatTheModelPutsOut() {
    builder.node("Constant", List.of(), "y", Map.of("value", Graphs.random(1, 4, 4)));
    builder.node("MatMul", List.of("x", "y"), "z");

    assertThat(names(loaded())).isEmpty();
  }

  @Test
  void shouldReadNarrowIntegersThatAreDequantized() {
    builder.node(
        "Constant",
        List.of(),
        "w",
        Map.of(
            "value",
            Tensor.of(ElementType.INT8, Shape.of(4, 4), java.nio.ByteBuffer.allocateDirect(16))));
    builder.node("Constant", List.of(), "s", Map.of("value", Tensor.ofFloats(Shape.of(), 1)));
    builder.node("DequantizeLinear", List.of("w", "s"), "real");
    builder.node("MatMul", List.of("x", "real"), "y");

    assertThat(names(loaded())).containsExactly("w");
  }

  @Test
  void shouldReadAListOfFloats() {
    builder.node("Constant", List.of(), "s", Map.of("value", Tensor.ofLongs(Shape.of(2), 4, 2)));
    builder.node("Identity", List.of("x"), "flat");
    builder.node("Reshape", List.of("flat", "s"), "w");
    builder.node("MatMul", List.of("x", "w"), "y");
    builder.output("y", ElementType.FLOAT, ValueInfo.DYNAMIC, 2);
    ModelProto.Builder proto = builder.build().proto().toBuilder();
    NodeProto.Builder constant = proto.getGraphBuilder().getNodeBuilder(1);
    constant.clearInput().setOpType("Constant");
    AttributeProto.Builder floats =
        constant.addAttributeBuilder().setName("value_floats").setType(AttributeType.FLOATS);
    for (int i = 0; i < 8; i++) {
      floats.addFloats(i);
    }
    OnnxModel model = reloaded(proto.build());

    assertThat(names(model)).containsExactly("flat");
    assertThat(model.elementBits("flat", 3)).isEqualTo(Float.floatToRawIntBits(3));
    Weight weight = WeightTable.of(model).weights().get(0);
    assertThat(weight.operatorLayout().shape()).isEqualTo(Shape.of(2, 4));
    assertThat(weight.operatorLayout().position(1, 3)).isEqualTo(3 * 2 + 1);
  }

  @Test
  void shouldSpreadASparseInitializer() {
    OnnxModel linear = reloaded(sparse(Shape.of(2), 1, 6));
    OnnxModel coordinates = reloaded(sparse(Shape.of(2, 2), 0, 1, 3, 0));

    for (OnnxModel model : List.of(linear, coordinates)) {
      assertThat(TestModels.allBits(model, "w"))
          .containsExactly(0L, bits(1.5f), 0L, 0L, 0L, 0L, bits(-2), 0L);
      assertThat(model.proto().getGraph().getSparseInitializerCount()).isZero();
    }
  }

  @Test
  void shouldRefuseSparseIndicesThatAreNotInTheTensor() {
    assertMalformed(sparse(Shape.of(2), 1, 8), "indices within shape [4, 2], found 8");
    assertMalformed(sparse(Shape.of(2), -1, 1), "indices within shape [4, 2], found -1");
    assertMalformed(sparse(Shape.of(2, 2), 0, 1, 0, 2), "within shape [4, 2], found [0, 2]");
    assertMalformed(sparse(Shape.of(1), 1), "values of shape [1], found [2]");
    assertMalformed(sparse(Shape.of(2, 3), 0, 0, 0, 0, 0, 0), "indices of shape [2, 2]");
  }

  @Test
  void shouldRefuseASparseTensorThatIsTooLargeWithItsZeros() {
    ModelProto.Builder proto = sparse(Shape.of(2), 1, 6).toBuilder();
    proto.getGraphBuilder().getSparseInitializerBuilder(0).setDims(0, 1L << 40);

    assertThatThrownBy(() -> reloaded(proto.build()))
        .isInstanceOf(UnsupportedInputException.class)
        .hasMessageContaining("sparse tensor 'w': float[1099511627776, 2] cannot be held");
  }

  private void assertMalformed(ModelProto proto, String part) {
    assertThatThrownBy(() -> reloaded(proto))
        .isInstanceOf(MalformedInputException.class)
        .hasMessageContaining(part);
  }

  private static long bits(float value) {
    return Float.floatToRawIntBits(value) & 0xFFFFFFFFL;
  }

  /** A weight {@code [4, 2]} of two values, 1.5 and -2. */
  private static ModelProto sparse(Shape indices, long... where) {
    TensorProto values = Tensors.encode("w", Tensor.ofFloats(Shape.of(2), 1.5f, -2));
    TensorProto places = Tensors.encode("", Tensor.ofLongs(indices, where));
    ModelProto.Builder proto = TestModels.proto().toBuilder();
    proto
        .getGraphBuilder()
        .addSparseInitializer(
            SparseTensorProto.newBuilder()
                .setValues(values)
                .setIndices(places)
                .addDims(4)
                .addDims(2));
    return proto.build();
  }
}
