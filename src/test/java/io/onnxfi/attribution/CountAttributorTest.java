package io.onnxfi.attribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.onnxfi.backend.Backend;
import io.onnxfi.backend.Optimization;
import io.onnxfi.backend.Variant;
import io.onnxfi.campaign.Campaign;
import io.onnxfi.campaign.FaultOutcome;
import io.onnxfi.campaign.LocalDriver;
import io.onnxfi.campaign.PlainEngine;
import io.onnxfi.fault.ImageCounts;
import io.onnxfi.onnx.EditSet;
import io.onnxfi.onnx.Initializer;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.outcome.NanRule;
import io.onnxfi.outcome.OutcomeCounts;
import io.onnxfi.outcome.TrialOutcome;
import io.onnxfi.tensor.Tensor;
import io.onnxfi.testing.Graphs;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class CountAttributorTest {
  private static final OnnxModel MODEL = Graphs.tinyCnn(3);
  private static final LocalDriver DRIVER = new LocalDriver(PlainEngine.factory(1));
  private static final CountTolerance EXACT = new CountTolerance(0);
  private static final int DROPPED = 13; // of 23 mantissa bits: 10 remain, as in TF32

  /** Low mantissa bits, whose counts of masked images depend on every rounding. */
  private static final List<EditSet> FAULTS = RecordedFaults.lowBits(MODEL, 30);

  /** All weights rounded to ten mantissa bits. */
  private static OnnxModel rounded(OnnxModel model) {
    OnnxModel rounded = model;
    for (Initializer initializer : model.initializers()) {
      if (initializer.shape().rank() < 2) {
        continue;
      }
      Tensor values = model.tensor(initializer.name());
      float[] coarse = values.toFloatArray();
      for (int i = 0; i < coarse.length; i++) {
        coarse[i] = Float.intBitsToFloat(Float.floatToIntBits(coarse[i]) >> DROPPED << DROPPED);
      }
      rounded =
          rounded.withTensor(initializer.name(), Tensor.ofFloats(initializer.shape(), coarse));
    }
    return rounded;
  }

  private static Campaign campaign(OnnxModel model, NanRule rule) {
    return RecordedFaults.campaign(model, FAULTS, rule);
  }

  private static List<ImageCounts> counts(Campaign campaign, Backend backend) {
    return RecordedFaults.run(campaign, backend).stream().map(RecordedFaults::counts).toList();
  }

  private static List<DifferingTrial> faults(
      List<ImageCounts> measured, List<ImageCounts> published) {
    List<DifferingTrial> faults = new ArrayList<>();
    for (int i = 0; i < measured.size(); i++) {
      ImageCounts a = measured.get(i);
      ImageCounts b = published.get(i);
      if (!a.equals(b)) {
        EditSet fault = FAULTS.get(i);
        faults.add(differing(i, fault, a, b));
      }
    }
    return faults;
  }

  private static DifferingTrial differing(
      int injection, EditSet fault, ImageCounts left, ImageCounts right) {
    return DifferingTrial.ofCounts(
        RecordedFaults.outcome(injection, fault, left),
        RecordedFaults.outcome(injection, fault, right),
        fault);
  }

  @Test
  void shouldFindTheRewritingUnderWhichThePublishedCountsAppear() {
    Campaign campaign = campaign(MODEL, NanRule.NUMPY);
    try (Backend ort = RecordedFaults.ort(Optimization.ALL)) {
      List<ImageCounts> published = counts(campaign(rounded(MODEL), NanRule.NUMPY), ort);
      List<DifferingTrial> differing = faults(counts(campaign, ort), published);
      assertThat(differing).isNotEmpty();
      CountExperiment same = precision(campaign, ort, UnaryOperator.identity(), "nothing");
      CountExperiment right = precision(campaign, ort, CountAttributorTest::rounded, "10 bits");
      assertThat(same.examine(differing)).containsOnly(Optional.empty());
      List<Attribution> found = new CountAttributor(List.of(same, right)).attribute(differing);
      assertThat(found).hasSameSizeAs(differing);
      for (int i = 0; i < found.size(); i++) {
        ImageCounts b = differing.get(i).right().counts();
        String text = "%d/%d/%d".formatted(b.masked(), b.nonCritical(), b.critical());
        assertThat(found.get(i).cause()).isEqualTo(Cause.REDUCED_PRECISION);
        assertThat(found.get(i).evidence())
            .isEqualTo("ONNX Runtime with 10 bits counts %s, published %s: exactly", text, text);
      }
    }
  }

  private static CountExperiment precision(
      Campaign campaign, Backend backend, UnaryOperator<OnnxModel> rewriting, String label) {
    return ReplayExperiment.precision(campaign, DRIVER, backend, rewriting, label, EXACT);
  }

  @Test
  void shouldFindCountsWithinTheSpreadOfOneFramework() {
    Campaign campaign = campaign(MODEL, NanRule.NUMPY);
    try (Backend all = RecordedFaults.ort(Optimization.ALL);
        Backend none = RecordedFaults.ort(Optimization.NONE)) {
      List<DifferingTrial> differing = faults(counts(campaign, all), counts(campaign, none));
      assertThat(differing).isNotEmpty();
      Variant variant = new Variant("optimisation level none", none, campaign.batch());
      SpreadExperiment spread = new SpreadExperiment(campaign, DRIVER, List.of(variant), EXACT);
      for (Optional<Finding> finding : spread.examine(differing)) {
        assertThat(finding.orElseThrow().cause()).isEqualTo(Cause.ROUNDING_OPTIONS);
        assertThat(finding.orElseThrow().evidence())
            .startsWith("as recorded and with optimisation level none: masked ")
            .endsWith(": within that");
      }
    }
  }

  @Test
  void shouldFindThatThePublishedCountsFollowTheOtherNaNRule() {
    OnnxModel model = SpecialValueNetworks.halfPooled();
    EditSet fault = RecordedFaults.flip(model, "mask", 0, 30);
    Campaign campaign = RecordedFaults.campaign(model, List.of(fault), NanRule.DUE);
    try (Backend ort = RecordedFaults.ort(Optimization.ALL)) {
      FaultOutcome due = RecordedFaults.run(campaign, ort).get(0);
      FaultOutcome numpy =
          RecordedFaults.run(RecordedFaults.campaign(model, List.of(fault), NanRule.NUMPY), ort)
              .get(0);
      ImageCounts own = RecordedFaults.counts(due);
      ImageCounts published = RecordedFaults.counts(numpy);
      DifferingTrial differing = differing(0, fault, own, published);
      Optional<Finding> found =
          ReplayExperiment.nanRule(campaign, DRIVER, ort, EXACT).examine(List.of(differing)).get(0);
      assertThat(found.orElseThrow().evidence())
          .isEqualTo("ONNX Runtime with --nan-rule numpy counts 0/30/0, published 0/30/0: exactly");
    }
  }

  @Test
  void shouldNotLookForTheCauseOfACrash() {
    EditSet fault = FAULTS.get(0);
    TrialOutcome published = RecordedFaults.outcome(0, fault, new ImageCounts(30, 20, 10, 0));
    TrialOutcome own =
        TrialOutcome.of(published.trial(), published.labels(), OutcomeCounts.crashed(30));
    Attribution found =
        new CountAttributor(List.of())
            .attribute(List.of(DifferingTrial.ofCounts(own, published, fault)))
            .get(0);
    assertThat(found.cause()).isEqualTo(Cause.CRASH);
    assertThat(found.evidence())
        .isEqualTo("measured: the model cannot be run with the fault, published 20/10/0");
  }

  @Test
  void shouldLeaveUnexplainedWhatNothingMatches() {
    EditSet fault = FAULTS.get(0);
    ImageCounts own = new ImageCounts(30, 20, 10, 0);
    ImageCounts other = new ImageCounts(30, 0, 0, 30);
    DifferingTrial differing = differing(0, fault, own, other);
    Attribution found = new CountAttributor(List.of()).attribute(List.of(differing)).get(0);
    assertThat(found.cause()).isEqualTo(Cause.UNEXPLAINED);
    assertThat(found.evidence())
        .isEqualTo("measured 20/10/0, published 0/0/30: no experiment comes near");
  }
}
