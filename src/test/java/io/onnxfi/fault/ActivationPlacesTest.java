package io.onnxfi.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.fault.model.BitFlip;
import io.onnxfi.fault.model.Burst;
import io.onnxfi.fault.model.TrialRandom;
import io.onnxfi.onnx.GraphBuilder;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.onnx.ValueInfo;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Region;
import io.onnxfi.testing.Graphs;
import io.onnxfi.zoo.ImageSize;
import io.onnxfi.zoo.RandomParameters;
import io.onnxfi.zoo.Zoo;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ActivationPlacesTest {
  private static final OnnxModel RESNET20 =
      Zoo.architecture("resnet20", new ImageSize(3, 32, 32), 10).build(new RandomParameters(1));

  @Test
  void shouldFindTheOutputOfALayer() {
    ActivationSite site = place(RESNET20, "layer2.0.conv1", "(31, 15, 14)", "activation");
    String value =
        RESNET20.nodes().stream()
            .filter(node -> node.inputs().contains("layer2.0.conv1.weight"))
            .findFirst()
            .orElseThrow()
            .outputs()
            .get(0);

    assertThat(site.tensor()).isEqualTo(value);
    assertThat(site.footprint())
        .isEqualTo(new Footprint.Known(new Region.Element((31 * 16 + 15) * 16 + 14)));
    assertThat(site.exposure()).isEqualTo(Exposure.EVERY);
    assertThat(place(RESNET20, value, "(31, 15, 14)", "activation")).isEqualTo(site);
    assertThat(place(RESNET20, "linear", "(9,)", "activation@image:7").exposure())
        .isEqualTo(new Exposure.Image(7));
  }

  @Test
  void shouldReachRowsColumnsAndChannelsOfAnImage() {
    assertThat(positions("conv1", "(3, 2, 1)", "activation/row"))
        .isEqualTo(LongStream.range(0, 32).map(i -> (3 * 32 + 2) * 32 + i).boxed().toList());
    assertThat(positions("conv1", "(3, 2, 1)", "activation/column"))
        .isEqualTo(LongStream.range(0, 32).map(i -> (3 * 32 + i) * 32 + 1).boxed().toList());
    assertThat(positions("conv1", "(3, 2, 1)", "activation/channel"))
        .isEqualTo(LongStream.range(3 * 1024, 4 * 1024).boxed().toList());
    assertThat(positions("conv1", "()", "activation/tensor")).hasSize(16 * 1024);
    assertThat(positions("linear", "(4,)", "activation/row")).hasSize(10);
    assertThat(positions("linear", "(4,)", "activation/channel")).containsExactly(4L);
  }

  /** PyTorch exports a linear layer on tokens so; its hooks see the sum. */
  @Test
  void shouldTakeABiasForPartOfItsLayer() {
    GraphBuilder builder = new GraphBuilder("g", 17);
    builder.input("x", ElementType.FLOAT, 2, 4);
    builder.initializer("fc.weight", Graphs.random(1, 3, 4));
    builder.initializer("fc.bias", Graphs.random(2, 3));
    builder.node("Transpose", List.of("fc.weight"), "t");
    builder.node("MatMul", List.of("x", "t"), "m");
    builder.node("Add", List.of("m", "fc.bias"), "a");
    builder.node("Relu", List.of("a"), "y");
    OnnxModel model = builder.output("y", ElementType.FLOAT, 2, 3).build();

    assertThat(place(model, "fc", "(2,)", "activation").tensor()).isEqualTo("a");
    assertThat(place(model, "m", "(2,)", "activation").tensor()).isEqualTo("m");
  }

  @Test
  void shouldSayWhatIsWrong() {
    assertRefused(
        RESNET20,
        "conv1",
        "(16, 0, 0)",
        "activation",
        ": expected an index within one image's shape [16, 32, 32], found (16, 0, 0)");
    assertRefused(RESNET20, "conv1", "(0, 0, 0, 0)", "activation", "found (0, 0, 0, 0)");
    assertRefused(
        RESNET20,
        "linear",
        "(3,)",
        "activation/column",
        ": expected one of activation, activation/row, activation/channel, activation/tensor for"
            + " one image's shape [10], found activation/column");
    assertRefused(
        RESNET20,
        "layer1.0.convl",
        "(0, 0, 0)",
        "activation",
        "list.csv:2: unknown activation 'layer1.0.convl'; did you mean layer1.0.conv1,");
    assertThatThrownBy(
            () ->
                new FaultResolver(RESNET20)
                    .place("list.csv:2", fault("conv1", "(0, 0, 0)", 32, "activation")))
        .hasMessageContaining("expected a bit from 0 to 31 (float), found 32");
  }

  @Test
  void shouldRefuseAValueOfUnknownShape() {
    GraphBuilder builder = new GraphBuilder("g", 17);
    builder.input("x", ElementType.FLOAT, ValueInfo.DYNAMIC, 4);
    builder.node("NonZero", List.of("x"), "n");
    builder.node("Relu", List.of("x"), "y");
    OnnxModel model = builder.output("y", ElementType.FLOAT, ValueInfo.DYNAMIC, 4).build();

    assertRefused(
        model,
        "n",
        "(0,)",
        "activation",
        "list.csv:2: activation n: expected a value whose shape, images first, is known before the"
            + " model runs");
  }

  @Test
  void shouldRefuseAFaultThatTheElementsCannotHave() {
    Fault burst = new Fault(fault("conv1", "(0, 0, 0)", 30, "activation").site(), new Burst(3));
    assertThatThrownBy(() -> new FaultResolver(RESNET20).place("list.csv:2", burst))
        .isInstanceOf(MalformedInputException.class)
        .hasMessage(
            "list.csv:2: conv1 (0, 0, 0) bit 30 activation: expected 3 bits upwards within the 32"
                + " of float, found bit 30 as the first");
  }

  private static Fault fault(String layer, String index, int bit, String site) {
    return new Fault(
        new FaultSite(
            layer,
            TensorIndex.parse(index).orElseThrow(),
            OptionalInt.of(bit),
            Extent.parse("site", site)),
        new BitFlip());
  }

  /** It is known before the model runs: no activation. */
  @Test
  void shouldSayWhatIsComputedFromConstantsAlone() {
    GraphBuilder graph = new GraphBuilder("turned", 17);
    graph.input("x", ElementType.FLOAT, ValueInfo.DYNAMIC, 3);
    graph.initializer("w", Graphs.random(1, 4, 3));
    graph.node("Transpose", List.of("w"), "turned");
    graph.node("MatMul", List.of("x", "turned"), "y");
    OnnxModel model = graph.output("y", ElementType.FLOAT, ValueInfo.DYNAMIC, 4).build();
    assertRefused(
        model,
        "turned",
        "(0, 1)",
        "activation",
        "list.csv:2: expected an activation, found 'turned', which is computed from constants"
            + " alone, the same for every sample; put the fault into a weight that it is made of");
  }

  private static ActivationSite place(OnnxModel model, String layer, String index, String site) {
    return (ActivationSite)
        new FaultResolver(model).place("list.csv:2", fault(layer, index, 0, site)).site();
  }

  private static List<Long> positions(String layer, String index, String site) {
    Region region = place(RESNET20, layer, index, site).region(TrialRandom.ofPlace(4, 2, 0));
    return LongStream.range(0, region.size()).map(region::position).boxed().toList();
  }

  private static void assertRefused(
      OnnxModel model, String layer, String index, String site, String part) {
    assertThatThrownBy(() -> place(model, layer, index, site))
        .isInstanceOf(MalformedInputException.class)
        .hasMessageContaining(part);
  }
}
