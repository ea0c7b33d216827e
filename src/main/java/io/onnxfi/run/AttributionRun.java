package io.onnxfi.run;

import io.onnxfi.attribution.Attribution;
import io.onnxfi.attribution.Attributor;
import io.onnxfi.attribution.CountAttributor;
import io.onnxfi.attribution.CountExperiment;
import io.onnxfi.attribution.CountTolerance;
import io.onnxfi.attribution.DifferingTrial;
import io.onnxfi.attribution.ImagePair;
import io.onnxfi.attribution.ReplayExperiment;
import io.onnxfi.attribution.SpreadExperiment;
import io.onnxfi.backend.Backend;
import io.onnxfi.backend.BackendProvider;
import io.onnxfi.backend.BackendProviders;
import io.onnxfi.backend.Variant;
import io.onnxfi.campaign.Campaign;
import io.onnxfi.campaign.ImageSample;
import io.onnxfi.campaign.LocalDriver;
import io.onnxfi.campaign.cut.CutEngine;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.fault.FaultList;
import io.onnxfi.fault.ImageCounts;
import io.onnxfi.fault.Trial;
import io.onnxfi.injection.Injection;
import io.onnxfi.outcome.ImageOutcome;
import io.onnxfi.outcome.NanRule;
import io.onnxfi.outcome.Outcomes;
import io.onnxfi.outcome.TrialOutcome;
import io.onnxfi.precision.Precision;
import io.onnxfi.precision.PrecisionSignature;
import io.onnxfi.report.Figures;
import io.onnxfi.report.ImageConfusion;
import io.onnxfi.report.ImageOutcomeFile;
import io.onnxfi.workload.SampleKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The differing faults of a run, and the experiments on them. */
public final class AttributionRun {
  /** Share of the images that counts computed in the list's own precision may be off. */
  private static final double NEAR = 0.01;

  private final RecordedRun run;
  private final RunListener listener;

  /** Experiments on a run. */
  public AttributionRun(RecordedRun run, RunListener listener) {
    this.run = run;
    this.listener = listener;
  }

  /**
   * Faults that differ for some image between two backends.
   *
   * @param limit images per fault to examine
   */
  public List<DifferingTrial> differing(String left, String right, int limit) {
    Outcomes lefts = run.outcomes(left);
    Outcomes rights = run.outcomes(right);
    List<DifferingTrial> differing = new ArrayList<>();
    int inActivations = 0;
    try (ImageOutcomeFile.Reader a = ImageConfusion.Side.of(run.directory(), left, lefts).open();
        ImageOutcomeFile.Reader b = ImageConfusion.Side.of(run.directory(), right, rights).open()) {
      requireSameFaults(lefts, rights);
      requireSameImages(a.images(), b.images());
      for (int i = 0; i < lefts.trials().size(); i++) {
        List<ImagePair> pairs = pairs(i, a.row(i), b.row(i));
        Injection injection = run.campaign().injection(i);
        if (!pairs.isEmpty() && !injection.values().isEmpty()) {
          inActivations++;
        } else if (!pairs.isEmpty()) {
          differing.add(
              new DifferingTrial(
                  lefts.trials().get(i),
                  rights.trials().get(i),
                  injection.edits(),
                  pairs.size(),
                  pairs.subList(0, Math.min(limit, pairs.size()))));
        }
      }
    }
    if (inActivations > 0) {
      listener.note(
          "%s: %d trials with faults in activations differ, which are left out: only faults in"
                  .formatted(run.directory().path(), inActivations)
              + " weights are examined");
    }
    return differing;
  }

  /** So that a place is the same trial in both files and in the campaign, which is of the first. */
  private static void requireSameFaults(Outcomes left, Outcomes right) {
    if (!left.identities().equals(right.identities())) {
      throw MalformedInputException.of(
          right.source(), "the faults of " + left.source() + ", row by row", "other faults");
    }
  }

  private SampleKind unit() {
    return run.campaign().workload().unit();
  }

  private void requireSameImages(int... counts) {
    for (int count : counts) {
      if (count != run.campaign().imagesPerFault()) {
        throw MalformedInputException.of(
            run.directory().path().toString(),
            "outcomes of %d %s in every row".formatted(run.campaign().imagesPerFault(), unit()),
            Integer.toString(count));
      }
    }
  }

  private List<ImagePair> pairs(int fault, byte[] left, byte[] right) {
    ImageSample sample = run.campaign().sample();
    List<ImagePair> pairs = new ArrayList<>();
    for (int nth = 0; nth < left.length; nth++) {
      if (left[nth] != right[nth]) {
        int place = sample.place(fault, nth);
        pairs.add(
            new ImagePair(
                place,
                sample.image(place),
                ImageOutcome.of(left[nth]),
                ImageOutcome.of(right[nth])));
      }
    }
    return pairs;
  }

  /** Faults whose counts in a backend differ from those of a published list. */
  public List<DifferingTrial> differing(String backend, FaultList published) {
    Map<Trial.Identity, ImageCounts> known = new HashMap<>();
    for (int i = 0; i < published.trials().size(); i++) {
      Trial.Identity identity = published.trials().get(i).identity();
      published.rows(i).get(0).counts().ifPresent(counts -> known.put(identity, counts));
    }
    List<DifferingTrial> differing = new ArrayList<>();
    Outcomes outcomes = run.outcomes(backend);
    ImageConfusion.Side.of(run.directory(), backend, outcomes).check();
    for (int i = 0; i < outcomes.trials().size(); i++) {
      TrialOutcome measured = outcomes.trials().get(i);
      Trial trial = measured.trial();
      ImageCounts other = known.get(trial.identity());
      ImageCounts own = measured.counts();
      if (other == null || other.images() != own.images()) {
        throw MalformedInputException.of(
            "%s, injection %d".formatted(published.source(), trial.id()),
            "outcomes for the run's %d %s".formatted(own.images(), unit()),
            other == null ? "none" : other.images() + " " + unit());
      }
      if (!Objects.equals(own, other)) {
        differing.add(
            DifferingTrial.ofCounts(
                measured, TrialOutcome.of(trial, other), run.campaign().edits(i)));
      }
    }
    return differing;
  }

  /** Experiments with the images of each fault. */
  public List<Attribution> attribute(List<DifferingTrial> faults, String left, String right) {
    try (Backend a = run.open(left);
        Backend b = run.open(right);
        Variants variants = variants(List.of(left, right), Variant.Use.SINGLE_IMAGES);
        Attributor attributor = new Attributor(run.campaign(), a, b, variants.list())) {
      List<Attribution> attributions = new ArrayList<>();
      for (DifferingTrial fault : faults) {
        attributions.add(attributor.attribute(fault));
        listener.advanced(fault.images().size());
      }
      return attributions;
    }
  }

  /**
   * Experiments with the counts of each fault.
   *
   * @param published the whole list, which may tell of the precision that it was computed in
   * @param tolerance images by which counts that match may be off
   */
  public List<Attribution> attribute(
      List<DifferingTrial> faults,
      FaultList published,
      String backend,
      int threads,
      long tolerance) {
    Campaign campaign = run.campaign();
    LocalDriver driver = new LocalDriver(CutEngine.factory(threads, Execution.usualMemory()));
    CountTolerance within = new CountTolerance(tolerance);
    try (Backend measured = run.open(backend);
        Variants variants = variants(List.of(backend), Variant.Use.CAMPAIGN)) {
      List<CountExperiment> experiments = new ArrayList<>();
      if (campaign.nanRule() == NanRule.DUE) {
        experiments.add(ReplayExperiment.nanRule(campaign, driver, measured, within));
      }
      Precision precision = precision(published);
      CountTolerance near = CountTolerance.share(NEAR, campaign.workload().size());
      if (!precision.isFull()) {
        experiments.add(rounded(precision, driver, measured, within));
      }
      experiments.add(new SpreadExperiment(campaign, driver, variants.list(), within));
      if (!precision.isFull()) {
        experiments.add(rounded(precision, driver, measured, near)); // sums in another order
      }
      listener.remark(
          "%s with other options, %d times: %s faults × %s %s"
              .formatted(
                  measured.title(),
                  variants.list().size(),
                  Figures.count(faults.size()),
                  Figures.count(campaign.workload().size()),
                  unit()));
      return new CountAttributor(experiments).attribute(faults);
    }
  }

  private CountExperiment rounded(
      Precision precision, LocalDriver driver, Backend backend, CountTolerance tolerance) {
    return ReplayExperiment.precision(
        run.campaign(), driver, backend, precision::applyTo, "precision " + precision, tolerance);
  }

  /** What the list's outcomes tell, unless the run was computed with rounded operands itself. */
  private Precision precision(FaultList published) {
    return run.precision().isFull()
        ? PrecisionSignature.precision(PrecisionSignature.of(published))
        : Precision.FULL;
  }

  private Variants variants(List<String> backends, Variant.Use use) {
    List<Variant> variants = new ArrayList<>();
    BackendProviders.all().stream()
        .map(BackendProvider::id)
        .filter(backends::contains)
        .forEach(id -> variants.addAll(run.variants(id, use)));
    return new Variants(variants);
  }

  /** Closes them together. */
  private record Variants(List<Variant> list) implements AutoCloseable {
    @Override
    public void close() {
      list.forEach(variant -> variant.backend().close());
    }
  }
}
