package io.onnxfi.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.onnxfi.backend.Backend;
import io.onnxfi.backend.DeviceRequest;
import io.onnxfi.backend.Optimization;
import io.onnxfi.backend.djl.DjlBackend;
import io.onnxfi.backend.ort.OnnxRuntimeBackend;
import io.onnxfi.campaign.Campaign;
import io.onnxfi.campaign.Engine;
import io.onnxfi.campaign.EngineScenario;
import io.onnxfi.campaign.FaultOutcome;
import io.onnxfi.campaign.PlainEngine;
import io.onnxfi.campaign.Shard;
import io.onnxfi.campaign.cut.CutEngine;
import io.onnxfi.dataset.Split;
import io.onnxfi.dataset.SyntheticImages;
import io.onnxfi.fault.PlacedFault;
import io.onnxfi.fault.model.BitFlip;
import io.onnxfi.injection.Injections;
import io.onnxfi.injection.Injector;
import io.onnxfi.onnx.EditSet;
import io.onnxfi.onnx.Initializer;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.outcome.ImageOutcome;
import io.onnxfi.outcome.NanRule;
import io.onnxfi.testing.Effort;
import io.onnxfi.testing.Graphs;
import io.onnxfi.testing.Networks;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is proven, and counts that rest on it, against the plain engine, which runs all pairs. */
class ProvenPairsTest {
  private static final SyntheticImages DATA = new SyntheticImages();
  private static final int IMAGES = Effort.of(20, 44);
  private static final int FAULTS = Effort.of(80, 160);

  private static final Map<String, Supplier<OnnxModel>> MODELS =
      Map.of(
          "tiny_cnn", () -> Graphs.tinyCnn(4),
          "dense", Networks::dense,
          "depthwise", Networks::depthwise);

  private static final Map<String, Supplier<Backend>> BACKENDS =
      Map.of(
          "ort",
          () -> OnnxRuntimeBackend.create(DeviceRequest.CPU, Optimization.ALL),
          "djl",
          DjlBackend::new);

  private static Campaign campaign(OnnxModel model) {
    Random random = new Random(9);
    List<Initializer> weights =
        model.initializers().stream()
            .filter(i -> i.shape().rank() > 1 || i.name().equals("linear.bias"))
            .toList();
    List<EditSet> faults = new ArrayList<>();
    for (int f = 0; f < FAULTS; f++) {
      Initializer weight = weights.get(random.nextInt(weights.size()));
      long index = random.nextLong(weight.shape().size());
      int bit = random.nextInt(Float.SIZE);
      faults.add(Injector.edit(model, PlacedFault.ofBit(weight.name(), index, bit, new BitFlip())));
    }
    return new Campaign(
        model,
        Injections.of(faults),
        DATA.generate(Split.TEST, IMAGES),
        DATA.normalization(),
        8,
        NanRule.NUMPY);
  }

  @ParameterizedTest
  @CsvSource({"tiny_cnn,ort", "tiny_cnn,djl", "depthwise,ort", "depthwise,djl"})
  void shouldCountWhatThePlainEngineCounts(String model, String framework) {
    Campaign campaign = campaign(MODELS.get(model).get());
    List<Integer> faults = Shard.of(campaign).faults();
    try (Backend backend = BACKENDS.get(framework).get();
        Engine plain = PlainEngine.factory(2).open(campaign, backend, faults)) {
      ProvenPairs proven = ProvenPairs.of(campaign, backend, 2, done -> {});
      assertThat(proven.proven()).as("a good part").isGreaterThan(FAULTS * IMAGES / 2);
      CriticalCounts counts =
          CriticalCounts.of(
              campaign,
              backend,
              new Settled(PairScreen.none(campaign), Optional.of(proven)),
              Optional.empty(),
              1,
              CutEngine.factory(2, 1L << 28),
              done -> {});
      long critical = 0;
      for (FaultOutcome outcome : plain.run(Shard.of(campaign)).outcomes(campaign)) {
        int fault = outcome.position();
        byte[] codes = outcome.images();
        for (int place = 0; place < codes.length; place++) {
          assertThat(proven.runs(fault, place) || codes[place] != ImageOutcome.CRITICAL.code())
              .as("fault %d on sample %d", fault, place)
              .isTrue();
          assertThat(counts.hasRun(fault, place)).isEqualTo(proven.runs(fault, place));
        }
        assertThat(counts.critical(fault)).isEqualTo(outcome.counts().critical());
        assertThat(counts.ran(fault) + proven.proven(fault)).isEqualTo(IMAGES);
        critical += outcome.counts().critical();
      }
      assertThat(critical).isGreaterThan(20);
    }
  }

  /** An operator without a rule is named, and all pairs are run. */
  @Test
  void shouldSayWhyNothingIsProven() {
    Campaign campaign = campaign(MODELS.get("dense").get());
    try (Backend backend = BACKENDS.get("ort").get()) {
      ProvenPairs proven = ProvenPairs.of(campaign, backend, 2, done -> {});
      assertThat(proven.proven()).isZero();
      assertThat(proven.unruled())
          .containsEntry("linear.bias", "Mul 'branch1.scaled': no rule for the operator");
    }
  }

  /** Normalisations have no rule of their own; the rest of the network has. */
  @Test
  void shouldNameTensorsWithoutARule() {
    OnnxModel model = MODELS.get("tiny_cnn").get();
    EditSet scale = Injector.edit(model, PlacedFault.ofBit("bn1.weight", 0, 3, new BitFlip()));
    EditSet weight = Injector.edit(model, PlacedFault.ofBit("conv3.weight", 0, 3, new BitFlip()));
    Campaign campaign = campaign(model).with(Injections.of(List.of(scale, weight)));
    try (Backend backend = BACKENDS.get("ort").get()) {
      ProvenPairs proven = ProvenPairs.of(campaign, backend, 1, done -> {});
      assertThat(proven.proven(0)).isZero();
      assertThat(proven.proven(1)).isPositive();
      assertThat(proven.unruled()).containsOnlyKeys("bn1.weight");
    }
  }

  /** Where samples keep to batches of one size, and the last is filled up. */
  @Test
  void shouldProveInAModelOfOneBatchSize() {
    Campaign fixed = EngineScenario.FIXED.campaign();
    try (Backend backend = BACKENDS.get("ort").get()) {
      ProvenPairs proven = ProvenPairs.of(fixed, backend, 2, done -> {});
      assertThat(proven.proven()).isPositive();
    }
  }
}
