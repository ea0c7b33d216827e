package io.onnxfi.run;

import io.onnxfi.backend.Backend;
import io.onnxfi.backend.BackendProvider;
import io.onnxfi.backend.BackendProviders;
import io.onnxfi.backend.BackendSettings;
import io.onnxfi.backend.Variant;
import io.onnxfi.campaign.Campaign;
import io.onnxfi.campaign.ImageSample;
import io.onnxfi.campaign.Preflight;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.error.OnnxFiException;
import io.onnxfi.fault.FaultResolver;
import io.onnxfi.injection.Injections;
import io.onnxfi.injection.PlacedTrials;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.outcome.Outcomes;
import io.onnxfi.precision.Precision;
import io.onnxfi.report.DrawnImages;
import io.onnxfi.report.Manifest;
import io.onnxfi.report.RunDirectory;
import io.onnxfi.workload.Workload;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A finished run with all that is needed to repeat parts of it: the files are those of the run, to
 * the bit, and the options come from its manifest; where images were drawn for each fault, {@link
 * DrawnImages} tells which.
 *
 * @param spec what it was, as its manifest tells
 * @param directory the run
 * @param manifest its manifest
 * @param campaign its model, faults, images and options
 */
public record RecordedRun(
    CampaignSpec spec, RunDirectory directory, Manifest manifest, Campaign campaign) {

  /**
   * Reads a run.
   *
   * @param profile that its faults drew from, if they did
   * @throws MalformedInputException if it is not finished, or model or data are not those of the
   *     run, naming the first difference
   */
  public static RecordedRun read(
      RunDirectory directory, ModelSource model, WorkloadSource data, Optional<Path> profile) {
    directory.requireFinished();
    Manifest manifest = Manifest.read(directory);
    OnnxModel onnx = model.load(); // what is no model at all is called that
    manifest.require(model.file(), ModelSource.sha256(model.file()), "model", "sha256");
    requireData(manifest, data.workload(model.sampleAxes(onnx).applyTo(onnx)));
    String first = manifest.neededNames("backends").get(0);
    Outcomes outcomes = outcomes(directory, first);
    CampaignSpec spec =
        new RecordedSpec(directory, manifest).of(model, directory.outcomes(first), data, profile);
    Injections trials =
        PlacedTrials.of(
            onnx,
            new FaultResolver(onnx),
            outcomes.list(),
            spec.list().fault(),
            spec.list().ranges(model.file()),
            spec.seed());
    Question question =
        Question.of(
            model,
            spec.precision().precision().applyTo(onnx),
            spec.data(),
            spec.batch(),
            spec.judge(),
            () -> BackendProviders.named(first, manifest.source()).open(spec.settings()));
    requireJudged(manifest, model, question);
    question.requireInjectable(model.file().toString(), trials);
    Campaign whole =
        new Campaign(question.model(), trials, question.workload(), spec.batch(), spec.nanRule())
            .with(question.judge());
    new Preflight(model.file().toString(), whole).check();
    boolean isDrawn = manifest.at("draw").isPresent();
    return new RecordedRun(
        spec, directory, manifest, isDrawn ? drawn(directory, manifest, outcomes, whole) : whole);
  }

  /** Another output would be another run. */
  private static void requireJudged(Manifest manifest, ModelSource model, Question question) {
    String recorded = manifest.text(RunDirectory.JUDGED).orElse("the only output as it is");
    String found = question.judged().orElse("the only output as it is");
    if (!found.equals(recorded)) {
      throw MalformedInputException.of(
          "%s, --output %s".formatted(model.file(), model.output().orElse("not given")),
          "as in %s: %s".formatted(manifest.source(), recorded),
          found);
    }
  }

  private static void requireData(Manifest manifest, Workload found) {
    String where = "data set " + found.name();
    manifest.require(where, found.sha256(), "data", "sha256");
    Map<String, Object> described = found.describe();
    requireSame(manifest, where, "--transform", "transform", described);
    requireSame(manifest, where, "--labels with SHA-256", "labels_sha256", described);
    int count = manifest.neededInteger("data", "images");
    if (count > found.size()) {
      throw MalformedInputException.of(
          where, count + " " + found.unit(), Integer.toString(found.size()));
    }
  }

  private static void requireSame(
      Manifest manifest, String where, String option, String key, Map<String, Object> found) {
    Optional<String> recorded = manifest.text("data", key);
    Optional<String> given = Optional.ofNullable(found.get(key)).map(Object::toString);
    if (!given.equals(recorded)) {
      throw MalformedInputException.of(
          where,
          "%s, as in %s"
              .formatted(
                  recorded.map(how -> option + " " + how).orElse("no " + option),
                  manifest.source()),
          given.orElse("none"));
    }
  }

  /** With the images that each fault was tried on; a run that stopped has those of its faults. */
  private static Campaign drawn(
      RunDirectory directory, Manifest manifest, Outcomes outcomes, Campaign whole) {
    DrawnImages drawn = DrawnImages.read(directory.file(DrawnImages.FILE));
    Campaign sampled =
        whole.sampled(
            ImageSample.of(
                drawn.of(outcomes.list(), whole.workload().size(), whole.batch()), whole.batch()));
    int recorded = manifest.neededInteger("draw", "images_per_fault");
    if (!outcomes.trials().isEmpty() && sampled.imagesPerFault() != recorded) {
      throw MalformedInputException.of(
          directory.file(DrawnImages.FILE).toString(),
          "%d %s per fault, as in %s"
              .formatted(recorded, whole.workload().unit(), RunDirectory.MANIFEST),
          Integer.toString(sampled.imagesPerFault()));
    }
    return sampled;
  }

  /** The precision that the model was computed in. */
  public Precision precision() {
    return spec.precision().precision();
  }

  private static Outcomes outcomes(RunDirectory directory, String backend) {
    return directory
        .readOutcomes(backend)
        .orElseThrow(
            () ->
                MalformedInputException.of(
                    directory.path().toString(), "outcomes-%s.csv".formatted(backend), "none"));
  }

  /** The backends of the run, in its order. */
  public List<String> backends() {
    return manifest.neededNames("backends");
  }

  /** Outcomes of a backend, trial by trial as the campaign's faults. */
  public Outcomes outcomes(String backend) {
    return outcomes(directory, backend);
  }

  /**
   * A backend with the options of the run, known to load the model and run it; the caller closes
   * it.
   */
  public Backend open(String id) {
    Backend backend = backend(id);
    try {
      new Preflight(spec.model().file().toString(), campaign).run(backend);
      return backend;
    } catch (OnnxFiException e) {
      backend.close();
      throw e;
    }
  }

  private Backend backend(String id) {
    return provider(id).open(settings(id));
  }

  private BackendProvider provider(String id) {
    return BackendProviders.named(id, directory.file(RunDirectory.MANIFEST) + ", backends");
  }

  private BackendSettings settings(String id) {
    return new RecordedSpec(directory, manifest).settings(id);
  }

  /** A backend with other options than in the run; the caller closes them. */
  List<Variant> variants(String id, Variant.Use use) {
    return provider(id).variants(settings(id), campaign.batch(), use);
  }
}
