package io.onnxfi.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.backend.Backend;
import io.onnxfi.backend.DeviceRequest;
import io.onnxfi.backend.Optimization;
import io.onnxfi.backend.Session;
import io.onnxfi.backend.djl.DjlBackend;
import io.onnxfi.backend.ort.OnnxRuntimeBackend;
import io.onnxfi.dataset.LabelledImages;
import io.onnxfi.dataset.Split;
import io.onnxfi.dataset.SyntheticImages;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.fault.FaultResolver;
import io.onnxfi.fault.FaultSampler;
import io.onnxfi.fault.PlacedFault;
import io.onnxfi.fault.model.BitFlip;
import io.onnxfi.fault.model.StuckAt;
import io.onnxfi.injection.Injections;
import io.onnxfi.injection.Injector;
import io.onnxfi.onnx.EditSet;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.outcome.GoldenOutputs;
import io.onnxfi.outcome.ImageOutcome;
import io.onnxfi.outcome.NanRule;
import io.onnxfi.outcome.OutcomeCounts;
import io.onnxfi.testing.Graphs;
import io.onnxfi.testing.TestTrials;
import io.onnxfi.zoo.ImageSize;
import io.onnxfi.zoo.RandomParameters;
import io.onnxfi.zoo.Zoo;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PlainEngineTest {
  private static final OnnxModel MODEL = Graphs.tinyCnn(5);
  private static final SyntheticImages DATA = new SyntheticImages();
  private static final LabelledImages IMAGES = DATA.generate(Split.TEST, 53);
  private static final int CLASSES = 10;
  private static final int BATCH = 20; // the last batch has 13 images

  static Stream<Supplier<Backend>> backends() {
    return Stream.of(
        () -> OnnxRuntimeBackend.create(DeviceRequest.CPU, Optimization.ALL), DjlBackend::new);
  }

  private static List<EditSet> faults() {
    List<EditSet> faults = new ArrayList<>();
    FaultResolver resolver = new FaultResolver(MODEL);
    for (PlacedFault fault : TestTrials.place(resolver, FaultSampler.draw(MODEL, 25, 11))) {
      faults.add(Injector.edit(MODEL, fault));
    }
    faults.add(Injector.edit(MODEL, PlacedFault.ofBit("conv1.weight", 3, 30, new BitFlip())));
    faults.add(Injector.edit(MODEL, PlacedFault.ofBit("bn2.running_var", 3, 31, new BitFlip())));
    faults.add(Injector.edit(MODEL, PlacedFault.ofBit("linear.bias", 3, 30, new StuckAt(true))));
    faults.add(Injector.edit(MODEL, PlacedFault.ofBit("linear.bias", 3, 30, new StuckAt(false))));
    return faults;
  }

  private static Campaign campaign(List<EditSet> faults, NanRule rule) {
    return new Campaign(MODEL, Injections.of(faults), IMAGES, DATA.normalization(), BATCH, rule);
  }

  private static List<FaultOutcome> run(Backend backend, Campaign campaign, int workers) {
    List<FaultOutcome> outcomes = new ArrayList<>();
    new LocalDriver(PlainEngine.factory(workers))
        .run(
            campaign,
            backend,
            new CampaignListener() {
              @Override
              public void golden(String id, GoldenOutputs golden) {
                assertThat(outcomes).isEmpty();
              }

              @Override
              public void outcome(String id, FaultOutcome outcome) {
                outcomes.add(outcome);
              }
            });
    return outcomes;
  }

  private static float[][] scores(Backend backend, OnnxModel model) {
    float[][] scores = new float[IMAGES.size()][];
    try (Session session = backend.open(model)) {
      for (int from = 0; from < IMAGES.size(); from += BATCH) {
        int to = Math.min(from + BATCH, IMAGES.size());
        float[] batch =
            session
                .run(List.of(IMAGES.batch(DATA.normalization(), from, to)))
                .get(0)
                .toFloatArray();
        for (int i = from; i < to; i++) {
          int at = (i - from) * CLASSES;
          scores[i] = Arrays.copyOfRange(batch, at, at + CLASSES);
        }
      }
    }
    return scores;
  }

  private static ImageOutcome naive(float[] golden, float[] faulty) {
    boolean equal = true;
    for (int c = 0; c < golden.length; c++) {
      equal = equal && golden[c] == faulty[c];
    }
    if (equal) {
      return ImageOutcome.MASKED;
    }
    return argmax(golden) == argmax(faulty) ? ImageOutcome.NON_CRITICAL : ImageOutcome.CRITICAL;
  }

  private static int argmax(float[] scores) {
    for (int c = 0; c < scores.length; c++) {
      if (Float.isNaN(scores[c])) {
        return c;
      }
    }
    int best = 0;
    for (int c = 1; c < scores.length; c++) {
      best = scores[c] > scores[best] ? c : best;
    }
    return best;
  }

  /** The oracle rewrites the model for every fault and opens it afresh, in either backend. */
  @ParameterizedTest
  @MethodSource("backends")
  void shouldCountWhatRewrittenModelsDo(Supplier<Backend> starter) {
    try (Backend backend = starter.get()) {
      List<EditSet> faults = faults();
      List<FaultOutcome> found = run(backend, campaign(faults, NanRule.NUMPY), 2);
      float[][] golden = scores(backend, MODEL);
      assertThat(found).hasSameSizeAs(faults);
      long critical = 0;
      for (int f = 0; f < faults.size(); f++) {
        float[][] faulty = scores(backend, MODEL.withEdits(faults.get(f)));
        byte[] expected = new byte[IMAGES.size()];
        for (int i = 0; i < expected.length; i++) {
          expected[i] = naive(golden[i], faulty[i]).code();
        }
        assertThat(found.get(f).images()).as("%s", faults.get(f)).isEqualTo(expected);
        assertThat(found.get(f).position()).isEqualTo(f);
        OutcomeCounts counts = found.get(f).counts();
        assertThat(counts.masked() + counts.nonCritical() + counts.critical())
            .isEqualTo(IMAGES.size());
        critical += counts.critical();
      }
      assertThat(critical).as("some faults must matter").isPositive();
    }
  }

  @ParameterizedTest
  @MethodSource("backends")
  void shouldNotDependOnTheNumberOfWorkers(Supplier<Backend> starter) {
    try (Backend backend = starter.get()) {
      Campaign campaign = campaign(faults(), NanRule.DUE);
      List<FaultOutcome> one = run(backend, campaign, 1);
      List<FaultOutcome> four = run(backend, campaign, 4);
      for (int i = 0; i < one.size(); i++) {
        assertThat(four.get(i).counts()).isEqualTo(one.get(i).counts());
        assertThat(four.get(i).images()).isEqualTo(one.get(i).images());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("backends")
  void shouldMaskAStuckAtOnABitThatIsAlreadySet(Supplier<Backend> starter) {
    String weight = "linear.weight";
    boolean set = ((MODEL.elementBits(weight, 0) >> 3) & 1) == 1;
    EditSet harmless = Injector.edit(MODEL, PlacedFault.ofBit(weight, 0, 3, new StuckAt(set)));
    EditSet harmful = Injector.edit(MODEL, PlacedFault.ofBit(weight, 0, 3, new StuckAt(!set)));
    assertThat(harmless.isEmpty()).isTrue();
    assertThat(harmful.isEmpty()).isFalse();
    try (Backend backend = starter.get()) {
      OutcomeCounts counts =
          run(backend, campaign(List.of(harmless), NanRule.NUMPY), 1).get(0).counts();
      assertThat(counts.masked()).isEqualTo(IMAGES.size());
      assertThat(counts.maxAbsDiff()).isZero();
    }
  }

  @Test
  void shouldRefuseImagesThatDoNotFitTheModel() {
    OnnxModel other =
        Zoo.architecture("tiny_cnn", new ImageSize(3, 32, 32), CLASSES)
            .build(new RandomParameters(1));
    Campaign campaign =
        new Campaign(
            other, Injections.of(List.of()), IMAGES, DATA.normalization(), BATCH, NanRule.NUMPY);
    try (Backend backend = OnnxRuntimeBackend.create(DeviceRequest.CPU, Optimization.ALL)) {
      assertThatThrownBy(() -> run(backend, campaign, 1))
          .isInstanceOf(MalformedInputException.class)
          .hasMessageContaining("float[?, 3, 32, 32]")
          .hasMessageContaining("float[20, 3, 16, 16]");
    }
  }

  @ParameterizedTest
  @MethodSource("backends")
  void shouldSayWhatTheTimeOfItsWorkersWentInto(Supplier<Backend> backends) {
    try (Backend backend = backends.get()) {
      Stopwatch watch =
          Stopwatch.run(PlainEngine.factory(2), campaign(faults(), NanRule.NUMPY), backend);
      assertThat(watch.effort().nanos())
          .containsOnlyKeys(Stage.INJECTION, Stage.HEAD, Stage.JUDGEMENT)
          .allSatisfy((stage, nanos) -> assertThat(nanos).isPositive());
      long all = watch.effort().nanos().values().stream().mapToLong(Long::longValue).sum();
      assertThat(all / 1e9).as("two workers").isLessThanOrEqualTo(2 * watch.seconds());
    }
  }
}
