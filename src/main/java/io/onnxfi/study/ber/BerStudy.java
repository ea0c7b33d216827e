package io.onnxfi.study.ber;

import io.onnxfi.dataset.LabelledImages;
import io.onnxfi.fault.TensorSelection;
import io.onnxfi.fault.model.TrialRandom;
import io.onnxfi.report.Figures;
import io.onnxfi.report.Json;
import io.onnxfi.report.RunDirectory;
import io.onnxfi.run.Accuracies;
import io.onnxfi.run.Accuracies.Subject;
import io.onnxfi.run.Accuracy;
import io.onnxfi.run.DataSource;
import io.onnxfi.run.ModelSource;
import io.onnxfi.run.RunListener;
import io.onnxfi.study.StudyFolder;
import io.onnxfi.study.StudyPages;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Random bit errors: every bit of the chosen tensors is in error with the same probability, and the
 * accuracy of the model is measured under patterns of such errors.
 */
public final class BerStudy {
  /** Its name on the command line and in manifests. */
  public static final String NAME = "ber";

  /** Repetitions between two looks at the margin. */
  private static final int ROUND = 5;

  /** Percentage points by which accuracy has fallen at the rate that is divided into parts. */
  private static final double TELLING = 0.05;

  private final BerSpec spec;
  private final RunListener listener;
  private final Accuracies accuracies;

  private BerStudy(BerSpec spec, RunListener listener, Accuracies accuracies) {
    this.spec = spec;
    this.listener = listener;
    this.accuracies = accuracies;
  }

  /**
   * Runs a study, or goes on with it in its folder: what is measured there is not measured again.
   *
   * @param out the folder
   * @param config all options by name, for the folder
   * @param listener told of what happens
   * @throws io.onnxfi.error.OnnxFiException if a file cannot be read, files do not fit together, a
   *     framework cannot run a model, or the folder holds something else; before anything is run
   */
  public static BerResult run(
      BerSpec spec, Path out, Map<String, Object> config, RunListener listener) {
    try (Accuracies accuracies =
        new Accuracies(spec.backends(), spec.settings(), spec.execution())) {
      return new BerStudy(spec, listener, accuracies).run(out, config);
    }
  }

  private BerResult run(Path out, Map<String, Object> config) {
    LabelledImages images = images();
    List<ModelUnderErrors> models = new ArrayList<>();
    for (ModelSource source : spec.models()) {
      models.add(load(source, images));
    }
    Map<String, Object> identity = identity(models, images);
    try (StudyFolder folder = StudyFolder.claim(out, NAME, identity)) {
      folder.describe(NAME, identity, accuracies.describe(), config);
      listener.claimed(new RunDirectory(out));
      try (Measured measured = Measured.open(out, images.size())) {
        List<ModelResult> results = new ArrayList<>();
        for (ModelUnderErrors model : models) {
          List<RateResult> rates = rates(model, measured);
          results.add(
              ModelResult.of(
                  model.subject().name(),
                  model.selection(),
                  clean(model, measured),
                  rates,
                  parts(model, rates, measured)));
        }
        measured.sort();
        BerResult result = new BerResult(spec, accuracies.titles(), results);
        BerFiles.write(folder.path(), result);
        Json.write(folder.file("results.json"), result.json());
        StudyPages.write(
            out, new BerPage(result, identity, StudyFolder.command(NAME)).page(), listener);
        return result;
      }
    }
  }

  private LabelledImages images() {
    LabelledImages all = spec.data().load();
    all.notes().forEach(listener::note);
    return spec.images() == 0 ? all : DataSource.first(all, Math.min(spec.images(), all.size()));
  }

  private ModelUnderErrors load(ModelSource source, LabelledImages images) {
    Subject subject = Subject.of(source, images, spec.data(), spec.batch());
    accuracies.check(subject);
    TensorSelection selection = spec.choice().of(subject.model());
    selection.notes().forEach(note -> listener.note(source.file() + ": " + note));
    selection.matches().forEach(match -> listener.remark(source.name() + ": " + match));
    selection.warnings().forEach(doubt -> listener.note("--select: " + doubt));
    listener.remark(
        "%s: errors in %s tensors, %s bits"
            .formatted(
                source.name(),
                Figures.count(selection.tensors().size()),
                Figures.count(selection.bits())));
    return new ModelUnderErrors(subject, selection);
  }

  private Map<String, Object> identity(List<ModelUnderErrors> models, LabelledImages images) {
    Map<String, Object> identity = new LinkedHashMap<>();
    Map<String, Object> files = new LinkedHashMap<>();
    Map<String, Object> normalizations = new LinkedHashMap<>();
    for (int i = 0; i < models.size(); i++) {
      Subject subject = models.get(i).subject();
      files.put(subject.name(), spec.models().get(i).sha256());
      normalizations.put(subject.name(), subject.normalization().toString());
    }
    identity.put("models", files);
    identity.put("data", images.name());
    identity.put("data_sha256", images.sha256());
    identity.put("image", List.of(images.channels(), images.height(), images.width()));
    images.transform().ifPresent(how -> identity.put("transform", how));
    identity.put("images", images.size());
    identity.put("normalization", normalizations);
    identity.put("batch", spec.batch());
    identity.put("tensors", spec.choice().describe());
    identity.put("seed", spec.errors().seed());
    identity.put("generator", TrialRandom.GENERATOR);
    identity.put("independent", spec.errors().isIndependent());
    identity.put("backends", accuracies.describe());
    return identity;
  }

  /** Round by round, until every rate has its repetitions or is known to the margin. */
  private List<RateResult> rates(ModelUnderErrors model, Measured measured) {
    List<Double> open = new ArrayList<>(spec.errors().rates().rates());
    Map<Double, Integer> done = new LinkedHashMap<>();
    int repetitions = spec.errors().repetitions();
    for (int first = 0; first < repetitions && !open.isEmpty(); ) {
      int next = spec.margin().isPresent() ? Math.min(first + ROUND, repetitions) : repetitions;
      List<ErrorTrial> trials = new ArrayList<>();
      for (double rate : open) {
        for (int repetition = first; repetition < next; repetition++) {
          trials.add(model.trial(Part.ALL, rate, spec.errors().pattern(rate, repetition)));
        }
        done.put(rate, next);
      }
      measure(model, trials, measured);
      open.removeIf(rate -> isKnown(model, rate, next, measured));
      first = next;
    }
    return spec.errors().rates().rates().stream()
        .map(rate -> result(model, Part.ALL, rate, done.get(rate), measured))
        .toList();
  }

  private boolean isKnown(ModelUnderErrors model, double rate, int repetitions, Measured measured) {
    if (spec.margin().isEmpty()) {
      return false;
    }
    List<RateResult> result = List.of(result(model, Part.ALL, rate, repetitions, measured));
    Map<String, Accuracy> clean = clean(model, measured);
    return spec.backends().stream()
        .allMatch(
            backend ->
                MeanAccuracy.of(result, backend, clean.get(backend), model.selection().bits())
                        .get(0)
                        .halfWidth()
                    <= spec.margin().getAsDouble() / 100);
  }

  private void measure(ModelUnderErrors model, List<ErrorTrial> trials, Measured measured) {
    for (String backend : spec.backends()) {
      model.measure(trials, accuracies, backend, measured, listener);
    }
  }

  private RateResult result(
      ModelUnderErrors model, Part part, double rate, int repetitions, Measured measured) {
    List<Repetition> all = new ArrayList<>();
    for (int repetition = 0; repetition < repetitions; repetition++) {
      ErrorTrial trial = model.trial(part, rate, spec.errors().pattern(rate, repetition));
      Map<String, Accuracy> accuracies = new LinkedHashMap<>();
      for (String backend : spec.backends()) {
        accuracies.put(backend, model.known(measured, backend, trial).orElseThrow());
      }
      all.add(new Repetition(repetition, trial.pattern(), trial.flipped(), accuracies));
    }
    return new RateResult(rate, all);
  }

  private Map<String, Accuracy> clean(ModelUnderErrors model, Measured measured) {
    Map<String, Accuracy> clean = new LinkedHashMap<>();
    for (String backend : spec.backends()) {
      clean.put(
          backend, measured.get(Measured.Key.clean(model.subject().name(), backend)).orElseThrow());
    }
    return clean;
  }

  private Map<Part, RateResult> parts(
      ModelUnderErrors model, List<RateResult> rates, Measured measured) {
    List<Part> wanted =
        spec.parts().kinds().stream()
            .flatMap(kind -> Part.of(kind, model.selection()).stream())
            .toList();
    if (wanted.isEmpty()) {
      return Map.of();
    }
    String first = spec.backends().get(0);
    double clean = clean(model, measured).get(first).top1();
    double rate =
        spec.parts()
            .rate()
            .orElseGet(
                () ->
                    rates.stream()
                        .filter(result -> clean - result.meanTop1(first) >= TELLING)
                        .mapToDouble(RateResult::rate)
                        .findFirst()
                        .orElse(rates.get(rates.size() - 1).rate()));
    int repetitions = spec.parts().repetitions();
    List<ErrorTrial> trials = new ArrayList<>();
    for (Part part : wanted) {
      for (int repetition = 0; repetition < repetitions; repetition++) {
        trials.add(model.trial(part, rate, spec.errors().pattern(rate, repetition)));
      }
    }
    measure(model, trials, measured);
    Map<Part, RateResult> results = new LinkedHashMap<>();
    wanted.forEach(part -> results.put(part, result(model, part, rate, repetitions, measured)));
    return results;
  }
}
