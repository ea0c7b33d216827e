package io.onnxfi.campaign.cut;

import static org.assertj.core.api.Assertions.assertThat;

import io.onnxfi.backend.Backend;
import io.onnxfi.backend.DeviceRequest;
import io.onnxfi.backend.Optimization;
import io.onnxfi.backend.ort.OnnxRuntimeBackend;
import io.onnxfi.campaign.Campaign;
import io.onnxfi.campaign.Cuts;
import io.onnxfi.campaign.LocalDriver;
import io.onnxfi.campaign.MultiplyAdds;
import io.onnxfi.campaign.PlainEngine;
import io.onnxfi.dataset.Split;
import io.onnxfi.dataset.SyntheticImages;
import io.onnxfi.fault.PlacedFault;
import io.onnxfi.fault.model.BitFlip;
import io.onnxfi.injection.Injections;
import io.onnxfi.injection.Injector;
import io.onnxfi.lowering.BatchNormFolding;
import io.onnxfi.lowering.IntegerModel;
import io.onnxfi.lowering.ValueRange;
import io.onnxfi.onnx.Channelwise;
import io.onnxfi.onnx.Dataflow;
import io.onnxfi.onnx.EditSet;
import io.onnxfi.onnx.GraphBuilder;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.onnx.ValueInfo;
import io.onnxfi.outcome.NanRule;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import io.onnxfi.testing.Graphs;
import io.onnxfi.zoo.ImageSize;
import io.onnxfi.zoo.RandomParameters;
import io.onnxfi.zoo.Zoo;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Models in integers are cut where integers cross, whatever kernels a runtime makes of them. */
class QuantisedCutsTest {
  private static final SyntheticImages DATA = new SyntheticImages();
  private static final int IMAGES = 6;

  private static Campaign campaign(OnnxModel model, List<EditSet> faults) {
    return new Campaign(
        model,
        Injections.of(faults),
        DATA.generate(Split.TEST, IMAGES),
        DATA.normalization(),
        2,
        NanRule.NUMPY);
  }

  private static List<EditSet> faults(OnnxModel model, Set<String> layers) {
    Random random = new Random(3);
    List<EditSet> faults = new ArrayList<>();
    for (String layer : layers) {
      long size = model.tensor(layer).shape().size();
      for (int i = 0; i < 3; i++) {
        PlacedFault fault =
            PlacedFault.ofBit(layer, random.nextLong(size), 5 + random.nextInt(3), new BitFlip());
        faults.add(Injector.edit(model, fault));
      }
    }
    return faults;
  }

  private static void assertCut(OnnxModel model, Set<String> layers, Optimization level) {
    Cuts cut = replay(model, faults(model, layers), level);
    assertThat(cut.whole()).isEmpty();
    assertThat(cut.layers()).isEqualTo(layers.size());
  }

  /** Where some faults are cut, with the outcomes of the plain engine. */
  private static Cuts replay(OnnxModel model, List<EditSet> faults, Optimization level) {
    Campaign campaign = campaign(model, faults);
    try (Backend backend = OnnxRuntimeBackend.create(DeviceRequest.CPU, level)) {
      EngineRecord plain =
          EngineRecord.of(new LocalDriver(PlainEngine.factory(1)), campaign, backend);
      EngineRecord cut =
          EngineRecord.of(new LocalDriver(CutEngine.factory(1, 1L << 28)), campaign, backend);
      cut.assertSameAs(plain);
      return cut.cuts();
    }
  }

  /** Numbers that a convolution and a later sum read are made twice; only their integers cross. */
  @ParameterizedTest
  @EnumSource(Optimization.class)
  void shouldCutWithinABlockWithAShortcut(Optimization level) {
    OnnxModel folded =
        BatchNormFolding.of(
            Zoo.architecture("resnet20", new ImageSize(3, 16, 16), 10)
                .build(new RandomParameters(1)));
    Map<String, ValueRange> ranges = new HashMap<>();
    IntegerModel.activations(folded).forEach(name -> ranges.put(name, new ValueRange(-4, 4)));
    OnnxModel model = IntegerModel.ofRanges(folded, ranges);
    String first = "layer2.1.conv1.weight/folded/int8";
    String second = "layer3.2.conv2.weight/folded/int8";
    assertCut(model, Set.of(first, second), level);
    Dataflow flow = Dataflow.ofIntegers(model);
    int read = flow.meetings(first).get(0);
    assertThat(flow.live(read)).containsExactly("layer2.0.relu2/uint8", "layer2.1.conv1");
    assertThat(new Dataflow(model).live(read)).containsExactly("layer2.0.relu2", "layer2.1.conv1");
    Optional<Channelwise> filter =
        Channelwise.of(model, flow, first, List.of("layer2.1.relu1/uint8"));
    assertThat(filter.orElseThrow().whole()).containsExactly("layer2.0.relu2/uint8");
    assertThat(filter.get().channels()).isEqualTo(32);
  }

  /** Pairs around each convolution, as quantisers write them. */
  @ParameterizedTest
  @EnumSource(Optimization.class)
  void shouldCutPairsOfQuantizeAndDequantize(Optimization level) {
    OnnxModel folded = BatchNormFolding.of(Graphs.tinyCnn(6));
    Map<String, ValueRange> ranges = new HashMap<>();
    IntegerModel.activations(folded).forEach(name -> ranges.put(name, new ValueRange(-4, 4)));
    OnnxModel model = IntegerModel.ofRanges(folded, ranges);
    assertCut(
        model,
        Set.of("conv1.weight/folded/int8", "conv2.weight/folded/int8", "conv3.weight/folded/int8"),
        level);
  }

  private static Tensor bytes(long seed, long... dims) {
    byte[] drawn = new byte[(int) Shape.of(dims).size()];
    new Random(seed).nextBytes(drawn);
    return Tensor.of(ElementType.INT8, Shape.of(dims), ByteBuffer.wrap(drawn));
  }

  /** Two integer convolutions with a sum of ONNX Runtime's own between them. */
  private static OnnxModel integers() {
    GraphBuilder g = new GraphBuilder("integers", 17);
    g.input("x", ElementType.FLOAT, ValueInfo.DYNAMIC, 3, 16, 16);
    String scale = g.initializer("scale", Tensor.ofFloats(Shape.of(), 0.05f));
    String zero = g.initializer("zero", Tensor.allocate(ElementType.INT8, Shape.of()));
    String small = g.initializer("small", Tensor.ofFloats(Shape.of(), 0.002f));
    g.initializer("first", bytes(1, 8, 3, 3, 3));
    g.initializer("second", bytes(2, 8, 8, 3, 3));
    Map<String, Object> padded = Map.of("pads", new long[] {1, 1, 1, 1});
    g.node("QuantizeLinear", List.of("x", scale, zero), "q");
    g.node(
        "QLinearConv", List.of("q", scale, zero, "first", small, zero, scale, zero), "a", padded);
    g.node(
        "QLinearConv", List.of("a", scale, zero, "second", small, zero, scale, zero), "b", padded);
    g.node(
        "com.microsoft.QLinearAdd",
        List.of("a", scale, zero, "b", scale, zero, scale, zero),
        "sum");
    g.node("DequantizeLinear", List.of("sum", scale, zero), "float");
    g.node("GlobalAveragePool", List.of("float"), "pooled");
    g.node("Flatten", List.of("pooled"), "scores");
    return g.output("scores", ElementType.FLOAT, ValueInfo.DYNAMIC, 8).build();
  }

  @ParameterizedTest
  @EnumSource(Optimization.class)
  void shouldCutIntegerOperators(Optimization level) {
    OnnxModel model = integers();
    assertCut(model, Set.of("first", "second"), level);
    try (Backend backend = OnnxRuntimeBackend.create(DeviceRequest.CPU, level)) {
      MultiplyAdds work = new MultiplyAdds(campaign(model, List.of()), backend);
      assertThat(work.whole()).isEqualTo(256L * 8 * 27 + 256L * 8 * 72);
      assertThat(work.head("first")).isEqualTo(256L * 27);
      assertThat(work.behind("first")).isEqualTo(256L * 8 * 72);
    }
  }

  private static EditSet flip(OnnxModel model, String initializer, int bit) {
    return Injector.edit(model, PlacedFault.ofBit(initializer, 0, bit, new BitFlip()));
  }

  /**
   * Pairs around two convolutions, whose bias has the product of the scales before it, and around a
   * maximum.
   */
  private static OnnxModel pairs() {
    GraphBuilder g = new GraphBuilder("pairs", 17);
    g.input("x", ElementType.FLOAT, ValueInfo.DYNAMIC, 3, 16, 16);
    String scale = g.initializer("scale", Tensor.ofFloats(Shape.of(), 0x1p-5f));
    String zero = g.initializer("zero", Tensor.allocate(ElementType.UINT8, Shape.of()));
    String none = g.initializer("none", Tensor.allocate(ElementType.INT8, Shape.of()));
    String small = g.initializer("small", Tensor.ofFloats(Shape.of(), 0x1p-9f));
    String product = g.initializer("product", Tensor.ofFloats(Shape.of(), 0x1p-14f));
    g.initializer("bias", Tensor.allocate(ElementType.INT32, Shape.of(8)));
    g.node("DequantizeLinear", List.of("bias", product), "bias/float");
    String value = "x";
    for (String weight : List.of("first", "second")) {
      g.initializer(weight, bytes(1, 8, value.equals("x") ? 3 : 8, 3, 3));
      g.node("DequantizeLinear", List.of(weight, small, none), weight + "/float");
      g.node("QuantizeLinear", List.of(value, scale, zero), value + "/int8");
      g.node("DequantizeLinear", List.of(value + "/int8", scale, zero), value + "/float");
      List<String> read = List.of(value + "/float", weight + "/float", "bias/float");
      value = weight + "/conv";
      g.node("Conv", read, value, Map.of("pads", new long[] {1, 1, 1, 1}));
    }
    g.node("QuantizeLinear", List.of(value, scale, zero), "whole/int8");
    g.node("DequantizeLinear", List.of("whole/int8", scale, zero), "whole");
    value = "half";
    Map<String, Object> halved =
        Map.of("kernel_shape", new long[] {2, 2}, "strides", new long[] {2, 2});
    g.node("MaxPool", List.of("whole"), value, halved);
    String last = g.initializer("last", Tensor.ofFloats(Shape.of(), 0x1p-5f));
    g.node("QuantizeLinear", List.of(value, last, zero), "q");
    g.node("DequantizeLinear", List.of("q", last, zero), "float");
    g.node("GlobalAveragePool", List.of("float"), "pooled");
    g.node("Flatten", List.of("pooled"), "scores");
    return g.output("scores", ElementType.FLOAT, ValueInfo.DYNAMIC, 8).build();
  }

  /** In the whole model, a maximum of integers is in the layout of the convolution before it. */
  @ParameterizedTest
  @EnumSource(Optimization.class)
  void shouldCutBeforeAMaximum(Optimization level) {
    assertCut(pairs(), Set.of("first", "second"), level);
  }

  /** Integers that cross a cut are brought back behind it: not with a scale that has a fault. */
  @Test
  void shouldStrikeWhatIsMadeAgainBehindACut() {
    OnnxModel model = pairs();
    List<EditSet> faults = new ArrayList<>();
    for (String scale : List.of("scale", "last")) {
      faults.add(flip(model, scale, 30)); // all integers become 0 or so: the first says little
      faults.add(flip(model, scale, 22));
      faults.add(flip(model, scale, 18));
    }
    Cuts cut = replay(model, faults, Optimization.NONE);
    assertThat(cut.whole()).isEmpty();
    assertThat(cut.layers()).isEqualTo(2);
  }

  /** Elsewhere in the model too, other operations are chosen. */
  @ParameterizedTest
  @EnumSource(Optimization.class)
  void shouldNotCutWhereTheFaultChoosesOperations(Optimization level) {
    OnnxModel model = pairs();
    List<EditSet> faults =
        List.of(flip(model, "product", 31), flip(model, "scale", 20), flip(model, "first", 6));
    Cuts cut = replay(model, faults, level);
    if (level == Optimization.NONE) {
      assertThat(cut.whole()).isEmpty();
    } else {
      assertThat(cut.whole())
          .isEqualTo(Map.of("product", CutPlanner.SCALE, "scale", CutPlanner.SCALE));
    }
    assertThat(cut.layers()).isEqualTo(3 - cut.whole().size());
    try (Backend backend = OnnxRuntimeBackend.create(DeviceRequest.CPU, level)) {
      OnnxModel struck = model.withTensor("product", Tensor.ofFloats(Shape.of(), -0x1p-14f));
      boolean fuses = level == Optimization.EXTENDED || level == Optimization.ALL;
      assertThat(backend.kernels(struck).equals(backend.kernels(model))).isEqualTo(!fuses);
    }
  }
}
