package io.onnxfi.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import io.onnxfi.backend.Backend;
import io.onnxfi.backend.DeviceRequest;
import io.onnxfi.backend.Optimization;
import io.onnxfi.backend.ort.OnnxRuntimeBackend;
import io.onnxfi.campaign.cut.CutEngine;
import io.onnxfi.dataset.Split;
import io.onnxfi.dataset.SyntheticImages;
import io.onnxfi.fault.FaultResolver;
import io.onnxfi.fault.FaultSampler;
import io.onnxfi.injection.Injections;
import io.onnxfi.injection.Injector;
import io.onnxfi.onnx.EditSet;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.outcome.GoldenOutputs;
import io.onnxfi.outcome.NanRule;
import io.onnxfi.outcome.OutcomeCounts;
import io.onnxfi.testing.Graphs;
import io.onnxfi.testing.TestTrials;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VerificationTest {
  private static final OnnxModel MODEL = Graphs.tinyCnn(8);
  private static final SyntheticImages DATA = new SyntheticImages();

  private static Campaign campaign() {
    List<EditSet> faults =
        TestTrials.place(new FaultResolver(MODEL), FaultSampler.draw(MODEL, 8, 2)).stream()
            .map(fault -> Injector.edit(MODEL, fault))
            .toList();
    return new Campaign(
        MODEL,
        Injections.of(faults),
        DATA.generate(Split.TEST, 30),
        DATA.normalization(),
        10,
        NanRule.NUMPY);
  }

  @Test
  void shouldAcceptWhatThePlainEngineCountsAndNameADifference() {
    Campaign campaign = campaign();
    try (Backend backend = OnnxRuntimeBackend.create(DeviceRequest.CPU, Optimization.ALL)) {
      OutcomeCounts[] counts = new OutcomeCounts[campaign.size()];
      new LocalDriver(CutEngine.factory(2, 1 << 20))
          .run(
              campaign,
              backend,
              new CampaignListener() {
                @Override
                public void golden(String id, GoldenOutputs golden) {}

                @Override
                public void outcome(String id, FaultOutcome outcome) {
                  counts[outcome.position()] = outcome.counts();
                }
              });
      Verification all = new Verification(campaign, 1, 1);
      assertThat(all.size()).isEqualTo(8);
      assertThat(all.run(backend, 2, List.of(counts))).isEmpty();
      List<OutcomeCounts> tampered = new ArrayList<>(List.of(counts));
      OutcomeCounts c = counts[5];
      tampered.set(
          5,
          new OutcomeCounts(
              c.images(),
              c.masked() + 1,
              c.nonCritical(),
              c.critical(),
              c.nonFinite(),
              c.sdc5(),
              c.correct(),
              c.maxAbsDiff()));
      assertThat(all.run(backend, 2, tampered))
          .hasValueSatisfying(
              text -> assertThat(text).startsWith("fault 5 of the campaign in ort"));
    }
  }

  @Test
  void shouldDrawAtLeastOneFault() {
    assertThat(new Verification(campaign(), 0.01, 1).size()).isEqualTo(1);
    assertThat(new Verification(campaign(), 0.5, 1).size()).isEqualTo(4);
  }
}
