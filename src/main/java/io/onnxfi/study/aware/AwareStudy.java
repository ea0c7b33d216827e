package io.onnxfi.study.aware;

import io.onnxfi.dataset.LabelledImages;
import io.onnxfi.dataset.Normalization;
import io.onnxfi.dataset.Split;
import io.onnxfi.error.MissingResourceException;
import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.report.Json;
import io.onnxfi.report.RunDirectory;
import io.onnxfi.report.figure.TrainingFigures.Course;
import io.onnxfi.run.DataSource;
import io.onnxfi.run.ModelSource;
import io.onnxfi.run.RunListener;
import io.onnxfi.run.TrainingCourses;
import io.onnxfi.run.TrainingEvents;
import io.onnxfi.study.StudyFolder;
import io.onnxfi.study.StudyPages;
import io.onnxfi.study.TrainedNetworks;
import io.onnxfi.study.aware.AwareResult.Group;
import io.onnxfi.study.aware.AwareResult.Measured;
import io.onnxfi.training.AccuracyUnderErrors;
import io.onnxfi.training.Hits;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Trains networks under errors and without, and measures what errors, and compilers, cost them. */
public final class AwareStudy {
  /** Its name on the command line and in manifests. */
  public static final String NAME = "error-aware";

  private final AwareSpec spec;
  private final RunListener listener;
  private final TrainingEvents events;

  private AwareStudy(AwareSpec spec, RunListener listener, TrainingEvents events) {
    this.spec = spec;
    this.listener = listener;
    this.events = events;
  }

  /** A network before it is measured. */
  private record Network(
      String group, long seed, Normalization normalization, Supplier<OnnxModel> model) {}

  /**
   * Runs a study, or goes on with it in its folder: what is trained and measured there is not
   * trained and measured again.
   *
   * @param out the folder
   * @param config all options by name, for the folder
   * @param listener told of what is measured
   * @param events told of what is trained
   * @throws io.onnxfi.error.OnnxFiException if images are missing, a framework cannot be had, or
   *     the folder holds something else
   */
  public static AwareResult run(
      AwareSpec spec,
      Path out,
      Map<String, Object> config,
      RunListener listener,
      TrainingEvents events) {
    return new AwareStudy(spec, listener, events).run(out, config);
  }

  private AwareResult run(Path out, Map<String, Object> config) {
    LabelledImages all = spec.data().dataset().load(spec.data().root(), Split.TEST);
    LabelledImages images = spec.tested(all);
    images.notes().forEach(listener::note);
    Optional<LabelledImages> train =
        spec.training()
            .map(training -> spec.data().dataset().load(spec.data().root(), Split.TRAIN));
    train.ifPresent(found -> prepare(found, all));
    Map<String, OnnxModel> models = new LinkedHashMap<>();
    spec.models().forEach(source -> models.put(source.name(), source.load(images)));
    try (Compilers compilers =
        new Compilers(spec, images, () -> calibration(train, images), listener)) {
      models.forEach((name, model) -> check(name, model, images, compilers));
      Map<String, Object> identity = identity(train, images);
      identity.put("backends", compilers.describe());
      try (StudyFolder folder = StudyFolder.claim(out, NAME, identity)) {
        folder.describe(NAME, identity, compilers.describe(), config);
        listener.claimed(new RunDirectory(out));
        AwareResult result =
            new AwareResult(
                spec,
                measured(out, networks(out, train, all, models), images, compilers),
                courses(out));
        Json.write(folder.file("results.json"), result.json());
        StudyPages.write(
            out, new AwarePage(result, identity, StudyFolder.command(NAME)).page(), listener);
        return result;
      }
    }
  }

  /** Fails now rather than after other trainings. */
  private void prepare(LabelledImages train, LabelledImages test) {
    for (String name : AwareSpec.TRAINED) {
      for (long seed : spec.training().orElseThrow().seeds()) {
        spec.trainingOf(name, seed).prepare(train, test).notes().forEach(listener::note);
      }
    }
  }

  /** Fails now rather than after trainings. */
  private void check(String name, OnnxModel model, LabelledImages images, Compilers compilers) {
    Normalization normalization = spec.data().normalization(model.metadata());
    compilers.check(name, model, normalization);
    try {
      new AccuracyUnderErrors(images.first(1), normalization, spec.execution().threads())
          .draw(model, spec.test().errors(), spec.test().seed(), 0);
    } catch (UnsupportedInputException e) {
      throw new UnsupportedInputException(
          "%s: errors in outputs are measured in PyTorch, which must run the model: %s"
              .formatted(name, e.getMessage()),
          e);
    }
  }

  /** Images by which ranges are found: training images where there are any. */
  private LabelledImages calibration(Optional<LabelledImages> train, LabelledImages test) {
    LabelledImages from;
    try {
      from = train.orElseGet(() -> spec.data().dataset().load(spec.data().root(), Split.TRAIN));
    } catch (MissingResourceException e) {
      listener.remark("The ranges of int8 are found on the first test images: " + e.getMessage());
      from = test;
    }
    return DataSource.first(from, Math.min(spec.compilers().calibration(), from.size()));
  }

  private List<Network> networks(
      Path out,
      Optional<LabelledImages> train,
      LabelledImages test,
      Map<String, OnnxModel> models) {
    List<Network> networks = new ArrayList<>();
    if (spec.training().isPresent()) {
      TrainedNetworks trained = new TrainedNetworks(out, train.orElseThrow(), test, events);
      Normalization normalization = spec.data().normalization(Map.of());
      for (String name : AwareSpec.TRAINED) {
        for (long seed : spec.training().get().seeds()) {
          networks.add(
              new Network(
                  name,
                  seed,
                  normalization,
                  () -> trained.get(file(name, seed), spec.trainingOf(name, seed))));
        }
      }
    }
    models.forEach(
        (name, model) ->
            networks.add(
                new Network(name, 0, spec.data().normalization(model.metadata()), () -> model)));
    return networks;
  }

  private static String file(String name, long seed) {
    return "checkpoints/%s_seed%d.onnx".formatted(name, seed);
  }

  private List<Group> measured(
      Path out, List<Network> networks, LabelledImages images, Compilers compilers) {
    Map<String, List<Measured>> groups = new LinkedHashMap<>();
    try (ErrorDraws draws = ErrorDraws.open(out, images.size());
        LoweredRuns lowered = LoweredRuns.open(out, images.size())) {
      for (Network network : networks) {
        OnnxModel model = network.model().get();
        groups
            .computeIfAbsent(network.group(), name -> new ArrayList<>())
            .add(
                new Measured(
                    network.seed(),
                    hits(network, model, images, draws, ErrorDraws.CLEAN),
                    hits(network, model, images, draws),
                    compilers.measure(
                        network.group(), network.seed(), model, network.normalization(), lowered)));
      }
      draws.sort();
      lowered.sort();
    }
    List<Group> all = new ArrayList<>();
    groups.forEach((name, measured) -> all.add(new Group(name, measured)));
    return all;
  }

  private List<Hits> hits(
      Network network, OnnxModel model, LabelledImages images, ErrorDraws known) {
    List<Hits> hits = new ArrayList<>();
    listener.measuring(
        "%s, seed %d, under errors".formatted(network.group(), network.seed()),
        (long) spec.test().draws() * images.size());
    for (int draw = 0; draw < spec.test().draws(); draw++) {
      hits.add(hits(network, model, images, known, draw));
      listener.advanced(images.size());
    }
    listener.measured();
    return hits;
  }

  private Hits hits(
      Network network, OnnxModel model, LabelledImages images, ErrorDraws known, int draw) {
    Optional<Hits> there = known.get(network.group(), network.seed(), draw);
    if (there.isPresent()) {
      return there.get();
    }
    AccuracyUnderErrors accuracy =
        new AccuracyUnderErrors(images, network.normalization(), spec.execution().threads());
    Hits hits =
        draw == ErrorDraws.CLEAN
            ? accuracy.clean(model)
            : accuracy.draw(model, spec.test().errors(), spec.test().seed(), draw);
    known.put(network.group(), network.seed(), draw, hits);
    return hits;
  }

  private List<Course> courses(Path out) {
    List<Course> courses = new ArrayList<>();
    if (spec.training().isPresent()) {
      long seed = spec.training().get().seeds().get(0);
      for (String name : AwareSpec.TRAINED) {
        courses.addAll(TrainingCourses.of(name, out.resolve(file(name, seed))));
      }
    }
    return courses;
  }

  private Map<String, Object> identity(Optional<LabelledImages> train, LabelledImages images) {
    Map<String, Object> identity = new LinkedHashMap<>();
    identity.put("dataset", images.name());
    train.ifPresent(found -> identity.put("train_sha256", found.sha256()));
    identity.put("test_sha256", images.sha256());
    images.transform().ifPresent(how -> identity.put("transform", how));
    identity.put("images", images.size());
    identity.put("test_errors", spec.test().errors().describe());
    identity.put("test_seed", spec.test().seed());
    identity.put("calibration", spec.compilers().calibration());
    identity.put("batch", spec.batch());
    identity.put("threads", spec.execution().threads());
    for (ModelSource model : spec.models()) {
      identity.put("model " + model.name(), model.sha256());
    }
    spec.data().normalization().ifPresent(given -> identity.put("normalization", given.toString()));
    return identity;
  }
}
