package io.onnxfi.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.onnxfi.backend.Backend;
import io.onnxfi.backend.DeviceRequest;
import io.onnxfi.backend.Optimization;
import io.onnxfi.backend.Session;
import io.onnxfi.backend.ort.OnnxRuntimeBackend;
import io.onnxfi.dataset.LabelledImages;
import io.onnxfi.dataset.Split;
import io.onnxfi.dataset.SyntheticImages;
import io.onnxfi.fault.Exposure;
import io.onnxfi.fault.Extent;
import io.onnxfi.fault.Fault;
import io.onnxfi.fault.FaultResolver;
import io.onnxfi.fault.FaultSite;
import io.onnxfi.fault.FixedReach;
import io.onnxfi.fault.PatternReach;
import io.onnxfi.fault.SiteKind;
import io.onnxfi.fault.TensorIndex;
import io.onnxfi.fault.model.FaultModel;
import io.onnxfi.fault.model.FaultModels;
import io.onnxfi.fault.pattern.ErrorPattern;
import io.onnxfi.fault.pattern.ErrorPatterns;
import io.onnxfi.injection.InjectedModel;
import io.onnxfi.injection.Injection;
import io.onnxfi.injection.PlacedTrials;
import io.onnxfi.injection.Ranges;
import io.onnxfi.onnx.ComputedValues;
import io.onnxfi.onnx.ComputedValues.Value;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.outcome.NanRule;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import io.onnxfi.testing.Effort;
import io.onnxfi.testing.Graphs;
import io.onnxfi.testing.Networks;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Faults in activations two ways: by an engine that splits the model where the value lies open, and
 * as nodes of a graph that ONNX Runtime runs as a whole. Neither knows of the other.
 *
 * <p>Without optimization both compute each node by itself, and every score has the same bits. At
 * level {@code all}, ONNX Runtime fuses a convolution with the normalisation and activation behind
 * it, which computes other roundings than the nodes do; a value within such a fusion exists only
 * once nodes that change it stand behind it, or the model is split there. Both then fuse less than
 * the fault-free model, though not the same: their scores agree within rounding only.
 */
class ActivationNodesTest {
  private static final SyntheticImages DATA = new SyntheticImages();
  private static final LabelledImages IMAGES = DATA.generate(Split.TEST, 10);
  private static final int BATCH = 8; // the last batch has 2 images
  private static final long SEED = 21;
  private static final List<String> MODELS =
      List.of(
          "flip",
          "stuck-at-0",
          "stuck-at-1",
          "flip:0,5,30",
          "burst:3",
          "bits:2",
          "byte",
          "set:3.5",
          "set:NaN",
          "set:-Infinity",
          "zero",
          "random:-1,1",
          "gaussian-abs:0.5",
          "gaussian-abs:1e38",
          "ber:0.01",
          "count:5");

  private static final List<String> PATTERNS =
      List.of(
          "same-row:3",
          "bullet-wake:50",
          "shattered:4,50,50",
          "channel-scatter:30",
          "systolic-os:4,4",
          "winograd-thread");

  /** Of each field; in a long proof its lowest and highest, and one between. */
  private static final List<Integer> BITS =
      Effort.isLong() ? List.of(0, 12, 22, 23, 27, 30, 31) : List.of(0, 22, 30);

  static Stream<Arguments> networks() {
    return Stream.of(
        arguments("tiny_cnn", Graphs.tinyCnn(4)), arguments("depthwise", Networks.depthwise()));
  }

  /** Every model, at every reach, in values from the first to the scores themselves. */
  private static List<Fault> faults(OnnxModel model) {
    Random random = new Random(3);
    List<Value> values =
        ComputedValues.of(model).values().stream()
            .filter(value -> value.image().filter(shape -> shape.rank() > 0).isPresent())
            .filter(value -> value.type().filter(type -> type == ElementType.FLOAT).isPresent())
            .toList();
    List<Fault> faults = new ArrayList<>();
    for (String label : MODELS) {
      FaultModel fault = FaultModels.parse("test", label);
      for (FixedReach reach : List.of(FixedReach.ELEMENT, FixedReach.CHANNEL, FixedReach.TENSOR)) {
        for (int bit : fault.needsBit() ? BITS : List.of(-1)) {
          Value value = values.get(faults.size() * 5 % values.size());
          Shape image = value.image().orElseThrow();
          TensorIndex index = TensorIndex.of(image.coordinates(random.nextLong(image.size())));
          OptionalInt named = bit < 0 ? OptionalInt.empty() : OptionalInt.of(bit);
          Extent extent = new Extent(SiteKind.ACTIVATION, reach, Exposure.EVERY);
          faults.add(new Fault(new FaultSite(value.name(), index, named, extent), fault));
        }
      }
    }
    faults.addAll(patterns(values, random));
    return faults;
  }

  /** What one fault of the hardware corrupts together, in values that have room for it. */
  private static List<Fault> patterns(List<Value> values, Random random) {
    List<Fault> faults = new ArrayList<>();
    for (String label : PATTERNS) {
      ErrorPattern pattern = ErrorPatterns.parse("test", label);
      for (String model : List.of("bits:1", "set:3.5")) {
        List<Value> able =
            values.stream()
                .filter(value -> pattern.anchors(value.image().orElseThrow()).findAny().isPresent())
                .toList();
        Value value = able.get(random.nextInt(able.size()));
        Shape image = value.image().orElseThrow();
        long[] anchors = pattern.anchors(image).toArray();
        TensorIndex index =
            TensorIndex.of(image.coordinates(anchors[random.nextInt(anchors.length)]));
        Extent extent = new Extent(SiteKind.ACTIVATION, new PatternReach(pattern), Exposure.EVERY);
        faults.add(
            new Fault(
                new FaultSite(value.name(), index, OptionalInt.empty(), extent),
                FaultModels.parse("test", model)));
      }
    }
    return faults;
  }

  private static Campaign campaign(OnnxModel model, List<Fault> faults) {
    FaultResolver resolver = new FaultResolver(model);
    List<PlacedTrials.Placed> placed =
        faults.stream()
            .map(fault -> new PlacedTrials.Placed(0, List.of(resolver.place("test", fault))))
            .toList();
    return new Campaign(
        model,
        new PlacedTrials(model, placed, Ranges.UNKNOWN, SEED),
        IMAGES,
        DATA.normalization(),
        BATCH,
        NanRule.NUMPY);
  }

  /** Scores of all images, in batches. */
  private static List<float[]> whole(Campaign campaign, Backend backend, OnnxModel model) {
    List<float[]> scores = new ArrayList<>();
    try (Session session = backend.open(model)) {
      for (int first = 0; first < IMAGES.size(); first += BATCH) {
        List<Tensor> images = campaign.samples(first, Math.min(first + BATCH, IMAGES.size()));
        collect(session.run(images).get(0), scores);
      }
    }
    return scores;
  }

  private static List<float[]> split(Campaign campaign, Backend backend, int trial) {
    List<float[]> scores = new ArrayList<>();
    Injection injection = campaign.injection(trial);
    try (SplitModel split = SplitModel.of(campaign, backend, injection.changedValues());
        SplitModel.Edited edited = split.edited(injection.edits())) {
      for (int from = 0; from < IMAGES.size(); from += BATCH) {
        int first = from;
        int images = Math.min(BATCH, IMAGES.size() - first);
        collect(
            edited.run(
                campaign.samples(first, first + images),
                (value, rows) ->
                    Exposed.change(campaign, injection, value, rows, row -> first + row, images)),
            scores);
      }
    }
    return scores;
  }

  private static void collect(Tensor batch, List<float[]> scores) {
    for (int row = 0; row < batch.shape().dim(0); row++) {
      scores.add(batch.slice(row, row + 1).toFloatArray());
    }
  }

  private static int[] bits(float... scores) {
    return IntStream.range(0, scores.length).map(i -> Float.floatToRawIntBits(scores[i])).toArray();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("networks")
  void shouldGiveTheBitsAndTheOutcomesOfTheSplitModel(String name, OnnxModel model) {
    List<Fault> faults = faults(model);
    assertThat(faults).hasSizeGreaterThanOrEqualTo(60);
    Campaign campaign = campaign(model, faults);
    try (Backend ort = OnnxRuntimeBackend.create(DeviceRequest.CPU, Optimization.NONE)) {
      List<float[]> golden = whole(campaign, ort, model);
      List<FaultOutcome> outcomes = plain(campaign, ort);
      assertThat(outcomes).anyMatch(outcome -> outcome.counts().critical() > 0);
      assertThat(outcomes).anyMatch(outcome -> outcome.counts().masked() > 0);
      for (int trial = 0; trial < faults.size(); trial++) {
        String what = faults.get(trial).toString();
        InjectedModel injected =
            InjectedModel.of(model, name, faults.get(trial), Ranges.UNKNOWN, SEED);
        List<float[]> faulty = whole(campaign, ort, injected.faulty());
        List<float[]> expected =
            campaign.injection(trial).isEmpty() ? golden : split(campaign, ort, trial);
        for (int image = 0; image < IMAGES.size(); image++) {
          assertThat(bits(faulty.get(image)))
              .as("%s, image %d", what, image)
              .isEqualTo(bits(expected.get(image)));
        }
        assertThat(outcomes.get(trial).counts().masked())
            .as(what)
            .isEqualTo(count(golden, faulty, ActivationNodesTest::isEqual));
        assertThat(outcomes.get(trial).counts().critical())
            .as(what)
            .isEqualTo(count(golden, faulty, (a, b) -> predicted(a) != predicted(b)));
      }
    }
  }

  private static List<FaultOutcome> plain(Campaign campaign, Backend backend) {
    List<Integer> all = IntStream.range(0, campaign.size()).boxed().toList();
    try (Engine engine = PlainEngine.factory(1).open(campaign, backend, all)) {
      return engine.run(Shard.of(campaign)).outcomes(campaign);
    }
  }

  /** What an image's scores without and with a fault are to each other. */
  private interface Relation {
    boolean holds(float[] golden, float[] faulty);
  }

  private static long count(List<float[]> golden, List<float[]> faulty, Relation relation) {
    return IntStream.range(0, golden.size())
        .filter(image -> relation.holds(golden.get(image), faulty.get(image)))
        .count();
  }

  /** As IEEE 754 compares: NaN equals nothing, 0 and -0 are equal. */
  private static boolean isEqual(float[] golden, float[] faulty) {
    return IntStream.range(0, golden.length).allMatch(i -> golden[i] == faulty[i]);
  }

  /** As NumPy's argmax: the first NaN, else the first maximum. */
  private static int predicted(float... scores) {
    int best = 0;
    for (int i = 1; i < scores.length && !Float.isNaN(scores[best]); i++) {
      if (Float.isNaN(scores[i]) || scores[i] > scores[best]) {
        best = i;
      }
    }
    return best;
  }
}
