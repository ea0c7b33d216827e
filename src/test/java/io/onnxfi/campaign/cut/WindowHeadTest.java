package io.onnxfi.campaign.cut;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.onnxfi.backend.Backend;
import io.onnxfi.backend.DeviceRequest;
import io.onnxfi.backend.Optimization;
import io.onnxfi.backend.djl.DjlBackend;
import io.onnxfi.backend.ort.OnnxRuntimeBackend;
import io.onnxfi.campaign.Campaign;
import io.onnxfi.campaign.Engine;
import io.onnxfi.campaign.EngineFactory;
import io.onnxfi.campaign.FaultOutcome;
import io.onnxfi.campaign.PlainEngine;
import io.onnxfi.campaign.Shard;
import io.onnxfi.dataset.ImageSource;
import io.onnxfi.dataset.LabelledImages;
import io.onnxfi.dataset.Split;
import io.onnxfi.dataset.SyntheticImages;
import io.onnxfi.fault.ActivationSite;
import io.onnxfi.fault.Exposure;
import io.onnxfi.fault.Footprint;
import io.onnxfi.fault.PlacedFault;
import io.onnxfi.fault.model.FaultModels;
import io.onnxfi.injection.PlacedTrials;
import io.onnxfi.injection.Ranges;
import io.onnxfi.onnx.ComputedValues;
import io.onnxfi.onnx.ComputedValues.Value;
import io.onnxfi.onnx.GraphBuilder;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.outcome.NanRule;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Region;
import io.onnxfi.tensor.Shape;
import io.onnxfi.testing.Effort;
import io.onnxfi.testing.Graphs;
import io.onnxfi.zoo.ImageSize;
import io.onnxfi.zoo.RandomParameters;
import io.onnxfi.zoo.Zoo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Neurons of the values of a residual network, at corners, edges and within. */
class WindowHeadTest {
  private static final SyntheticImages DATA = new SyntheticImages();
  private static final OnnxModel MODEL =
      Zoo.architecture("resnet20", new ImageSize(3, 16, 16), 10).build(new RandomParameters(5));

  /** Every eighth value of the network, or each. */
  private static final int STRIDE = Effort.of(8, 1);

  static Stream<Arguments> backends() {
    Map<String, Supplier<Backend>> backends = new LinkedHashMap<>();
    backends.put("ort", () -> OnnxRuntimeBackend.create(DeviceRequest.CPU, Optimization.ALL));
    backends.put("djl", DjlBackend::new);
    return backends.entrySet().stream().map(b -> arguments(b.getKey(), b.getValue()));
  }

  private static Campaign campaign() {
    Random random = new Random(11);
    List<PlacedTrials.Placed> trials = new ArrayList<>();
    List<Value> values = List.copyOf(ComputedValues.of(MODEL).values());
    for (int i = 0; i < values.size(); i += STRIDE) {
      Value value = values.get(i);
      if (value.image().isPresent() && value.type().isPresent() && value.type().get().isReal()) {
        long size = value.image().get().size();
        for (long at : new long[] {trials.size() % 4 == 0 ? 0 : size - 1, random.nextLong(size)}) {
          Footprint element = new Footprint.Known(new Region.Element(at));
          Exposure exposure = at == 0 ? new Exposure.Image(5) : Exposure.EVERY;
          trials.add(
              new PlacedTrials.Placed(
                  trials.size(),
                  List.of(
                      new PlacedFault(
                          new ActivationSite(value.name(), value.type().get(), element, exposure),
                          OptionalInt.of(20 + random.nextInt(12)),
                          FaultModels.parse("test", "flip")))));
        }
      }
    }
    return new Campaign(
        MODEL,
        new PlacedTrials(MODEL, trials, Ranges.UNKNOWN, 1),
        DATA.generate(Split.TEST, 10),
        DATA.normalization(),
        8,
        NanRule.NUMPY);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("backends")
  void shouldGiveWhatThePlainEngineDoes(String name, Supplier<Backend> opened) {
    Campaign campaign = campaign();
    try (Backend backend = opened.get()) {
      Map<Set<String>, SharedFaults> samples = new LinkedHashMap<>();
      for (int i = 0; i < campaign.size(); i++) {
        samples.putIfAbsent(
            campaign.injection(i).struck(), new SharedFaults(campaign.injection(i), 1));
      }
      long windows =
          CutPlanner.plan(campaign, backend, samples, 2).plans().stream()
              .flatMap(plan -> plan.ofValue().stream())
              .filter(value -> value.window().isPresent())
              .count();
      assertThat(windows).as("values with a window").isGreaterThan(10 / STRIDE);
      List<FaultOutcome> plain = run(campaign, backend, PlainEngine.factory(2));
      List<FaultOutcome> cut = run(campaign, backend, CutEngine.factory(2, 1L << 28));
      assertThat(plain).anyMatch(outcome -> outcome.counts().masked() > 0);
      for (int i = 0; i < plain.size(); i++) {
        String trial = campaign.injection(i).toString();
        assertThat(cut.get(i).counts()).as(trial).isEqualTo(plain.get(i).counts());
        assertThat(cut.get(i).images()).as(trial).isEqualTo(plain.get(i).images());
      }
    }
  }

  /** What a pooling makes of a NaN depends on where its vectors begin. */
  private static OnnxModel pooled() {
    GraphBuilder graph = new GraphBuilder("pooled", 13);
    graph.input("x", ElementType.FLOAT, -1, 3, 32, 32);
    graph.initializer("w1", Graphs.random(1, 8, 3, 3, 3));
    graph.initializer("w2", Graphs.random(2, 8, 8, 3, 3));
    graph.initializer("w3", Graphs.random(3, 10, 8));
    Map<String, Object> same = Map.of("pads", new long[] {1, 1, 1, 1});
    graph.node("Conv", List.of("x", "w1"), "c1", same);
    graph.node(
        "MaxPool",
        List.of("c1"),
        "p1",
        Map.of(
            "kernel_shape",
            new long[] {3, 3},
            "strides",
            new long[] {2, 2},
            "pads",
            new long[] {1, 1, 1, 1}));
    graph.node("Conv", List.of("p1", "w2"), "c2", same);
    graph.node("Relu", List.of("c2"), "r2");
    graph.node("GlobalAveragePool", List.of("r2"), "g");
    graph.node("Flatten", List.of("g"), "f");
    graph.node("Gemm", List.of("f", "w3"), "y", Map.of("transB", 1L));
    return graph.output("y", ElementType.FLOAT, -1, 10).build();
  }

  @Test
  void shouldGiveWhatThePlainEngineDoesOfNaN() {
    OnnxModel model = pooled();
    Random random = new Random(3);
    List<PlacedTrials.Placed> trials = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      Footprint element = new Footprint.Known(new Region.Element(random.nextLong(8 * 32 * 32)));
      ActivationSite site = new ActivationSite("c1", ElementType.FLOAT, element, Exposure.EVERY);
      trials.add(
          new PlacedTrials.Placed(
              i,
              List.of(
                  new PlacedFault(
                      site, OptionalInt.empty(), FaultModels.parse("test", "set:NaN")))));
    }
    byte[] pixels = new byte[10 * 3 * 32 * 32];
    random.nextBytes(pixels);
    ImageSource source =
        new ImageSource("noise", "0".repeat(64), 10, List.of(), Shape.of(3, 32, 32));
    Campaign campaign =
        new Campaign(
            model,
            new PlacedTrials(model, trials, Ranges.UNKNOWN, 1),
            LabelledImages.of(source, pixels, new int[10]),
            DATA.normalization(),
            8,
            NanRule.NUMPY);
    try (Backend backend = OnnxRuntimeBackend.create(DeviceRequest.CPU, Optimization.NONE)) {
      List<FaultOutcome> plain = run(campaign, backend, PlainEngine.factory(2));
      List<FaultOutcome> cut = run(campaign, backend, CutEngine.factory(2, 1L << 28));
      assertThat(plain).anyMatch(outcome -> outcome.counts().masked() > 0);
      for (int i = 0; i < plain.size(); i++) {
        assertThat(cut.get(i).counts()).as("trial %d", i).isEqualTo(plain.get(i).counts());
      }
    }
  }

  private static List<FaultOutcome> run(Campaign campaign, Backend backend, EngineFactory factory) {
    List<Integer> all = IntStream.range(0, campaign.size()).boxed().toList();
    try (Engine engine = factory.open(campaign, backend, all)) {
      return engine.run(Shard.of(campaign)).outcomes(campaign);
    }
  }
}
