package io.onnxfi.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import io.onnxfi.onnx.WeightTable.Named;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import io.onnxfi.testing.Graphs;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WeightTableTest {
  private final GraphBuilder builder = new GraphBuilder("g", 17);

  WeightTableTest() {
    builder.input("x", ElementType.FLOAT, ValueInfo.DYNAMIC, 4);
  }

  private WeightTable table() {
    return WeightTable.of(
        builder.output("y", ElementType.FLOAT, ValueInfo.DYNAMIC, ValueInfo.DYNAMIC).build());
  }

  /** The table of the model as an exporter of PyTorch would have written it. */
  private WeightTable exportedTable(String node, String name, String scopes) {
    ModelProto.Builder proto = builder.build().proto().toBuilder().setProducerName("pytorch");
    for (NodeProto.Builder exported : proto.getGraphBuilder().getNodeBuilderList()) {
      if (exported.getName().equals(node)) {
        exported.setName(name);
        if (!scopes.isEmpty()) {
          exported.addMetadataProps(
              StringStringEntryProto.newBuilder()
                  .setKey("pkg.torch.onnx.name_scopes")
                  .setValue(scopes));
        }
      }
    }
    return WeightTable.of(new OnnxModel(proto.build(), Map.of()));
  }

  private void weight(String name) {
    builder.initializer(name, Graphs.random(1, 4, 6));
  }

  private static Weight only(WeightTable table, String name) {
    List<Named> found = table.find(name);
    assertThat(found).as(name).hasSize(1);
    return found.get(0).weight();
  }

  /** The stored element that an index under a name means. */
  private static long element(WeightTable table, String name, long... index) {
    only(table, name);
    return table.find(name).get(0).layout().position(index);
  }

  @Test
  void shouldStandInTheOrderOfNodes() {
    builder.initializer("second", Graphs.random(1, 4, 4));
    builder.initializer("unused", Graphs.random(1, 4, 4));
    builder.initializer("first", Graphs.random(1, 4, 4));
    builder.node("MatMul", List.of("x", "first"), "h");
    builder.node("MatMul", List.of("h", "second"), "y");

    assertThat(table().weights())
        .extracting(Weight::layer)
        .containsExactly("first", "second", "unused");
  }

  @Test
  void shouldFollowAWeightThroughWhatHandsItOn() {
    builder.initializer("w.weight", Graphs.random(1, 6, 4));
    builder.node("Identity", List.of("w.weight"), "copy");
    builder.node("Transpose", List.of("copy"), "turned");
    builder.node("Cast", List.of("turned"), "cast", Map.of("to", 1L));
    builder.node("MatMul", List.of("x", "cast"), "y");
    WeightTable table = table();

    Weight weight = only(table, "w");
    assertThat(weight.stored().name()).isEqualTo("w.weight");
    assertThat(weight.operator()).isEqualTo("MatMul");
    assertThat(weight.input()).isEqualTo(WeightInput.LINEAR);
    assertThat(weight.layout().shape()).isEqualTo(Shape.of(6, 4));
    assertThat(element(table, "w", 5, 2)).isEqualTo(22);
    assertThat(element(table, "turned", 2, 5)).as("its own axes").isEqualTo(22);
  }

  @Test
  void shouldIndexAMatrixAsOutAndInHoweverItIsStored() {
    weight("fc.weight");
    builder.node("Gemm", List.of("x", "fc.weight"), "y");
    WeightTable table = table();

    assertThat(only(table, "fc").layout().shape()).isEqualTo(Shape.of(6, 4));
    assertThat(element(table, "fc", 5, 2)).isEqualTo(2 * 6 + 5);
    assertThat(table.find("fc.weight"))
        .extracting(named -> named.layout().shape())
        .containsExactly(Shape.of(4, 6), Shape.of(6, 4));
  }

  @Test
  void shouldTakeAParameterThatPyTorchExportedAsItIs() {
    weight("c_attn.weight");
    builder.node("MatMul", List.of("x", "c_attn.weight"), "y");
    builder.output("y", ElementType.FLOAT, ValueInfo.DYNAMIC, 6);
    WeightTable table = exportedTable("y", "/c_attn/MatMul", "");

    assertThat(only(table, "c_attn").layout().shape()).isEqualTo(Shape.of(4, 6));
    assertThat(only(table, "c_attn.weight").layout().shape()).isEqualTo(Shape.of(4, 6));
  }

  @Test
  void shouldNameWhatFoldingRenamedAfterTheNodesPath() {
    weight("onnx::MatMul_12");
    builder.node("MatMul", List.of("x", "onnx::MatMul_12"), "y");
    builder.output("y", ElementType.FLOAT, ValueInfo.DYNAMIC, 6);
    WeightTable table = exportedTable("y", "/layer1/layer1.0/blocks.2/fc/MatMul", "");

    assertThat(table.weights().get(0).layer()).isEqualTo("layer1.0.blocks.2.fc");
    assertThat(element(table, "layer1.0.blocks.2.fc", 5, 2)).isEqualTo(17);
    assertThat(element(table, "onnx::MatMul_12", 2, 5)).isEqualTo(17);
  }

  @Test
  void shouldNameWhatFoldingRenamedAfterTheNodesMetadata() {
    weight("val_3");
    builder.node("MatMul", List.of("x", "val_3"), "y");
    builder.output("y", ElementType.FLOAT, ValueInfo.DYNAMIC, 6);
    WeightTable table = exportedTable("y", "node_MatMul_3", "['', 'mlp', 'mlp.0', 'linear_1']");

    assertThat(element(table, "mlp.0", 5, 2)).isEqualTo(17);
  }

  @Test
  void shouldNameALostMatrixAfterTheBiasThatIsAddedToIt() {
    weight("val_3");
    builder.initializer("mlp.0.bias", Graphs.random(1, 6));
    builder.node("MatMul", List.of("x", "val_3"), "h");
    builder.node("Add", List.of("mlp.0.bias", "h"), "y");

    assertThat(element(table(), "mlp.0", 5, 2)).isEqualTo(17);
  }

  @Test
  void shouldNotCallAWeightAfterTheModuleThatWasFoldedIntoItsOperator() {
    weight("conv1.weight");
    builder.node("MatMul", List.of("x", "conv1.weight"), "y");
    builder.output("y", ElementType.FLOAT, ValueInfo.DYNAMIC, 6);
    WeightTable table = exportedTable("y", "node_Conv_1", "['', 'bn1', 'batch_norm']");

    assertThat(table.find("bn1")).isEmpty();
    assertThat(only(table, "conv1").stored().name()).isEqualTo("conv1.weight");
  }

  @Test
  void shouldCallATiedWeightByAllItsNames() {
    builder.initializer("a.weight", Graphs.random(1, 4, 4));
    builder.node("Identity", List.of("a.weight"), "b.weight");
    builder.node("Gemm", List.of("x", "a.weight"), "h", Map.of("transB", 1L));
    builder.node("Gemm", List.of("h", "b.weight"), "y", Map.of("transB", 1L));
    WeightTable table = table();

    assertThat(table.weights()).hasSize(1);
    assertThat(only(table, "a")).isEqualTo(only(table, "b"));
  }

  @Test
  void shouldNotGuessWhichOfTwoWeightsOfAModuleIsMeant() {
    weight("onnx::MatMul_1");
    builder.initializer("onnx::MatMul_2", Graphs.random(1, 6, 6));
    builder.node("MatMul", List.of("x", "onnx::MatMul_1"), "/attn/MatMul");
    builder.node("MatMul", List.of("/attn/MatMul", "onnx::MatMul_2"), "/attn/MatMul_1");
    builder.node("Relu", List.of("/attn/MatMul_1"), "y");
    WeightTable table = table();

    assertThat(table.find("attn")).hasSize(2);
    assertThat(table.weights())
        .extracting(Weight::layer)
        .containsExactly("onnx::MatMul_1", "onnx::MatMul_2");
  }

  @Test
  void shouldFindTheIntegersBehindADequantizedWeight() {
    builder.initializer(
        "fc.weight_quantized",
        Tensor.of(ElementType.INT8, Shape.of(6, 4), java.nio.ByteBuffer.allocateDirect(24)));
    builder.initializer("scale", Tensor.ofFloats(Shape.of(), 0.5f));
    builder.initializer("x_index", Tensor.ofLongs(Shape.of(2, 2), 0, 1, 1, 0));
    builder.node("DequantizeLinear", List.of("fc.weight_quantized", "scale"), "dq");
    builder.node("Gemm", List.of("x", "dq"), "h", Map.of("transB", 1L));
    builder.node("GatherElements", List.of("h", "x_index"), "y");
    WeightTable table = table();

    assertThat(only(table, "fc").isTrained()).isTrue();
    assertThat(only(table, "fc.weight").stored().type()).isEqualTo(ElementType.INT8);
    assertThat(only(table, "scale").isTrained()).isFalse();
    assertThat(only(table, "x_index").isTrained()).isFalse();
  }
}
