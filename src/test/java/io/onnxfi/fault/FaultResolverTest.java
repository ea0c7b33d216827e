package io.onnxfi.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.fault.model.BitFlip;
import io.onnxfi.onnx.GraphBuilder;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.onnx.ValueInfo;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.testing.Graphs;
import io.onnxfi.zoo.ImageSize;
import io.onnxfi.zoo.RandomParameters;
import io.onnxfi.zoo.Zoo;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaultResolverTest {
  private static final OnnxModel RESNET20 =
      Zoo.architecture("resnet20", new ImageSize(3, 32, 32), 10).build(new RandomParameters(1));
  private static final FaultResolver RESOLVER = new FaultResolver(RESNET20);

  /** {@code conv1} is {@code [16, 3, 3, 3]}, {@code linear} {@code [10, 64]}. */
  @ParameterizedTest
  @CsvSource({
    "conv1, '(3, 0, 2, 1)', conv1.weight, 88",
    "conv1.weight, '(3, 0, 2, 1)', conv1.weight, 88",
    "conv2d, '(2, 1, 0, 3)', conv1.weight, 88",
    "conv2d_1, '(2, 1, 0, 3)', layer1.0.conv1.weight, 439",
    "linear, '(9, 62)', linear.weight, 638",
    "dense, '(62, 9)', linear.weight, 638",
    "linear.bias, '(9,)', linear.bias, 9",
    "bn1.running_var, '(15,)', bn1.running_var, 15",
    "layer2.0.bn1, '(31,)', layer2.0.bn1.weight, 31"
  })
  void shouldFindTheElement(String layer, String index, String initializer, long flat) {
    PlacedFault site = resolve(RESOLVER, layer, index, 7);

    assertThat(site).isEqualTo(PlacedFault.ofBit(initializer, flat, 7, new BitFlip()));
  }

  @Test
  void shouldSuggestTheNearestNames() {
    assertMalformed(
        "layer1.0.convl",
        "(0, 0, 0, 0)",
        0,
        "list.csv:12: unknown layer 'layer1.0.convl'; did you mean layer1.0.conv1,"
            + " layer1.0.conv2,");
    assertMalformed(
        "conv2d_19",
        "(0, 0, 0, 0)",
        0,
        "unknown layer 'conv2d_19'; the model has 19 conv2d layers, 'conv2d' to 'conv2d_18'");
    assertMalformed("dense_1", "(0, 0)", 0, "the model has one dense layer, 'dense'");
    assertMalformed("conv1d", "(0, 0, 0)", 0, "the model has no conv1d layers");
    assertMalformed(
        "backbone.stem.0",
        "(0, 0, 0, 0)",
        0,
        "the model's weights are called conv1, layer1.0.conv1, layer1.0.conv2, … ('onnxfi layers'"
            + " shows them all)");
  }

  @Test
  void shouldRefuseAnIndexOutsideTheTensor() {
    assertMalformed(
        "conv1",
        "(16, 0, 0, 0)",
        0,
        "list.csv:12: conv1.weight: expected an index within shape [16, 3, 3, 3], found (16, 0, 0,"
            + " 0)");
    assertMalformed("linear", "(9, 64)", 0, "within shape [10, 64], found (9, 64)");
  }

  @Test
  void shouldRefuseAnIndexOfAnotherRank() {
    assertMalformed("conv1", "(3, 0, 2)", 0, "within shape [16, 3, 3, 3], found (3, 0, 2)");
    assertMalformed(
        "conv2d",
        "(3, 0)",
        0,
        "within shape [3, 3, 3, 16] (stored as [16, 3, 3, 3]), found (3, 0)");
    assertMalformed("dense", "(1, 1, 1, 1)", 0, "within shape [64, 10] (stored as [10, 64])");
    assertMalformed("conv1", "()", 0, "found ()");
  }

  @Test
  void shouldRefuseABitOutsideTheElement() {
    assertMalformed(
        "conv1", "(0, 0, 0, 0)", 32, "conv1.weight: expected a bit from 0 to 31 (float), found 32");
    assertMalformed("conv1", "(0, 0, 0, 0)", Integer.MAX_VALUE, "found 2147483647");
    assertMalformed("conv1", "(0, 0, 0, 0)", -1, "found -1");
    assertThat(resolve(RESOLVER, "conv1", "(0, 0, 0, 0)", 31).bit()).hasValue(31);
  }

  /** Exporters other than PyTorch's write {@code x · W} with the weight {@code [in, out]}. */
  @Test
  void shouldKeepTheOrderOfLinearWeightsThatAreNotTransposed() {
    GraphBuilder builder = new GraphBuilder("g", 17);
    builder.input("x", ElementType.FLOAT, ValueInfo.DYNAMIC, 4);
    builder.initializer("a", Graphs.random(1, 4, 4));
    builder.initializer("b", Graphs.random(2, 4, 4));
    builder.initializer("c", Graphs.random(3, 4, 4));
    builder.node("MatMul", List.of("x", "a"), "y1");
    builder.node("Gemm", List.of("y1", "b"), "y2");
    builder.node("Gemm", List.of("y2", "c"), "y", Map.of("transB", 1L));
    builder.output("y", ElementType.FLOAT, ValueInfo.DYNAMIC, 4);
    FaultResolver resolver = new FaultResolver(builder.build());

    // (in 1, out 3): element 1 · 4 + 3 of [in, out], element 3 · 4 + 1 of [out, in].
    assertThat(resolve(resolver, "dense", "(1, 3)", 0))
        .isEqualTo(PlacedFault.ofBit("a", 7, 0, new BitFlip()));
    assertThat(resolve(resolver, "dense_1", "(1, 3)", 0))
        .isEqualTo(PlacedFault.ofBit("b", 7, 0, new BitFlip()));
    assertThat(resolve(resolver, "dense_2", "(1, 3)", 0))
        .isEqualTo(PlacedFault.ofBit("c", 13, 0, new BitFlip()));
  }

  /** A depthwise weight {@code [channels, 1, h, w]} is {@code (h, w, 1, channels)} in Keras. */
  @Test
  void shouldPermuteDepthwiseKernelsLikeAnyOther() {
    OnnxModel model =
        Graphs.node("Conv", 8, 5, 5).with(Graphs.random(1, 8, 1, 3, 3)).set("group", 8L).build(4);

    assertThat(resolve(new FaultResolver(model), "conv2d", "(1, 2, 0, 6)", 0))
        .isEqualTo(PlacedFault.ofBit("c1", 6 * 9 + 1 * 3 + 2, 0, new BitFlip()));
  }

  private static PlacedFault resolve(FaultResolver resolver, String layer, String index, int bit) {
    FaultSite site = new FaultSite(layer, TensorIndex.parse(index).orElseThrow(), bit);
    return resolver.place("list.csv:12", new Fault(site, new BitFlip()));
  }

  private static void assertMalformed(String layer, String index, int bit, String part) {
    assertThatThrownBy(() -> resolve(RESOLVER, layer, index, bit))
        .isInstanceOf(MalformedInputException.class)
        .hasMessageContaining(part);
  }
}
