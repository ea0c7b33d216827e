package io.onnxfi.campaign.cut;

import static org.assertj.core.api.Assertions.assertThat;

import io.onnxfi.backend.Backend;
import io.onnxfi.backend.DeviceRequest;
import io.onnxfi.backend.Optimization;
import io.onnxfi.backend.djl.DjlBackend;
import io.onnxfi.backend.ort.OnnxRuntimeBackend;
import io.onnxfi.campaign.Campaign;
import io.onnxfi.campaign.LocalDriver;
import io.onnxfi.campaign.PlainEngine;
import io.onnxfi.dataset.ImageSource;
import io.onnxfi.dataset.LabelledImages;
import io.onnxfi.dataset.Normalization;
import io.onnxfi.fault.PlacedFault;
import io.onnxfi.fault.model.BitFlip;
import io.onnxfi.injection.Injections;
import io.onnxfi.injection.Injector;
import io.onnxfi.onnx.EditSet;
import io.onnxfi.onnx.GraphBuilder;
import io.onnxfi.onnx.Initializer;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.onnx.ValueInfo;
import io.onnxfi.outcome.NanRule;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import io.onnxfi.testing.Graphs;
import io.onnxfi.testing.RandomGraphs;
import io.onnxfi.testing.RandomGraphs.Part;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The cutting engine against the plain one, on graphs as exporters and quantizers make them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UnusualGraphsTest {
  private static final int GRAPHS = 3;
  private static final int IMAGES = 11;
  private static final int BATCH = 4; // the last batch has 3 images
  private static final long PLENTY = 1L << 28;

  private Backend ort;
  private Backend plainOrt;
  private Backend djl;

  @BeforeAll
  void start() {
    ort = OnnxRuntimeBackend.create(DeviceRequest.CPU, Optimization.ALL);
    plainOrt = OnnxRuntimeBackend.create(DeviceRequest.CPU, Optimization.NONE);
    djl = new DjlBackend();
  }

  @AfterAll
  void stop() {
    Stream.of(ort, plainOrt, djl).forEach(Backend::close);
  }

  private static LabelledImages images() {
    byte[] pixels = new byte[IMAGES * 3 * 8 * 8];
    new Random(1).nextBytes(pixels);
    ImageSource source = new ImageSource("noise", "0".repeat(64), 5, List.of(), Shape.of(3, 8, 8));
    return LabelledImages.of(source, pixels, new int[IMAGES]);
  }

  private static List<EditSet> faults(OnnxModel model) {
    List<EditSet> faults = new ArrayList<>();
    Random random = new Random(5);
    for (Initializer initializer : model.initializers()) {
      for (int i = 0; i < 3; i++) {
        int bit = random.nextInt(initializer.type().bits());
        long index = random.nextLong(initializer.shape().size());
        faults.add(
            Injector.edit(model, PlacedFault.ofBit(initializer.name(), index, bit, new BitFlip())));
      }
    }
    return faults;
  }

  private static Map<String, String> assertSame(OnnxModel model, Backend backend) {
    return assertSame(model, backend, BATCH);
  }

  private static Map<String, String> assertSame(OnnxModel model, Backend backend, int batch) {
    return assertSame(model, backend, batch, faults(model));
  }

  private static Map<String, String> assertSame(
      OnnxModel model, Backend backend, int batch, List<EditSet> faults) {
    List<Float> half = List.of(0.5f, 0.5f, 0.5f);
    Campaign campaign =
        new Campaign(
            model,
            Injections.of(faults),
            images(),
            new Normalization(half, half),
            batch,
            NanRule.NUMPY);
    EngineRecord plain =
        EngineRecord.of(new LocalDriver(PlainEngine.factory(1)), campaign, backend);
    EngineRecord cut =
        EngineRecord.of(new LocalDriver(CutEngine.factory(2, PLENTY)), campaign, backend);
    cut.assertSameAs(plain);
    return cut.cuts().whole();
  }

  @ParameterizedTest
  @EnumSource(Part.class)
  void shouldCutAroundEachPart(Part part) {
    OnnxModel model = RandomGraphs.of(7, List.of(Part.CONVOLUTION, part, Part.CONVOLUTION));
    assertThat(assertSame(model, ort)).doesNotContainKeys("stem.weight", "fc.weight");
    if (RandomGraphs.PORTABLE.contains(part)) {
      assertThat(assertSame(model, djl)).isEmpty();
    }
  }

  static Stream<Arguments> graphs() {
    return LongStream.range(0, GRAPHS)
        .mapToObj(
            seed -> Arguments.of(seed, RandomGraphs.draw(seed, 4, EnumSet.allOf(Part.class))));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("graphs")
  void shouldEqualThePlainEngineOnRandomGraphs(long seed, List<Part> parts) {
    OnnxModel model = RandomGraphs.of(seed, parts);
    assertSame(model, ort);
    assertSame(model, plainOrt);
    if (RandomGraphs.PORTABLE.containsAll(parts)) {
      assertSame(model, djl);
    }
  }

  /** As TensorFlow's converters begin a graph: channels, here eight, move to the front in it. */
  private static OnnxModel channelsLast() {
    GraphBuilder g = new GraphBuilder("channels last", 17);
    g.input("x", ElementType.FLOAT, ValueInfo.DYNAMIC, 3, 8, 8);
    String first = g.initializer("first.weight", Graphs.random(1, 16, 8, 3, 3));
    String second = g.initializer("second.weight", Graphs.random(2, 24, 16, 3, 3));
    String third = g.initializer("third.weight", Graphs.random(3, 16, 24, 1, 1));
    String last = g.initializer("last.weight", Graphs.random(4, 5, 16));
    g.node("Transpose", List.of("x"), "front", Map.of("perm", new long[] {0, 3, 1, 2}));
    g.node("Conv", List.of("front", first), "a", Map.of("pads", new long[] {1, 1, 1, 1}));
    g.node("Relu", List.of("a"), "b");
    g.node("Conv", List.of("b", second), "c", Map.of("pads", new long[] {1, 1, 1, 1}));
    g.node("Relu", List.of("c"), "d");
    g.node("Conv", List.of("d", third), "e");
    g.node("GlobalAveragePool", List.of("e"), "f");
    g.node("Flatten", List.of("f"), "g");
    g.node("Gemm", List.of("g", last), "scores", Map.of("transB", 1L));
    return g.output("scores", ElementType.FLOAT, ValueInfo.DYNAMIC, 5).build();
  }

  /**
   * A value that is cut is laid out as ONNX says; in the whole model it must be too, or kernels for
   * another layout round otherwise.
   */
  @Test
  void shouldCutBehindATranspose() {
    assertThat(assertSame(channelsLast(), djl)).isEmpty();
  }

  /** Sums over all samples up to each one, as a recurrent model with samples for steps would. */
  private static OnnxModel remembering() {
    GraphBuilder g = new GraphBuilder("remembering", 17);
    g.input("x", ElementType.FLOAT, ValueInfo.DYNAMIC, 3, 8, 8);
    String first = g.initializer("first.weight", Graphs.random(1, 6, 3));
    String last = g.initializer("last.weight", Graphs.random(2, 5, 6));
    String axis = g.initializer("axis", Tensor.ofLongs(Shape.of(), 0));
    g.node("GlobalAveragePool", List.of("x"), "pooled");
    g.node("Flatten", List.of("pooled"), "flat");
    g.node("Gemm", List.of("flat", first), "hidden", Map.of("transB", 1L));
    g.node("CumSum", List.of("hidden", axis), "sums");
    g.node("Gemm", List.of("sums", last), "scores", Map.of("transB", 1L));
    return g.output("scores", ElementType.FLOAT, ValueInfo.DYNAMIC, 5).build();
  }

  /** A sample without those before it is another question, though the first ones do not show it. */
  @Test
  void shouldKeepSamplesTogetherThatRememberEachOther() {
    for (int batch : new int[] {BATCH, 2 * IMAGES}) {
      assertSame(remembering(), ort, batch);
      assertSame(remembering(), djl, batch);
    }
  }

  /** Of two branches, the batch takes the second if anything hidden in any sample is large. */
  private static OnnxModel deciding() {
    GraphBuilder g = new GraphBuilder("deciding", 17);
    g.input("x", ElementType.FLOAT, ValueInfo.DYNAMIC, 3, 8, 8);
    String first = g.initializer("first.weight", Graphs.random(1, 6, 3));
    String last = g.initializer("last.weight", Graphs.random(2, 5, 6));
    String limit = g.initializer("limit", Tensor.ofFloats(Shape.of(), 1e6f));
    g.node("GlobalAveragePool", List.of("x"), "pooled");
    g.node("Flatten", List.of("pooled"), "flat");
    g.node("Gemm", List.of("flat", first), "sums", Map.of("transB", 1L));
    g.node("Relu", List.of("sums"), "hidden");
    g.node("ReduceMax", List.of("hidden"), "largest", Map.of("keepdims", 0L));
    g.node("Greater", List.of("largest", limit), "isLarge");
    Map<String, Object> branches =
        Map.of("then_branch", branch("then", "Neg"), "else_branch", branch("else", "Identity"));
    g.node("If", List.of("isLarge"), "chosen", branches);
    g.node("Gemm", List.of("chosen", last), "scores", Map.of("transB", 1L));
    return g.output("scores", ElementType.FLOAT, ValueInfo.DYNAMIC, 5).build();
  }

  private static OnnxModel branch(String name, String opType) {
    GraphBuilder body = new GraphBuilder(name, 17);
    body.node(opType, List.of(body.outer("hidden")), name + ".out");
    return body.output(name + ".out", ElementType.FLOAT, ValueInfo.DYNAMIC, 6).build();
  }

  /** A fault that one sample feels turns the scores of those that it leaves as they are. */
  @Test
  void shouldKeepSamplesTogetherThatShareADecision() {
    OnnxModel model = deciding();
    List<EditSet> faults = new ArrayList<>();
    for (int element = 0; element < 18; element++) {
      faults.add(
          Injector.edit(model, PlacedFault.ofBit("first.weight", element, 30, new BitFlip())));
    }
    assertSame(model, ort, BATCH, faults);
    assertSame(model, djl, BATCH, faults);
  }
}
