package io.onnxfi.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.csv.CsvForm;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.fault.model.BitFlip;
import io.onnxfi.onnx.GraphBuilder;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.onnx.ValueInfo;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.testing.Graphs;
import io.onnxfi.testing.TestTrials;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Names and axes that a list may mean in more than one way. */
class LayerNamingTest {
  private static final long HEIGHT = 8;

  /** A chain of convolutions, with their weights stored in the opposite order. */
  private static OnnxModel convolutions(boolean middleIsDepthwise) {
    GraphBuilder builder = new GraphBuilder("g", 17);
    builder.input("x", ElementType.FLOAT, ValueInfo.DYNAMIC, 3, HEIGHT, HEIGHT);
    builder.initializer("c.weight", Graphs.random(3, 4, 8, 3, 3));
    builder.initializer("b.weight", Graphs.random(2, 8, middleIsDepthwise ? 1 : 8, 3, 3));
    builder.initializer("a.weight", Graphs.random(1, 8, 3, 3, 3));
    builder.node("Conv", List.of("x", "a.weight"), "y1");
    builder.node(
        "Conv", List.of("y1", "b.weight"), "y2", Map.of("group", middleIsDepthwise ? 8L : 1L));
    builder.node("Conv", List.of("y2", "c.weight"), "y");
    builder.output("y", ElementType.FLOAT, ValueInfo.DYNAMIC, 4, 2, 2);
    return builder.build();
  }

  /** {@code x · W} with the weight stored {@code [in, out]}. */
  private static OnnxModel linear(String weight, int in, int out) {
    GraphBuilder builder = new GraphBuilder("g", 17);
    builder.input("x", ElementType.FLOAT, ValueInfo.DYNAMIC, in);
    builder.initializer(weight, Graphs.random(1, in, out));
    builder.node("MatMul", List.of("x", weight), "y");
    builder.output("y", ElementType.FLOAT, ValueInfo.DYNAMIC, out);
    return builder.build();
  }

  @Test
  void shouldNumberKerasLayersByTheOrderOfNodes() {
    OnnxModel model = convolutions(false);

    assertThat(site(model, "conv2d", "(2, 1, 0, 3)").site().tensor()).isEqualTo("a.weight");
    assertThat(site(model, "conv2d_1", "(2, 1, 0, 3)").site().tensor()).isEqualTo("b.weight");
    assertThat(site(model, "conv2d_2", "(2, 1, 0, 3)"))
        .isEqualTo(bit("c.weight", (3 * 8 + 0) * 9 + 2 * 3 + 1, 0));
  }

  @Test
  void shouldRefuseANumberThatDepthwiseLayersMakeAmbiguous() {
    OnnxModel model = convolutions(true);

    assertThatThrownBy(() -> site(model, "conv2d_1", "(2, 1, 0, 3)"))
        .isInstanceOf(MalformedInputException.class)
        .hasMessage(
            "m: 'conv2d_1' (2, 1, 0, 3) could be [3, 0, 2, 1] of initializer b.weight [8, 1, 3, 3]"
                + " or [3, 0, 2, 1] of initializer c.weight [4, 8, 3, 3]; use the name that 'onnxfi"
                + " layers' shows");
    assertThat(site(model, "conv2d_2", "(2, 1, 0, 3)").site().tensor()).isEqualTo("c.weight");
  }

  @Test
  void shouldLetTheWholeListSayHowLayersAreCounted() {
    OnnxModel model = convolutions(true);

    assertThat(sites(model, "conv2d_1 (2, 1, 5, 3)", "depthwise_conv2d (2, 1, 6, 0)"))
        .containsExactly(
            bit("c.weight", (3 * 8 + 5) * 9 + 2 * 3 + 1, 0), bit("b.weight", 6 * 9 + 2 * 3 + 1, 0));
    assertThat(sites(model, "conv2d_1 (2, 1, 0, 3)", "conv2d_2 (2, 1, 0, 3)"))
        .extracting(fault -> fault.site().tensor())
        .containsExactly("b.weight", "c.weight");
    assertThat(sites(model, "conv2d_1 (2, 1, 0, 3)", "conv2d_1 (0, 0, 0, 7)"))
        .as("c has four filters only")
        .extracting(fault -> fault.site().tensor())
        .containsExactly("b.weight", "b.weight");
  }

  @Test
  void shouldIndexALayerByTheOrderOfItsOperator() {
    OnnxModel model = linear("fc.weight", 8, 8);

    // (out 1, in 5) is element 5 · 8 + 1 of [in, out].
    assertThat(site(model, "fc", "(1, 5)")).isEqualTo(bit("fc.weight", 41, 0));
    assertThat(site(linear("W", 8, 8), "W", "(1, 5)")).isEqualTo(bit("W", 13, 0));
  }

  @Test
  void shouldRefuseAParameterNameThatMeansTwoOrdersOfAxes() {
    OnnxModel square = linear("fc.weight", 8, 8);

    assertThatThrownBy(() -> site(square, "fc.weight", "(1, 5)"))
        .isInstanceOf(MalformedInputException.class)
        .hasMessage(
            "m: 'fc.weight' (1, 5) could be [1, 5] of initializer fc.weight [8, 8] or [5, 1] of"
                + " initializer fc.weight [8, 8]; use the name that 'onnxfi layers' shows");
    assertThat(site(square, "fc.weight", "(3, 3)")).isEqualTo(bit("fc.weight", 27, 0));
  }

  @Test
  void shouldLetTheWholeListSayWhichAxesAParameterNameMeans() {
    OnnxModel wide = linear("fc.weight", 16, 4);

    assertThat(sites(wide, "fc.weight (1, 2)", "fc.weight (3, 15)"))
        .as("[out, in]")
        .extracting(LayerNamingTest::position)
        .containsExactly(2 * 4 + 1L, 15 * 4 + 3L);
    assertThat(sites(wide, "fc.weight (1, 2)", "fc.weight (15, 3)"))
        .as("as stored")
        .extracting(LayerNamingTest::position)
        .containsExactly(1 * 4 + 2L, 15 * 4 + 3L);
  }

  @Test
  void shouldTakeWrappersFromNamesIfThatMakesThemAllKnown() {
    OnnxModel model = Graphs.tinyCnn(1);
    String[] rows = {
      "module._orig_mod.conv1 (3, 0, 2, 1)", "module._orig_mod.conv2.weight (1, 2, 0, 0)"
    };
    FaultResolver resolver = new FaultResolver(model).reading(list(rows));

    assertThat(resolver.notes()).containsExactly("layer names read without 'module._orig_mod.'");
    assertThat(TestTrials.place(resolver, list(rows)))
        .isEqualTo(sites(model, "conv1 (3, 0, 2, 1)", "conv2 (1, 2, 0, 0)"));
    assertThatThrownBy(() -> sites(model, "module.conv1 (3, 0, 2, 1)", "conv2 (0, 0, 0, 0)"))
        .hasMessageContaining("unknown layer 'module.conv1'");
    assertThatThrownBy(() -> sites(model, "trunk.conv1 (3, 0, 2, 1)"))
        .hasMessageContaining("unknown layer 'trunk.conv1'");
  }

  @Test
  void shouldTakeWrappersFromWithinNamesWhereThatIsUnambiguous() {
    GraphBuilder builder = new GraphBuilder("g", 17);
    builder.input("x", ElementType.FLOAT, ValueInfo.DYNAMIC, 4);
    builder.initializer("trunk.fc.weight", Graphs.random(1, 4, 4));
    builder.initializer("trunk.0.weight", Graphs.random(2, 4, 4));
    builder.node("Gemm", List.of("x", "trunk.fc.weight"), "h", Map.of("transB", 1L));
    builder.node("Gemm", List.of("h", "trunk.0.weight"), "y", Map.of("transB", 1L));
    builder.output("y", ElementType.FLOAT, ValueInfo.DYNAMIC, 4);
    OnnxModel model = builder.build();
    String[] rows = {"trunk._orig_mod.module.fc (1, 2)", "trunk.module.0 (1, 2)"};
    FaultResolver resolver = new FaultResolver(model).reading(list(rows));

    assertThat(resolver.notes())
        .singleElement()
        .asString()
        .contains("without the PyTorch wrappers inside them");
    assertThat(TestTrials.place(resolver, list(rows)))
        .isEqualTo(sites(model, "trunk.fc (1, 2)", "trunk.0 (1, 2)"));
    assertThat(sites(model, "module.trunk._orig_mod.fc (1, 2)"))
        .isEqualTo(sites(model, "trunk.fc (1, 2)"));
    assertThatThrownBy(() -> sites(model, "trunk.module.0 (1, 2)", "trunk.0 (1, 2)"))
        .hasMessageContaining("unknown layer 'trunk.module.0'");
    assertThatThrownBy(() -> sites(model, "trunk.encoder.fc (1, 2)"))
        .hasMessageContaining("unknown layer 'trunk.encoder.fc'");
  }

  @Test
  @Timeout(20)
  void shouldNotTryWrappersWithoutEnd() {
    OnnxModel model = Graphs.tinyCnn(1);
    assertThat(sites(model, "module.".repeat(16) + "conv1 (3, 0, 2, 1)"))
        .isEqualTo(sites(model, "conv1 (3, 0, 2, 1)"));
    assertThatThrownBy(() -> sites(model, "module.".repeat(15_000) + "conv1 (3, 0, 2, 1)"))
        .hasMessageContaining("unknown layer 'module.module.");
  }

  @Test
  void shouldPutTheModelsWrappersBeforeNames() {
    GraphBuilder builder = new GraphBuilder("g", 17);
    builder.input("x", ElementType.FLOAT, ValueInfo.DYNAMIC, 4);
    builder.initializer("model.fc.weight", Graphs.random(1, 4, 4));
    builder.node("Gemm", List.of("x", "model.fc.weight"), "y", Map.of("transB", 1L));
    builder.output("y", ElementType.FLOAT, ValueInfo.DYNAMIC, 4);
    FaultResolver resolver = new FaultResolver(builder.build()).reading(list("module.fc (1, 2)"));

    assertThat(resolver.notes())
        .containsExactly("layer names read with 'model.' in place of 'module.'");
    assertThat(position(TestTrials.place(resolver, list("module.fc (1, 2)")).get(0))).isEqualTo(6);
  }

  @Test
  void shouldEndInOneLineForANameOfAnyLength() {
    OnnxModel model = Graphs.tinyCnn(1);

    assertThatThrownBy(() -> site(model, "c".repeat(100_000), "(0,)"))
        .isInstanceOf(MalformedInputException.class)
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(400));
  }

  private static PlacedFault site(OnnxModel model, String layer, String index) {
    FaultSite site = new FaultSite(layer, TensorIndex.parse(index).orElseThrow(), 0);
    return new FaultResolver(model).place("m", new Fault(site, new BitFlip()));
  }

  private static List<PlacedFault> sites(OnnxModel model, String... rows) {
    return TestTrials.place(new FaultResolver(model), list(rows));
  }

  private static long position(PlacedFault fault) {
    return ((WeightSite) fault.site()).region().position(0);
  }

  private static PlacedFault bit(String initializer, long index, int bit) {
    return PlacedFault.ofBit(initializer, index, bit, new BitFlip());
  }

  /** Rows of bit 0, written as layer and index. */
  private static FaultList list(String... rows) {
    List<FaultRow> all =
        Arrays.stream(rows)
            .map(
                row -> {
                  int blank = row.indexOf(' ');
                  TensorIndex index = TensorIndex.parse(row.substring(blank)).orElseThrow();
                  return FaultRow.drawn(0, new FaultSite(row.substring(0, blank), index, 0));
                })
            .toList();
    return new FaultList("m", FaultList.FAULT_COLUMNS, all, CsvForm.STANDARD);
  }
}
