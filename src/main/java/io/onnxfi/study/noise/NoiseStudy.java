package io.onnxfi.study.noise;

import io.onnxfi.dataset.LabelledImages;
import io.onnxfi.dataset.Normalization;
import io.onnxfi.dataset.Split;
import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.fault.PlacedFault;
import io.onnxfi.fault.WeightSite;
import io.onnxfi.fault.model.RelativeNoise;
import io.onnxfi.injection.Injections;
import io.onnxfi.injection.PlacedTrials;
import io.onnxfi.injection.PlacedTrials.Placed;
import io.onnxfi.injection.Ranges;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.report.Figures;
import io.onnxfi.report.RunDirectory;
import io.onnxfi.run.Accuracies;
import io.onnxfi.run.Accuracies.Subject;
import io.onnxfi.run.Accuracy;
import io.onnxfi.run.DataSource;
import io.onnxfi.run.ModelSource;
import io.onnxfi.run.RunListener;
import io.onnxfi.run.TrainingEvents;
import io.onnxfi.study.StudyFolder;
import io.onnxfi.study.StudyPages;
import io.onnxfi.study.TrainedNetworks;
import io.onnxfi.study.noise.Measured.Point;
import io.onnxfi.tensor.Region;
import io.onnxfi.training.WeightNoise;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Gaussian noise in weights: networks are trained with it and without, and their accuracy is
 * measured under more and more of it.
 *
 * <p>Sample {@code k} of the noise of a network is the trial of that number with the network's
 * seed: so its normal numbers are the same at every alpha, in both regimes and in every framework.
 */
public final class NoiseStudy {
  /** Its name on the command line and in manifests. */
  public static final String NAME = "weight-noise";

  private final NoiseSpec spec;
  private final RunListener listener;
  private final TrainingEvents events;
  private final Accuracies accuracies;

  private NoiseStudy(
      NoiseSpec spec, RunListener listener, TrainingEvents events, Accuracies accuracies) {
    this.spec = spec;
    this.listener = listener;
    this.events = events;
    this.accuracies = accuracies;
  }

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
  public static NoiseResult run(
      NoiseSpec spec,
      Path out,
      Map<String, Object> config,
      RunListener listener,
      TrainingEvents events) {
    try (Accuracies accuracies =
        new Accuracies(spec.backends(), spec.settings(), spec.execution())) {
      return new NoiseStudy(spec, listener, events, accuracies).run(out, config);
    }
  }

  private NoiseResult run(Path out, Map<String, Object> config) {
    LabelledImages test = spec.images().load(spec.data().root(), Split.TEST);
    OptionalInt count = spec.data().count();
    LabelledImages tested = count.isPresent() ? DataSource.first(test, count.getAsInt()) : test;
    test.notes().forEach(listener::note);
    Optional<LabelledImages> train = Optional.empty();
    if (!spec.architectures().isEmpty()) {
      train = Optional.of(spec.images().load(spec.data().root(), Split.TRAIN));
    }
    for (NetworkKey key : spec.networks()) {
      // Fails now rather than after other trainings.
      spec.trainingOf(key).prepare(train.orElseThrow(), test);
    }
    Map<NetworkKey, Subject> models = models(tested);
    Map<String, Object> identity = identity(train, tested);
    models.forEach(
        (key, subject) ->
            identity.put(
                "normalization " + key.architecture(), subject.normalization().toString()));
    try (StudyFolder folder = StudyFolder.claim(out, NAME, identity)) {
      folder.describe(NAME, identity, accuracies.describe(), config);
      listener.claimed(new RunDirectory(out));
      Optional<TrainedNetworks> networks =
          train.map(images -> new TrainedNetworks(out, images, test, events));
      try (Measured measured = Measured.open(out, tested.size())) {
        models.forEach((key, subject) -> measure(key, subject, measured));
        int done = 0;
        for (NetworkKey key : spec.networks()) {
          listener.remark("%d of %d: %s".formatted(++done, spec.networks().size(), key));
          OnnxModel network = networks.orElseThrow().get(key.file(), spec.trainingOf(key));
          measure(key, subject(key, network, tested, spec.normalization()), measured);
        }
        measured.sort(spec.backends());
        NoiseResult result =
            new NoiseResult(
                training(train.map(LabelledImages::size).orElse(0)),
                accuracies.titles(),
                measured.sweeps(spec.backends()),
                networks.map(this::settled).orElse(Map.of()));
        NoiseFiles.write(out, result);
        StudyPages.write(
            out, new NoisePage(result, identity, StudyFolder.command(NAME)).page(), listener);
        return result;
      }
    }
  }

  private Map<NetworkKey, Long> settled(TrainedNetworks networks) {
    Map<NetworkKey, Long> settled = new LinkedHashMap<>();
    for (NetworkKey key : spec.networks()) {
      Long values = networks.settled().get(key.file());
      if (values != null) {
        settled.put(key, values);
      }
    }
    return settled;
  }

  /** Those that are there, which are checked before anything is trained. */
  private Map<NetworkKey, Subject> models(LabelledImages tested) {
    Map<NetworkKey, Subject> models = new LinkedHashMap<>();
    for (ModelSource source : spec.models()) {
      OnnxModel model = source.load();
      NetworkKey key = spec.key(source);
      Subject subject = subject(key, model, tested, spec.normalization(model));
      accuracies.check(subject);
      requireWeights(source, model);
      models.put(key, subject);
    }
    return models;
  }

  private static void requireWeights(ModelSource source, OnnxModel model) {
    try {
      WeightNoise.noisy(model);
    } catch (UnsupportedInputException e) {
      throw new UnsupportedInputException(source.file() + ": " + e.getMessage(), e);
    }
  }

  private Subject subject(
      NetworkKey key, OnnxModel model, LabelledImages images, Normalization normalization) {
    return new Subject(key.toString(), model, images, normalization, spec.training().batch());
  }

  private String training(int images) {
    return "%d epochs over %s images of %d×%d"
        .formatted(
            spec.training().epochs(),
            Figures.count(Math.min(images, spec.training().images().orElse(images))),
            spec.side(),
            spec.side());
  }

  private Map<String, Object> identity(Optional<LabelledImages> train, LabelledImages tested) {
    Map<String, Object> identity = new LinkedHashMap<>();
    identity.put("dataset", tested.name());
    spec.models().forEach(model -> identity.put("model " + model.name(), model.sha256()));
    train.ifPresent(images -> identity.put("train_sha256", images.sha256()));
    identity.put("test_sha256", tested.sha256());
    identity.put("input", spec.side());
    identity.put("normalization", spec.normalization().toString());
    train.ifPresent(
        images ->
            identity.put(
                "train_images",
                Math.min(images.size(), spec.training().images().orElse(images.size()))));
    identity.put("images", tested.size());
    if (train.isPresent()) {
      identity.put("epochs", spec.training().epochs());
      identity.put("lr", spec.training().rate());
    }
    identity.put("batch", spec.training().batch());
    identity.put("backends", accuracies.describe());
    return identity;
  }

  private void measure(NetworkKey key, Subject subject, Measured measured) {
    accuracies.check(subject);
    for (String backend : spec.backends()) {
      List<Point> missing =
          points(key, backend).stream().filter(point -> measured.get(point).isEmpty()).toList();
      if (!missing.isEmpty()) {
        measure(subject, missing, backend, measured);
      }
    }
  }

  /** All that is to be measured of a network; without noise first. */
  private List<Point> points(NetworkKey key, String backend) {
    List<Point> points = new ArrayList<>(List.of(new Point(key, 0, 0, backend)));
    for (double alpha : spec.sweep().alphas()) {
      for (int sample = 0; alpha > 0 && sample < spec.sweep().samples(); sample++) {
        points.add(new Point(key, alpha, sample, backend));
      }
    }
    return points;
  }

  private void measure(Subject subject, List<Point> points, String backend, Measured measured) {
    List<Point> noisy = points.stream().filter(point -> point.alpha() > 0).toList();
    NetworkKey key = points.get(0).network();
    accuracies.measure(
        backend,
        subject,
        trials(subject.model(), key.seed(), noisy),
        new Accuracies.Listener() {
          @Override
          public void clean(Accuracy accuracy) {
            Point without = new Point(key, 0, 0, backend);
            if (measured.get(without).isEmpty()) {
              measured.put(without, accuracy);
            }
          }

          @Override
          public void measured(int trial, Accuracy accuracy) {
            measured.put(noisy.get(trial), accuracy);
          }
        },
        listener);
  }

  /** Noise in every weight of a model, as in training. */
  static Injections trials(OnnxModel model, long seed, List<Point> points) {
    List<Placed> trials = new ArrayList<>();
    for (Point point : points) {
      List<PlacedFault> faults = new ArrayList<>();
      for (String weight : WeightNoise.noisy(model)) {
        long size = model.initializer(weight).orElseThrow().shape().size();
        faults.add(
            new PlacedFault(
                new WeightSite(weight, new Region.All(size)),
                OptionalInt.empty(),
                new RelativeNoise(point.alpha())));
      }
      trials.add(new Placed(point.sample(), faults));
    }
    return new PlacedTrials(model, trials, Ranges.UNKNOWN, seed);
  }
}
