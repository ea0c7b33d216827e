package io.onnxfi.campaign.cut;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.onnxfi.backend.Backend;
import io.onnxfi.backend.DeviceRequest;
import io.onnxfi.backend.Optimization;
import io.onnxfi.backend.Session;
import io.onnxfi.backend.djl.DjlBackend;
import io.onnxfi.backend.ort.OnnxRuntimeBackend;
import io.onnxfi.campaign.Campaign;
import io.onnxfi.campaign.Engine;
import io.onnxfi.campaign.EngineFactory;
import io.onnxfi.campaign.FaultOutcome;
import io.onnxfi.campaign.LayerWalk;
import io.onnxfi.campaign.PlainEngine;
import io.onnxfi.campaign.Shard;
import io.onnxfi.dataset.LabelledImages;
import io.onnxfi.dataset.Split;
import io.onnxfi.dataset.SyntheticImages;
import io.onnxfi.fault.ActivationSite;
import io.onnxfi.fault.Exposure;
import io.onnxfi.fault.Footprint;
import io.onnxfi.fault.PlacedFault;
import io.onnxfi.fault.Site;
import io.onnxfi.fault.WeightSite;
import io.onnxfi.fault.model.FaultModel;
import io.onnxfi.fault.model.FaultModels;
import io.onnxfi.fault.model.Spread;
import io.onnxfi.fault.pattern.ErrorPattern;
import io.onnxfi.fault.pattern.ErrorPatterns;
import io.onnxfi.injection.PlacedTrials;
import io.onnxfi.onnx.Dataflow;
import io.onnxfi.onnx.GraphPart;
import io.onnxfi.onnx.Initializer;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.outcome.NanRule;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Region;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import io.onnxfi.testing.Effort;
import io.onnxfi.testing.Graphs;
import io.onnxfi.testing.Networks;
import io.onnxfi.zoo.ImageSize;
import io.onnxfi.zoo.RandomParameters;
import io.onnxfi.zoo.Zoo;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Trials of any kind in the cutting engine against the plain one: every count and every image. */
class CutTrialsTest {
  private static final SyntheticImages DATA = new SyntheticImages();
  private static final LabelledImages IMAGES = DATA.generate(Split.TEST, 10);
  private static final int BATCH = 8; // the last batch has 2 images
  private static final int TRIALS = Effort.of(2, 100);

  static Stream<Arguments> cases() {
    Map<String, OnnxModel> models = new LinkedHashMap<>();
    models.put("tiny_cnn", Graphs.tinyCnn(4));
    models.put("dense", Networks.dense());
    models.put("depthwise", Networks.depthwise());
    models.put(
        "resnet20",
        Zoo.architecture("resnet20", new ImageSize(3, 16, 16), 10).build(new RandomParameters(3)));
    Map<String, Supplier<Backend>> backends = new LinkedHashMap<>();
    List<Optimization> levels =
        Effort.isLong() ? List.of(Optimization.NONE, Optimization.ALL) : List.of(Optimization.ALL);
    for (Optimization level : levels) {
      backends.put("ort " + level, () -> OnnxRuntimeBackend.create(DeviceRequest.CPU, level));
    }
    backends.put("djl", DjlBackend::new);
    return models.entrySet().stream()
        .flatMap(
            model ->
                backends.entrySet().stream()
                    .map(
                        backend ->
                            arguments(
                                model.getKey(),
                                backend.getKey(),
                                model.getValue(),
                                backend.getValue())));
  }

  /** Draws trials over the weights of a model and the values that its nodes compute. */
  private static final class Draw {
    private final Random random = new Random(7);
    private final List<Initializer> weights;
    private final List<String> values = new ArrayList<>();
    private final Map<String, Shape> shapes = new LinkedHashMap<>();
    private final List<PlacedTrials.Placed> trials = new ArrayList<>();

    Draw(OnnxModel model, Backend backend) {
      weights = model.initializers().stream().filter(i -> i.type() == ElementType.FLOAT).toList();
      Dataflow flow = new Dataflow(model);
      for (int node = 0; node < flow.size(); node++) {
        flow.node(node).outputs().stream().filter(flow::isVarying).forEach(values::add);
      }
      GraphPart part = flow.observing(values);
      try (Session session = backend.open(part.model())) {
        List<Tensor> seen = session.run(List.of(IMAGES.batch(DATA.normalization(), 0, 2)));
        for (int i = 0; i < seen.size(); i++) {
          Shape shape = seen.get(i).shape();
          if (seen.get(i).type() == ElementType.FLOAT && shape.rank() > 1 && shape.dim(0) == 2) {
            long[] dims = shape.dims();
            shapes.put(values.get(i), Shape.of(Arrays.copyOfRange(dims, 1, dims.length)));
          }
        }
      }
      values.retainAll(shapes.keySet());
    }

    void trial(PlacedFault... faults) {
      trials.add(new PlacedTrials.Placed(trials.size(), List.of(faults)));
    }

    private <T> T one(List<T> of) {
      return of.get(random.nextInt(of.size()));
    }

    PlacedFault weight(Initializer tensor, String model) {
      Region region = new Region.Element(random.nextLong(tensor.shape().size()));
      return fault(new WeightSite(tensor.name(), region), model);
    }

    PlacedFault weights(Initializer tensor, String model) {
      Region region =
          tensor.shape().rank() > 0 && random.nextBoolean()
              ? new Region.Slab(tensor.shape(), 0, random.nextLong(tensor.shape().dim(0)))
              : new Region.All(tensor.shape().size());
      return fault(new WeightSite(tensor.name(), region), model);
    }

    PlacedFault activation(Exposure exposure, String model) {
      String value = one(values);
      Shape shape = shapes.get(value);
      Region region =
          switch (random.nextInt(3)) {
            case 0 -> new Region.Element(random.nextLong(shape.size()));
            case 1 -> new Region.Slab(shape, 0, random.nextLong(shape.dim(0)));
            default -> new Region.All(shape.size());
          };
      return fault(activation(value, new Footprint.Known(region), exposure), model);
    }

    /** A pattern in any value that has room for it. */
    PlacedFault pattern(String label, Exposure exposure, String model) {
      ErrorPattern pattern = ErrorPatterns.parse("test", label);
      List<String> able =
          values.stream()
              .filter(name -> pattern.anchors(shapes.get(name)).findAny().isPresent())
              .toList();
      String value = one(able);
      long[] anchors = pattern.anchors(shapes.get(value)).toArray();
      Footprint footprint =
          new Footprint.Patterned(
              pattern, shapes.get(value), anchors[random.nextInt(anchors.length)]);
      return fault(activation(value, footprint, exposure), model);
    }

    private static ActivationSite activation(String value, Footprint footprint, Exposure exposure) {
      return new ActivationSite(value, ElementType.FLOAT, footprint, exposure);
    }

    private PlacedFault fault(Site site, String label) {
      FaultModel model = FaultModels.parse("test", label);
      OptionalInt bit =
          model.needsBit() ? OptionalInt.of(20 + random.nextInt(12)) : OptionalInt.empty();
      return new PlacedFault(site, bit, model);
    }

    /** Weights hit at several places, by noise and by errors in any bit. */
    void weightTrials() {
      for (int i = 0; i < TRIALS; i++) {
        Initializer first = one(weights);
        trial(weight(first, "flip:30,3"));
        trial(weight(first, "flip"), weight(first, "flip"), weight(first, "random:-1,1"));
        trial(weight(one(weights), "flip"), weight(one(weights), "zero"), weight(first, "byte"));
        trial(weights(first, "gaussian:0.1"));
        trial(
            weights.stream().map(tensor -> whole(tensor, "ber:1e-5")).toArray(PlacedFault[]::new));
      }
    }

    /** Enough faults in the same few tensors, late in the model, for a plan of their own. */
    void sharedTrials() {
      int size = weights.size();
      for (int i = 0; i < 8; i++) {
        trial(
            weight(weights.get(size - 1), "flip"),
            weight(weights.get(size - 2), "byte"),
            weight(weights.get(size - 3), "flip"));
      }
    }

    private PlacedFault whole(Initializer tensor, String model) {
      Region all = new Region.All(tensor.shape().size());
      return fault(new WeightSite(tensor.name(), all), model);
    }

    void activationTrials() {
      for (int i = 0; i < TRIALS; i++) {
        trial(activation(Exposure.EVERY, "flip"));
        trial(activation(new Exposure.Image(random.nextInt(10)), "set:40"));
        trial(activation(new Exposure.Inference(random.nextInt(2)), "gaussian-abs:0.5"));
        trial(activation(Exposure.EVERY, "flip"), activation(Exposure.EVERY, "zero"));
        trial(activation(Exposure.EVERY, "flip"), weight(one(weights), "flip"));
      }
    }

    /** What one fault of the hardware corrupts together, alone and beside others. */
    void patternTrials() {
      for (int i = 0; i < TRIALS; i++) {
        trial(pattern("winograd-thread", Exposure.EVERY, "random:-9,9"));
        trial(pattern("shattered:4,50,50", new Exposure.Image(random.nextInt(10)), "bits:1"));
        trial(pattern("systolic-os:4,4", Exposure.EVERY, "stuck-at-1"));
        trial(
            pattern("channel-scatter:30", Exposure.EVERY, "flip"),
            pattern("gemm-warp", Exposure.EVERY, "set:40"),
            weight(one(weights), "flip"));
      }
    }

    void assertSame(List<FaultOutcome> found, List<FaultOutcome> expected) {
      assertThat(found).hasSameSizeAs(expected);
      for (int i = 0; i < expected.size(); i++) {
        String trial = trials.get(i).toString();
        assertThat(found.get(i).counts()).as(trial).isEqualTo(expected.get(i).counts());
        assertThat(found.get(i).images()).as(trial).isEqualTo(expected.get(i).images());
      }
    }
  }

  private static List<FaultOutcome> run(EngineFactory engines, Campaign campaign, Backend backend) {
    List<Integer> all = IntStream.range(0, campaign.size()).boxed().toList();
    try (Engine engine = engines.open(campaign, backend, all)) {
      return engine.run(Shard.of(campaign)).outcomes(campaign);
    }
  }

  @ParameterizedTest(name = "{0} on {1}")
  @MethodSource("cases")
  void shouldEqualThePlainEngine(
      String name, String level, OnnxModel model, Supplier<Backend> starter) {
    try (Backend backend = starter.get()) {
      Draw draw = new Draw(model, backend);
      draw.weightTrials();
      draw.sharedTrials();
      draw.activationTrials();
      draw.patternTrials();
      Campaign campaign =
          new Campaign(
                  model,
                  new PlacedTrials(model, draw.trials, value -> new Spread(-1, 1, 0.5), 11),
                  IMAGES,
                  DATA.normalization(),
                  BATCH,
                  NanRule.NUMPY)
              .countingLabels();
      List<FaultOutcome> plain = run(PlainEngine.factory(2), campaign, backend);
      List<FaultOutcome> cut = run(CutEngine.factory(2, 1L << 28), campaign, backend);
      assertThat(plain).anyMatch(outcome -> outcome.counts().critical() > 0);
      assertThat(plain).anyMatch(outcome -> outcome.counts().masked() > 0);
      draw.assertSame(cut, plain);
      try (Engine engine =
          CutEngine.factory(2, 1L << 28).open(campaign, backend, Shard.of(campaign).faults())) {
        for (List<Shard> pass :
            new LayerWalk(campaign, BATCH).passes().subList(0, Effort.of(1, 3))) {
          draw.assertSame(LayerWalk.run(engine, campaign, pass), plain);
        }
      }
    }
  }
}
