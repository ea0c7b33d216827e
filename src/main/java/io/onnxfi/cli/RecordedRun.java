package io.onnxfi.cli;

import io.onnxfi.backend.Backend;
import io.onnxfi.backend.DeviceRequest;
import io.onnxfi.backend.djl.DjlBackend;
import io.onnxfi.backend.ort.OnnxRuntimeBackend;
import io.onnxfi.backend.ort.Optimization;
import io.onnxfi.campaign.Campaign;
import io.onnxfi.campaign.ImageSample;
import io.onnxfi.campaign.Preflight;
import io.onnxfi.dataset.LabelledImages;
import io.onnxfi.dataset.Normalization;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.error.OnnxFiException;
import io.onnxfi.fault.Fault;
import io.onnxfi.fault.FaultList;
import io.onnxfi.fault.FaultModel;
import io.onnxfi.fault.FaultResolver;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.outcome.NanRule;
import io.onnxfi.precision.Precision;
import io.onnxfi.report.DrawnImages;
import io.onnxfi.report.RunDirectory;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * A finished run with all that is needed to repeat parts of it: the files are those of the run, to
 * the bit, and the options come from its manifest; where images were drawn for each fault, {@link
 * DrawnImages} tells which.
 *
 * @param model the file
 * @param directory the run
 * @param manifest its manifest
 * @param campaign its model, faults, images and options
 */
record RecordedRun(Path model, RunDirectory directory, NeededManifest manifest, Campaign campaign) {

  /**
   * Reads a run.
   *
   * @throws MalformedInputException if it is not finished, or model or data are not those of the
   *     run, naming the first difference
   */
  static RecordedRun read(Path path, Path model, DataOptions data) {
    RunDirectory directory = new RunDirectory(path);
    directory.requireFinished();
    NeededManifest manifest = NeededManifest.read(directory);
    manifest.require("model.sha256", model, Digests.sha256(model));
    OnnxModel onnx = data.model(model);
    LabelledImages images = data.testImages();
    manifest.require("data.sha256", "data set " + images.name(), images.sha256());
    int count = manifest.integer("data.images");
    if (count > images.size()) {
      throw MalformedInputException.of(
          "data set " + images.name(), count + " images", Integer.toString(images.size()));
    }
    Normalization normalization =
        new Normalization(manifest.floats("data.mean"), manifest.floats("data.std"));
    FaultList outcomes = outcomes(directory, manifest.names("backends").get(0));
    FaultModel faultModel = FaultModel.parse(manifest.text("faults.fault"));
    List<Fault> faults =
        new FaultResolver(onnx)
            .resolve(outcomes).stream().map(site -> new Fault(site, faultModel)).toList();
    String rule = manifest.text("options.nan_rule").toUpperCase(Locale.ROOT);
    Campaign whole =
        new Campaign(
            precision(manifest).applyTo(onnx),
            faults,
            images.first(count),
            normalization,
            manifest.integer("options.batch"),
            NanRule.valueOf(rule));
    new Preflight(model.toString(), whole).check();
    boolean isDrawn = manifest.optional("draw").isPresent();
    return new RecordedRun(
        model, directory, manifest, isDrawn ? drawn(directory, manifest, outcomes, whole) : whole);
  }

  /** With the images that each fault was tried on; a run that stopped has those of its faults. */
  private static Campaign drawn(
      RunDirectory directory, NeededManifest manifest, FaultList outcomes, Campaign whole) {
    DrawnImages drawn = DrawnImages.read(directory.file(DrawnImages.FILE));
    Campaign sampled =
        whole.sampled(
            ImageSample.of(
                drawn.of(outcomes, whole.images().size(), whole.batch()), whole.batch()));
    int recorded = manifest.integer("draw.images_per_fault");
    if (!outcomes.rows().isEmpty() && sampled.imagesPerFault() != recorded) {
      throw MalformedInputException.of(
          directory.file(DrawnImages.FILE).toString(),
          "%d images per fault, as in %s".formatted(recorded, RunDirectory.MANIFEST),
          Integer.toString(sampled.imagesPerFault()));
    }
    return sampled;
  }

  private static Precision precision(NeededManifest manifest) {
    return manifest.optional("options.precision").map(Precision::parse).orElse(Precision.FULL);
  }

  /** The precision that the model was computed in. */
  Precision precision() {
    return precision(manifest);
  }

  private static FaultList outcomes(RunDirectory directory, String backend) {
    return directory
        .readOutcomes(backend)
        .orElseThrow(
            () ->
                MalformedInputException.of(
                    directory.path().toString(), "outcomes-%s.csv".formatted(backend), "none"));
  }

  /** The backends of the run, in its order. */
  List<String> backends() {
    return manifest.names("backends");
  }

  /** Outcomes of a backend, row by row as the campaign's faults. */
  FaultList outcomes(String backend) {
    return outcomes(directory, backend);
  }

  /**
   * A backend with the options of the run, known to load the model and run it; the caller closes
   * it.
   */
  Backend open(String id) {
    Backend backend = backend(id);
    try {
      new Preflight(model.toString(), campaign).run(backend);
      return backend;
    } catch (OnnxFiException e) {
      backend.close();
      throw e;
    }
  }

  private Backend backend(String backend) {
    return switch (backend) {
      case "ort" -> OnnxRuntimeBackend.create(device(), optimization());
      case "djl" -> new DjlBackend();
      default ->
          throw MalformedInputException.of(
              directory.file(RunDirectory.MANIFEST).toString(), "backends ort or djl", backend);
    };
  }

  /** ONNX Runtime's device in the run. */
  DeviceRequest device() {
    return DeviceRequest.parse(manifest.text("backends.ort.device").split(" ", 2)[0]);
  }

  /** ONNX Runtime's optimisation level in the run. */
  Optimization optimization() {
    return Optimization.valueOf(
        manifest.text("backends.ort.optimization").toUpperCase(Locale.ROOT));
  }
}
