package io.onnxfi.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.fault.model.BitFlip;
import io.onnxfi.onnx.GraphBuilder;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.onnx.ValueInfo;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Region;
import io.onnxfi.tensor.Shape;
import io.onnxfi.testing.Graphs;
import java.util.List;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** {@link WeightRegions}, against a filter of all elements by their coordinates. */
class WeightRegionsTest {
  /** {@code [4, 3, 2, 5]}. */
  private static final Shape FILTERS = Shape.of(4, 3, 2, 5);

  private static final OnnxModel MODEL = model();
  private static final FaultResolver RESOLVER = new FaultResolver(MODEL);

  /** A convolution, a layer stored {@code [in, out]} with its bias, a normalisation. */
  private static OnnxModel model() {
    GraphBuilder builder = new GraphBuilder("g", 17);
    builder.input("x", ElementType.FLOAT, ValueInfo.DYNAMIC, 3, 2, 5);
    builder.initializer("conv.weight", Graphs.random(1, 4, 3, 2, 5));
    builder.initializer("up.weight", Graphs.random(2, 4, 6, 1, 1));
    for (String name : List.of("scale", "offset", "mean")) {
      builder.initializer("bn." + name, Graphs.random(3, 6));
    }
    builder.initializer("bn.var", Graphs.random(4, 6));
    builder.initializer("fc.matrix", Graphs.random(5, 6, 7));
    builder.initializer("fc.bias", Graphs.random(6, 7));
    builder.node("Conv", List.of("x", "conv.weight"), "c");
    builder.node("ConvTranspose", List.of("c", "up.weight"), "u");
    builder.node(
        "BatchNormalization", List.of("u", "bn.scale", "bn.offset", "bn.mean", "bn.var"), "b");
    builder.node("Flatten", List.of("b"), "f");
    builder.node("Gemm", List.of("f", "fc.matrix", "fc.bias"), "y");
    return builder.output("y", ElementType.FLOAT, ValueInfo.DYNAMIC, 7).build();
  }

  @Test
  void shouldReachElementsOfFilters() {
    assertReaches(
        "conv.weight", "(1, 2, 1, 3)", FixedReach.ELEMENT, FILTERS, i -> is(i, 1, 2, 1, 3));
    assertReaches("conv.weight", "(1, 2, 1, 3)", FixedReach.ROW, FILTERS, i -> is(i, 1, 2, 1, -1));
    assertReaches(
        "conv.weight", "(1, 2, 1, 3)", FixedReach.COLUMN, FILTERS, i -> is(i, 1, 2, -1, 3));
    assertReaches("conv.weight", "(1, 2, 1, 3)", FixedReach.CHANNEL, FILTERS, i -> i[0] == 1);
    assertReaches("conv.weight", "(1, 2, 1, 3)", FixedReach.INPUT_CHANNEL, FILTERS, i -> i[1] == 2);
    assertReaches("conv.weight", "()", FixedReach.TENSOR, FILTERS, i -> true);
    assertReaches("conv.weight", "(1, 2, 1, 3)", FixedReach.TENSOR, FILTERS, i -> true);
  }

  /** Keras counts {@code (kH, kW, in, out)}; the elements are the same ones. */
  @Test
  void shouldReachTheSameUnderKerasNames() {
    for (FixedReach reach : FixedReach.values()) {
      assertThat(positions("conv2d", "(1, 3, 2, 1)", reach))
          .isEqualTo(positions("conv.weight", "(1, 2, 1, 3)", reach));
    }
  }

  @Test
  void shouldFindOutputsOfTransposedConvolutionsOnTheSecondAxis() {
    Shape shape = Shape.of(4, 6, 1, 1);
    assertReaches("up.weight", "(1, 5, 0, 0)", FixedReach.CHANNEL, shape, i -> i[1] == 5);
    assertReaches("up.weight", "(1, 5, 0, 0)", FixedReach.INPUT_CHANNEL, shape, i -> i[0] == 1);
    assertReaches("up.weight", "(1, 5, 0, 0)", FixedReach.ROW, shape, i -> is(i, 1, 5, 0, 0));
  }

  /**
   * {@code fc.matrix} is stored {@code [in 6, out 7]}; the layer's name means {@code [out, in]}, as
   * in PyTorch, the value's own name the stored order, Keras's too.
   */
  @Test
  void shouldMapMatricesToTheirStoredOrder() {
    Shape stored = Shape.of(6, 7);
    assertReaches("fc.matrix", "(2, 5)", FixedReach.ROW, stored, i -> i[0] == 2);
    assertReaches("fc.matrix", "(2, 5)", FixedReach.COLUMN, stored, i -> i[1] == 5);
    assertReaches("fc.matrix", "(2, 5)", FixedReach.CHANNEL, stored, i -> i[1] == 5);
    assertReaches("fc.matrix", "(2, 5)", FixedReach.INPUT_CHANNEL, stored, i -> i[0] == 2);
    assertReaches("dense", "(2, 5)", FixedReach.CHANNEL, stored, i -> i[1] == 5);
  }

  @Test
  void shouldReachBiasesAndNormalisations() {
    assertReaches("fc.bias", "(3,)", FixedReach.ELEMENT, Shape.of(7), i -> i[0] == 3);
    assertReaches("fc.bias", "(3,)", FixedReach.CHANNEL, Shape.of(7), i -> i[0] == 3);
    assertReaches("bn.mean", "(3,)", FixedReach.ROW, Shape.of(6), i -> true);
    assertReaches("bn.var", "()", FixedReach.TENSOR, Shape.of(6), i -> true);
  }

  @Test
  void shouldSayWhichRegionsThereAre() {
    assertThatThrownBy(() -> positions("fc.bias", "(3,)", FixedReach.COLUMN))
        .isInstanceOf(MalformedInputException.class)
        .hasMessage(
            "list.csv:2: fc.bias: expected one of weight, weight/row, weight/channel,"
                + " weight/tensor for shape [7], found weight/column");
    assertThatThrownBy(() -> positions("conv.weight", "()", FixedReach.ROW))
        .hasMessage(
            "list.csv:2: conv.weight: expected an index within shape [4, 3, 2, 5], found ()");
    assertThatThrownBy(() -> positions("conv.weight", "(4, 0, 0, 0)", FixedReach.CHANNEL))
        .hasMessageContaining("found (4, 0, 0, 0)");
  }

  private static boolean is(long[] index, long... wanted) {
    for (int axis = 0; axis < index.length; axis++) {
      if (wanted[axis] >= 0 && wanted[axis] != index[axis]) {
        return false;
      }
    }
    return true;
  }

  private static List<Long> positions(String layer, String index, Reach reach) {
    FaultSite site =
        new FaultSite(
            layer,
            TensorIndex.parse(index).orElseThrow(),
            OptionalInt.of(3),
            new Extent(SiteKind.WEIGHT, reach, Exposure.EVERY));
    Region region =
        ((WeightSite) RESOLVER.place("list.csv:2", new Fault(site, new BitFlip())).site()).region();
    return LongStream.range(0, region.size()).map(region::position).boxed().toList();
  }

  private static void assertReaches(
      String layer, String index, Reach reach, Shape stored, Predicate<long[]> wanted) {
    List<Long> positions = positions(layer, index, reach);
    assertThat(positions)
        .isEqualTo(
            LongStream.range(0, stored.size())
                .filter(position -> wanted.test(stored.coordinates(position)))
                .boxed()
                .toList());
    assertThat(List.copyOf(new TreeSet<>(positions))).isEqualTo(positions);
  }
}
