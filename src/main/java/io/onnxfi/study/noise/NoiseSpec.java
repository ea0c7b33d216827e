package io.onnxfi.study.noise;

import io.onnxfi.backend.BackendSettings;
import io.onnxfi.dataset.Dataset;
import io.onnxfi.dataset.ImageView;
import io.onnxfi.dataset.Normalization;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.run.DataSource;
import io.onnxfi.run.Execution;
import io.onnxfi.run.ModelSource;
import io.onnxfi.run.Start;
import io.onnxfi.run.TrainingSpec;
import io.onnxfi.study.StudyPages;
import io.onnxfi.tensor.Shape;
import io.onnxfi.training.Adam;
import io.onnxfi.training.Hooks;
import io.onnxfi.training.Recipe;
import io.onnxfi.training.Recipe.Regularization;
import io.onnxfi.training.Schedule;
import io.onnxfi.zoo.Initialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * What a study of noise in weights is.
 *
 * @param architectures of the zoo, to be trained
 * @param models that are there, to be tested only
 * @param data its count is that of the test images; its normalisation, if it has one, is that of
 *     all images; else networks that are trained see pixels from 0 to 1, and models what they say
 * @param side height and width to which images are resized
 * @param training how networks are trained
 * @param sweep how they are tested
 * @param backends ids of the frameworks; tables have the accuracies of the first
 * @param settings of the frameworks
 * @param execution how they are run
 */
public record NoiseSpec(
    List<String> architectures,
    List<ModelSource> models,
    DataSource data,
    int side,
    Training training,
    Sweep sweep,
    List<String> backends,
    BackendSettings settings,
    Execution execution) {
  /** The architectures of the published study. */
  public static final List<String> ARCHITECTURES =
      List.of("mlp_small", "mlp_medium", "mlp_large", "cnn", "resnet18");

  private static final int CHANNELS = 3;

  /** Pixels from 0 to 1, as in the published study. */
  private static final Normalization PIXELS =
      Normalization.of(new float[] {0, 0, 0}, new float[] {1, 1, 1});

  private static final String RESIDUAL = "resnet18";

  /**
   * How networks are trained: by Adam at a constant rate, as published.
   *
   * @param regimes with noise, without
   * @param seeds one network each
   * @param alpha noise of the noisy regime, as a multiple of each tensor's standard deviation
   * @param epochs passes over the images
   * @param batch images per step
   * @param rate learning rate
   * @param images the first so many; all if empty
   * @param threads of the framework that trains
   */
  public record Training(
      List<Regime> regimes,
      List<Long> seeds,
      double alpha,
      int epochs,
      int batch,
      double rate,
      OptionalInt images,
      int threads) {
    /** Checks and copies. */
    public Training {
      regimes = List.copyOf(regimes);
      seeds = distinct("--seeds", seeds);
      requireAlpha("--alpha-train", alpha);
      if (alpha == 0 && regimes.contains(Regime.NOISY)) {
        throw MalformedInputException.of(
            "--alpha-train", "a number above 0 for the noisy regime", "0");
      }
      if (epochs < 1 || batch < 1) {
        throw MalformedInputException.of(
            "--epochs and --batch", "at least 1", "%d and %d".formatted(epochs, batch));
      }
      if (!(rate > 0 && Double.isFinite(rate))) {
        throw MalformedInputException.of("--lr", "a number above 0", Double.toString(rate));
      }
    }
  }

  /**
   * How networks are tested.
   *
   * @param alphas noise, as a multiple of each tensor's standard deviation; 0 and 0.1 are always
   *     among them; ascending
   * @param samples of noise at every alpha above 0
   */
  public record Sweep(List<Double> alphas, int samples) {
    /** The one at which the published study states drops of accuracy. */
    public static final double TELLING = 0.1;

    /** Checks, sorts and completes. */
    public Sweep {
      alphas.forEach(alpha -> requireAlpha("--alpha-test", alpha));
      alphas =
          DoubleStream.concat(
                  DoubleStream.of(0, TELLING), alphas.stream().mapToDouble(alpha -> alpha + 0.0))
              .distinct()
              .sorted()
              .boxed()
              .toList();
      if (samples < 1) {
        throw MalformedInputException.of("--samples", "at least 1", Integer.toString(samples));
      }
    }
  }

  /** Checks and copies. */
  public NoiseSpec {
    models = models.isEmpty() ? List.of() : distinct("--model", models);
    if (models.isEmpty() || !architectures.isEmpty()) {
      architectures =
          distinct("architectures", architectures.isEmpty() ? ARCHITECTURES : architectures);
    }
    ModelSource.requireDistinctNames(models);
    StudyPages.requireApart(
        Stream.concat(architectures.stream(), models.stream().map(ModelSource::name))
            .distinct()
            .toList());
    Objects.requireNonNull(data, "data");
    Objects.requireNonNull(training, "training");
    Objects.requireNonNull(sweep, "sweep");
    Objects.requireNonNull(settings, "settings");
    Objects.requireNonNull(execution, "execution");
    backends = distinct("--backend", backends);
    if (side < 1) {
      throw MalformedInputException.of(
          "--input", "height and width in pixels, such as 32", Integer.toString(side));
    }
  }

  private static void requireAlpha(String option, double alpha) {
    if (!(alpha >= 0 && Double.isFinite(alpha))) {
      throw MalformedInputException.of(
          option, "a finite number, 0 or more", Double.toString(alpha));
    }
  }

  private static <T> List<T> distinct(String option, List<T> values) {
    if (values.isEmpty() || values.stream().distinct().count() < values.size()) {
      throw MalformedInputException.of(option, "one or more, each once", values.toString());
    }
    return List.copyOf(values);
  }

  /** What images are to networks that are trained. */
  Normalization normalization() {
    return data.normalization().orElse(PIXELS);
  }

  /** What images are to a model that is there. */
  Normalization normalization(OnnxModel model) {
    return data.normalization(model.metadata());
  }

  /** A model that is there. */
  NetworkKey key(ModelSource model) {
    return new NetworkKey(model.name(), Regime.GIVEN, 0, data.dataset().name(), 0);
  }

  /** The networks in the order in which they are trained: both regimes of one seed together. */
  List<NetworkKey> networks() {
    List<NetworkKey> keys = new ArrayList<>();
    for (String architecture : architectures) {
      for (long seed : training.seeds()) {
        for (Regime regime : training.regimes()) {
          keys.add(
              new NetworkKey(architecture, regime, seed, data.dataset().name(), training.alpha()));
        }
      }
    }
    return keys;
  }

  /** The data set in the size that networks take, in colours. */
  Dataset images() {
    return ImageView.of(data.dataset(), data.root(), Shape.of(CHANNELS, side, side));
  }

  /** The training of a network. */
  TrainingSpec trainingOf(NetworkKey key) {
    Recipe recipe =
        new Recipe(
            training.epochs(),
            training.batch(),
            key.seed(),
            new Schedule.Constant(training.rate(), 0),
            Adam.coupled(0),
            Regularization.NONE,
            key.regime() == Regime.NOISY ? Hooks.weightNoise(key.alphaTrain()) : Hooks.NONE,
            0,
            training.threads());
    return new TrainingSpec(
        key.architecture(),
        Start.of(
            key.architecture().equals(RESIDUAL)
                ? Initialization.TORCHVISION
                : Initialization.TORCH),
        new DataSource(images(), data.root(), training.images(), Optional.of(normalization())),
        recipe,
        0,
        false);
  }

  /**
   * The same with other architectures, regimes, seeds, epochs and tests: a quick check.
   *
   * @throws MalformedInputException if it is to test models that are there
   */
  public NoiseSpec sanity() {
    return new NoiseSpec(
        List.of("mlp_small"),
        List.of(),
        data,
        side,
        new Training(
            List.of(Regime.CLEAN, Regime.NOISY),
            List.of(training.seeds().get(0)),
            training.alpha(),
            1,
            training.batch(),
            training.rate(),
            training.images(),
            training.threads()),
        new Sweep(List.of(), sweep.samples()),
        backends,
        settings,
        execution);
  }
}
