package io.onnxfi.run;

import io.onnxfi.backend.BackendProvider;
import io.onnxfi.backend.BackendProviders;
import io.onnxfi.campaign.Campaign;
import io.onnxfi.campaign.ImageSample;
import io.onnxfi.campaign.Order;
import io.onnxfi.campaign.Preflight;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.fault.Exposure;
import io.onnxfi.fault.FaultList;
import io.onnxfi.fault.FaultResolver;
import io.onnxfi.fault.FaultRow;
import io.onnxfi.fault.ReplayableList;
import io.onnxfi.fault.model.BitFlip;
import io.onnxfi.file.OutputFiles;
import io.onnxfi.injection.Injections;
import io.onnxfi.injection.PlacedTrials;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.precision.Precision;
import io.onnxfi.report.RunDirectory;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.workload.AxisChoice;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A campaign whose files are read and checked.
 *
 * @param spec what was asked for
 * @param campaign what is tried
 * @param list the rows of the campaign's faults, with published outcomes where there are any
 * @param manifest what is known about the run before the frameworks are described
 * @param backends the frameworks, not opened yet
 */
record PreparedRun(
    CampaignSpec spec,
    Campaign campaign,
    FaultList list,
    Map<String, Object> manifest,
    List<BackendProvider> backends) {

  /**
   * Reads and checks everything before anything runs.
   *
   * @param out where the results will be
   */
  static PreparedRun of(CampaignSpec spec, RunDirectory out, RunListener listener) {
    List<BackendProvider> backends = BackendProviders.named(spec.backends(), "--backend");
    OnnxModel model = spec.model().load();
    requireApart(spec, model, out);
    return of(spec, model, backends, listener);
  }

  /** The same without results. */
  static PreparedRun of(CampaignSpec spec, RunListener listener) {
    List<BackendProvider> backends = BackendProviders.named(spec.backends(), "--backend");
    return of(spec, spec.model().load(), backends, listener);
  }

  private static PreparedRun of(
      CampaignSpec spec, OnnxModel model, List<BackendProvider> backends, RunListener listener) {
    FaultList all = spec.list().read();
    all.notes().forEach(listener::note);
    requireOneNaming(spec.list(), all);
    FaultList list = spec.list().select(all, spec.seed());
    ReplayableList.require(list).forEach(listener::note);
    Precision precision = spec.precision().in(all);
    FaultResolver resolver = new FaultResolver(model).reading(all);
    resolver.notes().forEach(note -> listener.note(spec.list().file() + ": " + note));
    Injections trials =
        PlacedTrials.of(
            model,
            resolver,
            list,
            spec.list().fault(),
            spec.list().ranges(spec.model().file()),
            spec.seed());
    OnnxModel computed = precision.applyTo(model);
    Question question =
        Question.of(
            spec.model(),
            computed,
            spec.data(),
            spec.batch(),
            spec.judge(),
            () -> backends.get(0).open(spec.settings()));
    question.requireInjectable(spec.model().file().toString(), trials);
    question.notes().forEach(note -> listener.note(spec.model().file() + ": " + note));
    Campaign whole =
        new Campaign(
                question.model(),
                trials,
                question.workload(),
                ModelSource.batch(question.model(), spec.batch()),
                spec.nanRule())
            .with(question.judge());
    new Preflight(spec.model().file().toString(), whole).check();
    list.rows().forEach(row -> requireExposed(list, row, whole));
    ImageSample drawn =
        spec.draw().draw(list, whole.workload().size(), whole.batch(), spec.seed(), listener::note);
    Map<String, Object> manifest =
        manifest(
            spec,
            spec.list().describe(all.trials().size(), list, spec.seed()),
            whole,
            precision,
            question);
    putUnlessEmpty(manifest, "draw", spec.draw().describe(drawn, spec.seed()));
    putUnlessEmpty(manifest, RunDirectory.STOP, spec.describeStop());
    PreparedRun run = new PreparedRun(spec, whole.sampled(drawn), list, manifest, backends);
    run.say(precision, listener);
    return run;
  }

  /** What happens at a site is said once: by the list or by who runs it. */
  private static void requireOneNaming(ListSource source, FaultList list) {
    if (list.namesModels() && !source.fault().equals(new BitFlip())) {
      throw MalformedInputException.of(
          "--fault", "none, for " + list.source() + " names models", source.fault().label());
    }
  }

  /** A fault that no image of the run meets would look masked. */
  private static void requireExposed(FaultList list, FaultRow row, Campaign campaign) {
    int images = campaign.workload().size();
    Exposure exposure = row.site().extent().exposure();
    if (exposure instanceof Exposure.Image one && one.number() >= images) {
      throw MalformedInputException.of(
          list.locate(row),
          "one of the %d %s of the run".formatted(images, campaign.workload().unit()),
          exposed(row));
    }
    int batches = (images + campaign.batch() - 1) / campaign.batch();
    if (exposure instanceof Exposure.Inference one && one.number() >= batches) {
      throw MalformedInputException.of(
          list.locate(row), "one of the %d batches of the run".formatted(batches), exposed(row));
    }
  }

  private static String exposed(FaultRow row) {
    return row.site().extent() + ", counted from 0";
  }

  /** A run may be repeated in its folder, but not on what is read from there. */
  private static void requireApart(CampaignSpec spec, OnnxModel model, RunDirectory out) {
    List<Path> read = new ArrayList<>(List.of(spec.model().file(), spec.list().file()));
    read.addAll(model.externalFiles());
    read.addAll(spec.data().files());
    spec.list().profile().ifPresent(read::add);
    if (spec.draw() instanceof ImageDraw.Recorded recorded) {
      read.add(recorded.file());
    }
    OutputFiles.requireApart("--out " + out.path(), out.files(), read);
  }

  private void say(Precision precision, RunListener listener) {
    String model = spec.model().file().toString();
    if (campaign.batch() != spec.batch()) {
      listener.note(
          "%s: it takes batches of %d %s only, which are run in place of --batch %d"
              .formatted(model, campaign.batch(), campaign.workload().unit(), spec.batch()));
    }
    if (campaign.model().outputs().get(0).type() == ElementType.DOUBLE) {
      listener.note(model + ": its scores are double and are compared as float");
    }
    campaign.workload().notes().forEach(listener::note);
    if (!precision.isFull()) {
      listener.remark("reduced precision: " + precision);
    }
  }

  private static Map<String, Object> manifest(
      CampaignSpec spec,
      Map<String, Object> faults,
      Campaign campaign,
      Precision precision,
      Question question) {
    Map<String, Object> manifest = new LinkedHashMap<>();
    manifest.put("onnxfi", OnnxFi.version());
    manifest.put("model", file(spec.model().file()));
    manifest.put("faults", faults);
    manifest.put("data", campaign.workload().describe());
    Map<String, Object> options = new LinkedHashMap<>();
    options.put("batch", campaign.batch());
    options.put("nan_rule", campaign.nanRule().toString());
    if (!precision.isFull()) {
      options.put("precision", precision.toString());
    }
    if (!spec.judge().equals(JudgeChoice.TOP_CLASS)) {
      options.put("judge", spec.judge().toString());
    }
    spec.model().output().ifPresent(output -> options.put("output", output));
    if (!spec.model().axes().equals(AxisChoice.NONE)) {
      options.put("batch_axis", spec.model().axes().toString());
    }
    manifest.put("options", options);
    question.judged().ifPresent(how -> manifest.put(RunDirectory.JUDGED, how));
    return manifest;
  }

  /** A file by name and content, so that the manifest holds on another machine. */
  static Map<String, Object> file(Path file) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("file", String.valueOf(file.getFileName()));
    entry.put("sha256", ModelSource.sha256(file));
    return entry;
  }

  private static void putUnlessEmpty(
      Map<String, Object> manifest, String key, Map<String, Object> part) {
    if (!part.isEmpty()) {
      manifest.put(key, part);
    }
  }

  /** In which faults are run. */
  Order order() {
    return spec.order();
  }

  /** Whether the run is meant to estimate a rate. */
  boolean isEstimate() {
    return spec.margin().isPresent() || !campaign.sample().isAll();
  }
}
