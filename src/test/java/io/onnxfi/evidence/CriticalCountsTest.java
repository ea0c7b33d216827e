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
import io.onnxfi.campaign.Journal;
import io.onnxfi.campaign.PlainEngine;
import io.onnxfi.campaign.Shard;
import io.onnxfi.campaign.cut.CutEngine;
import io.onnxfi.dataset.Split;
import io.onnxfi.dataset.SyntheticImages;
import io.onnxfi.evidence.PairScreen.Harmless;
import io.onnxfi.fault.PlacedFault;
import io.onnxfi.fault.model.BitFlip;
import io.onnxfi.file.RunStamp;
import io.onnxfi.injection.Injections;
import io.onnxfi.injection.Injector;
import io.onnxfi.onnx.EditSet;
import io.onnxfi.onnx.Initializer;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.outcome.ImageOutcome;
import io.onnxfi.outcome.NanRule;
import io.onnxfi.testing.Graphs;
import io.onnxfi.testing.Networks;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Counts of critical pairs against those of the plain engine, which runs all pairs. */
class CriticalCountsTest {
  private static final SyntheticImages DATA = new SyntheticImages();
  private static final int IMAGES = 44; // the last round of slopes has 4
  private static final int FAULTS = 120;
  private static final double MISSED_AT_MOST = 0.3;

  private static final RunStamp STAMP = new RunStamp("ort", "5a".repeat(32));

  @TempDir private Path folder;

  static Stream<Arguments> cases() {
    Map<String, OnnxModel> models =
        Map.of(
            "tiny_cnn", Graphs.tinyCnn(4),
            "dense", Networks.dense(),
            "depthwise", Networks.depthwise());
    Map<String, Supplier<Backend>> backends =
        Map.of(
            "ort",
            () -> OnnxRuntimeBackend.create(DeviceRequest.CPU, Optimization.ALL),
            "djl",
            DjlBackend::new);
    return models.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .flatMap(
            model ->
                backends.entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .map(
                        backend ->
                            Arguments.arguments(
                                model.getKey(),
                                backend.getKey(),
                                model.getValue(),
                                backend.getValue())));
  }

  private static Campaign campaign(OnnxModel model) {
    Random random = new Random(8);
    List<Initializer> weights =
        model.initializers().stream().filter(i -> i.shape().rank() > 1).toList();
    List<EditSet> faults = new ArrayList<>();
    for (int f = 0; f < FAULTS; f++) {
      Initializer weight = weights.get(random.nextInt(weights.size()));
      long index = random.nextLong(weight.shape().size());
      int bit = 16 + random.nextInt(16);
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

  private CriticalCounts count(Campaign campaign, Backend backend, PairScreen screen, int threads) {
    Path file = folder.resolve("journal.bin");
    try (Journal journal = new Journal(file, STAMP, campaign.size(), IMAGES, false)) {
      return CriticalCounts.of(
          campaign,
          backend,
          new Settled(screen, Optional.empty()),
          Optional.of(journal),
          MISSED_AT_MOST,
          CutEngine.factory(threads, 1L << 28),
          done -> {});
    }
  }

  /** Whatever is run is run exactly, and no more is missed than the audit says. */
  @ParameterizedTest(name = "{0} on {1}")
  @MethodSource("cases")
  void shouldFindWhatThePlainEngineFinds(
      String name, String framework, OnnxModel model, Supplier<Backend> opened) {
    Campaign campaign = campaign(model);
    List<Integer> faults = Shard.of(campaign).faults();
    PairScreen screen = PairScreen.of(campaign, Harmless.USUAL, 1, 2, done -> {});
    assertThat(screen.screened()).as("a good part").isGreaterThan(FAULTS * IMAGES / 2);
    assertThat(screen.unruled())
        .isEqualTo(name.equals("dense") ? Set.of("shared.factor") : Set.of());
    try (Backend backend = opened.get();
        Engine plain = PlainEngine.factory(2).open(campaign, backend, faults)) {
      CriticalCounts counts = count(campaign, backend, screen, 2);
      long all = 0;
      long found = 0;
      for (FaultOutcome outcome : plain.run(Shard.of(campaign)).outcomes(campaign)) {
        int fault = outcome.position();
        byte[] codes = outcome.images();
        long run = 0;
        for (int place = 0; place < codes.length; place++) {
          assertThat(counts.hasRun(fault, place) || !screen.runs(fault, place)).isTrue();
          run +=
              counts.hasRun(fault, place) && codes[place] == ImageOutcome.CRITICAL.code() ? 1 : 0;
        }
        assertThat(counts.critical(fault)).isEqualTo(run);
        found += run;
        all += outcome.counts().critical();
      }
      assertThat(all).isGreaterThan(20);
      assertThat((double) (all - found)).as("missed").isLessThanOrEqualTo(counts.audit().missed());
      assertThat(counts.audit().missedShare()).isLessThanOrEqualTo(MISSED_AT_MOST);
    }
  }

  /** A screen that calls everything harmless is found out, and its pairs are run. */
  @Test
  void shouldFindAWrongScreenOut() {
    Campaign campaign = campaign(Graphs.tinyCnn(4));
    Harmless all = new Harmless(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);
    PairScreen blind = PairScreen.of(campaign, all, 1, 1, done -> {});
    assertThat(blind.screened()).isEqualTo((long) FAULTS * IMAGES);
    try (Backend backend = OnnxRuntimeBackend.create(DeviceRequest.CPU, Optimization.ALL)) {
      CriticalCounts counts = count(campaign, backend, blind, 1);
      assertThat(counts.contradicted()).isNotEmpty();
      assertThat(counts.audit().missedShare()).isLessThanOrEqualTo(MISSED_AT_MOST);
    }
  }

  /** The last batch is filled up. */
  @Test
  void shouldScreenAModelOfOneBatchSize() {
    Campaign fixed = EngineScenario.FIXED.campaign();
    PairScreen screen = PairScreen.of(fixed, Harmless.USUAL, 1, 2, done -> {});
    assertThat(screen.screened()).isPositive();
  }
}
