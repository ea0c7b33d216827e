package io.onnxfi.attribution;

import io.onnxfi.backend.Backend;
import io.onnxfi.backend.DeviceRequest;
import io.onnxfi.backend.Optimization;
import io.onnxfi.backend.ort.OnnxRuntimeBackend;
import io.onnxfi.campaign.Campaign;
import io.onnxfi.campaign.CampaignListener;
import io.onnxfi.campaign.FaultOutcome;
import io.onnxfi.campaign.LocalDriver;
import io.onnxfi.campaign.PlainEngine;
import io.onnxfi.dataset.Split;
import io.onnxfi.dataset.SyntheticImages;
import io.onnxfi.fault.FaultList;
import io.onnxfi.fault.FaultResolver;
import io.onnxfi.fault.FaultSampler;
import io.onnxfi.fault.FaultSite;
import io.onnxfi.fault.ImageCounts;
import io.onnxfi.fault.PlacedFault;
import io.onnxfi.fault.TensorIndex;
import io.onnxfi.fault.Trial;
import io.onnxfi.fault.model.BitFlip;
import io.onnxfi.injection.Injections;
import io.onnxfi.injection.Injector;
import io.onnxfi.onnx.EditSet;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.onnx.TensorEdit;
import io.onnxfi.outcome.GoldenOutputs;
import io.onnxfi.outcome.ImageOutcome;
import io.onnxfi.outcome.NanRule;
import io.onnxfi.outcome.TrialOutcome;
import io.onnxfi.testing.TestTrials;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Campaigns on generated images, and what two backends record of them. */
final class RecordedFaults {
  private static final int IMAGES = 30;
  private static final int BATCH = 12; // the last batch has 6 images

  private RecordedFaults() {}

  static Campaign campaign(OnnxModel model, List<EditSet> faults, NanRule rule) {
    SyntheticImages data = new SyntheticImages();
    return new Campaign(
        model,
        Injections.of(faults),
        data.generate(Split.TEST, IMAGES),
        data.normalization(),
        BATCH,
        rule);
  }

  static Backend ort(Optimization level) {
    return OnnxRuntimeBackend.create(DeviceRequest.CPU, level);
  }

  static EditSet flip(OnnxModel model, String initializer, long index, int bit) {
    return Injector.edit(model, PlacedFault.ofBit(initializer, index, bit, new BitFlip()));
  }

  /** Bit flips of some low mantissa bits, whose outcomes depend on every rounding. */
  static List<EditSet> lowBits(OnnxModel model, int count) {
    FaultList drawn = FaultSampler.draw(model, 400, 7);
    int[] low =
        IntStream.range(0, drawn.rows().size())
            .filter(row -> drawn.rows().get(row).site().bit().orElseThrow() < 8)
            .limit(count)
            .toArray();
    return flips(model, drawn.select(low));
  }

  /** Bit flips of the rows of a list. */
  static List<EditSet> flips(OnnxModel model, FaultList list) {
    return TestTrials.place(new FaultResolver(model), list).stream()
        .map(fault -> Injector.edit(model, fault))
        .toList();
  }

  /** The outcomes of all faults of a campaign, in order. */
  static List<FaultOutcome> run(Campaign campaign, Backend backend) {
    List<FaultOutcome> outcomes = new ArrayList<>();
    new LocalDriver(PlainEngine.factory(1))
        .run(
            campaign,
            backend,
            new CampaignListener() {
              @Override
              public void golden(String id, GoldenOutputs golden) {}

              @Override
              public void outcome(String id, FaultOutcome outcome) {
                outcomes.add(outcome);
              }
            });
    return outcomes;
  }

  /** The faults of a campaign that differ for some image between two backends. */
  static List<DifferingTrial> differing(Campaign campaign, Backend left, Backend right) {
    List<FaultOutcome> lefts = run(campaign, left);
    List<FaultOutcome> rights = run(campaign, right);
    List<DifferingTrial> differing = new ArrayList<>();
    for (int i = 0; i < lefts.size(); i++) {
      byte[] a = lefts.get(i).images();
      byte[] b = rights.get(i).images();
      List<ImagePair> pairs = new ArrayList<>();
      for (int nth = 0; nth < a.length; nth++) {
        if (a[nth] != b[nth]) {
          int place = campaign.sample().place(i, nth);
          int image = campaign.sample().image(place);
          pairs.add(new ImagePair(place, image, ImageOutcome.of(a[nth]), ImageOutcome.of(b[nth])));
        }
      }
      if (!pairs.isEmpty()) {
        EditSet fault = campaign.edits(i);
        ImageCounts own = counts(lefts.get(i));
        ImageCounts other = counts(rights.get(i));
        differing.add(
            new DifferingTrial(
                outcome(i, fault, own), outcome(i, fault, other), fault, pairs.size(), pairs));
      }
    }
    return differing;
  }

  static ImageCounts counts(FaultOutcome outcome) {
    return outcome.counts().listed();
  }

  /** What a side says of a fault, which is named as the model stores it. */
  static TrialOutcome outcome(int injection, EditSet fault, ImageCounts counts) {
    TensorEdit edit = fault.edits().get(0);
    FaultSite named = new FaultSite(edit.tensor(), TensorIndex.of(edit.first()), 0);
    return TrialOutcome.of(Trial.listed(injection, named), counts);
  }
}
