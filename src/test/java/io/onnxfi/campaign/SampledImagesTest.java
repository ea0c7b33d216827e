package io.onnxfi.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.backend.Backend;
import io.onnxfi.backend.DeviceRequest;
import io.onnxfi.backend.Optimization;
import io.onnxfi.backend.djl.DjlBackend;
import io.onnxfi.backend.ort.OnnxRuntimeBackend;
import io.onnxfi.campaign.cut.CutEngine;
import io.onnxfi.dataset.LabelledImages;
import io.onnxfi.dataset.Split;
import io.onnxfi.dataset.SyntheticImages;
import io.onnxfi.fault.PlacedFault;
import io.onnxfi.fault.model.BitFlip;
import io.onnxfi.fault.model.StuckAt;
import io.onnxfi.injection.Injections;
import io.onnxfi.injection.Injector;
import io.onnxfi.onnx.EditSet;
import io.onnxfi.onnx.Initializer;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.outcome.GoldenOutputs;
import io.onnxfi.outcome.ImageOutcome;
import io.onnxfi.outcome.NanRule;
import io.onnxfi.outcome.OutcomeCounts;
import io.onnxfi.testing.Graphs;
import io.onnxfi.workload.ImageWorkload;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A fault on images of its own gives what it gives on the same images among all. */
class SampledImagesTest {
  private static final SyntheticImages DATA = new SyntheticImages();
  private static final int IMAGES = 80;
  private static final int BATCH = 8;
  private static final int SIZE = 24;
  private static final OnnxModel MODEL = Graphs.tinyCnn(4);
  private static final LabelledImages ALL = DATA.generate(Split.TEST, IMAGES);

  private static List<EditSet> faults() {
    List<EditSet> faults = new ArrayList<>();
    for (Initializer initializer : MODEL.initializers()) {
      for (int bit : new int[] {0, 17, 24, 30, 31}) {
        long index = 7L * bit % initializer.shape().size();
        faults.add(
            Injector.edit(MODEL, PlacedFault.ofBit(initializer.name(), index, bit, new BitFlip())));
      }
      faults.add(
          Injector.edit(MODEL, PlacedFault.ofBit(initializer.name(), 0, 31, new StuckAt(false))));
      faults.add(
          Injector.edit(MODEL, PlacedFault.ofBit(initializer.name(), 0, 31, new StuckAt(true))));
    }
    return faults;
  }

  private static Campaign whole() {
    return new Campaign(
        MODEL, Injections.of(faults()), ALL, DATA.normalization(), BATCH, NanRule.NUMPY);
  }

  private static final class Recorder implements CampaignListener {
    private final Map<Integer, FaultOutcome> outcomes = new TreeMap<>();
    private long correct;

    @Override
    public void golden(String backend, GoldenOutputs golden) {
      correct = golden.correct();
    }

    @Override
    public void outcome(String backend, FaultOutcome outcome) {
      assertThat(outcomes.put(outcome.position(), outcome)).as("each fault once").isNull();
    }
  }

  private static Recorder run(LocalDriver engine, Campaign campaign, Backend backend) {
    Recorder recorder = new Recorder();
    engine.run(campaign, backend, recorder);
    return recorder;
  }

  @ParameterizedTest
  @ValueSource(strings = {"ort", "djl"})
  void shouldGiveTheOutcomesOfTheSameImagesAmongAll(String id) {
    ImageSample sample = ImageSample.draw(faults().size(), SIZE, IMAGES, BATCH, 5);
    Campaign sampled = whole().sampled(sample);
    try (Backend backend = open(id)) {
      Recorder all = run(new LocalDriver(PlainEngine.factory(2)), whole(), backend);
      Recorder plain = run(new LocalDriver(PlainEngine.factory(2)), sampled, backend);
      Recorder cut = run(new LocalDriver(CutEngine.factory(2, 1L << 30)), sampled, backend);
      Recorder frugal =
          run(new LocalDriver(CutEngine.factory(2, 1), Order.random(4)), sampled, backend);
      assertThat(plain.correct).isEqualTo(all.correct);
      assertThat(plain.outcomes).hasSameSizeAs(all.outcomes);
      int critical = 0;
      for (FaultOutcome expected : all.outcomes.values()) {
        int position = expected.position();
        FaultOutcome found = plain.outcomes.get(position);
        byte[] codes = found.images();
        int[] images = sample.images(position);
        assertThat(codes).hasSize(SIZE);
        for (int i = 0; i < SIZE; i++) {
          assertThat(codes[i]).isEqualTo(expected.images()[images[i]]);
          critical += codes[i] == ImageOutcome.CRITICAL.code() ? 1 : 0;
        }
        assertThat(found.counts().images()).isEqualTo(SIZE);
        assertThat(found.counts().maxAbsDiff()).isLessThanOrEqualTo(expected.counts().maxAbsDiff());
        for (Recorder other : List.of(cut, frugal)) {
          assertThat(other.outcomes.get(position).counts()).isEqualTo(found.counts());
          assertThat(other.outcomes.get(position).images()).isEqualTo(codes);
        }
      }
      assertThat(critical).as("the faults do something").isPositive();
      assertThat(new Verification(sampled, 0.2, 1).run(backend, 2, counts(cut))).isEmpty();
    }
  }

  /** Four more images make a last, smaller batch, whose images are drawn into full ones. */
  @ParameterizedTest
  @ValueSource(strings = {"ort", "djl"})
  void shouldGiveSomeFaultsTheOutcomesOfAnEarlierDraw(String id) {
    Campaign whole =
        whole()
            .with(new ImageWorkload(DATA.generate(Split.TEST, IMAGES + 4), DATA.normalization()));
    int[] positions = {2, 9, 11, 30};
    ImageSample drawn = ImageSample.draw(faults().size(), SIZE, IMAGES + 4, BATCH, 6);
    List<int[]> images = Arrays.stream(positions).mapToObj(drawn::images).toList();
    assertThat(images)
        .as("of the last batch")
        .anyMatch(own -> Arrays.stream(own).max().orElseThrow() >= IMAGES);
    Campaign given = whole.at(positions).sampled(ImageSample.of(images, BATCH));
    try (Backend backend = open(id)) {
      Recorder before = run(new LocalDriver(PlainEngine.factory(2)), whole.sampled(drawn), backend);
      for (LocalDriver engine :
          List.of(
              new LocalDriver(PlainEngine.factory(2)),
              new LocalDriver(CutEngine.factory(2, 1L << 30)))) {
        Recorder after = run(engine, given, backend);
        for (int i = 0; i < positions.length; i++) {
          FaultOutcome expected = before.outcomes.get(positions[i]);
          assertThat(after.outcomes.get(i).counts()).isEqualTo(expected.counts());
          assertThat(after.outcomes.get(i).images()).isEqualTo(expected.images());
        }
      }
    }
  }

  private static Backend open(String id) {
    return id.equals("ort")
        ? OnnxRuntimeBackend.create(DeviceRequest.CPU, Optimization.ALL)
        : new DjlBackend();
  }

  private static List<OutcomeCounts> counts(Recorder recorder) {
    return recorder.outcomes.values().stream().map(FaultOutcome::counts).toList();
  }

  @Test
  void shouldRefuseImagesDrawnForAnotherCampaign() {
    ImageSample sample = ImageSample.draw(3, SIZE, IMAGES, BATCH, 5);
    Campaign campaign = whole();
    assertThatThrownBy(() -> campaign.sampled(sample))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("drawn for another campaign");
  }

  @Test
  void shouldStopAfterTheRoundThatWasEnough() {
    Campaign campaign = whole();
    try (Backend backend = OnnxRuntimeBackend.create(DeviceRequest.CPU, Optimization.ALL)) {
      for (LocalDriver engine :
          List.of(
              new LocalDriver(PlainEngine.factory(1), Order.random(2)),
              new LocalDriver(CutEngine.factory(1, 1 << 20), Order.random(2)))) {
        List<Integer> done = new ArrayList<>();
        engine.run(
            campaign,
            backend,
            new CampaignListener() {
              @Override
              public void golden(String id, GoldenOutputs golden) {}

              @Override
              public boolean wantsMore(String id) {
                return false;
              }

              @Override
              public void outcome(String id, FaultOutcome outcome) {
                done.add(outcome.position());
              }
            });
        assertThat(done)
            .containsExactlyInAnyOrderElementsOf(
                Order.random(2)
                    .rounds(IntStream.range(0, faults().size()).boxed().toList())
                    .get(0));
      }
    }
  }
}
