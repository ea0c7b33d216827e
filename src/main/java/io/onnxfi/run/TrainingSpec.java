package io.onnxfi.run;

import io.onnxfi.dataset.LabelledImages;
import io.onnxfi.dataset.Normalization;
import io.onnxfi.dataset.Split;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.training.Recipe;
import io.onnxfi.training.Trainer;
import io.onnxfi.training.TrainingBenchmark;
import io.onnxfi.training.TrainingBenchmark.Speeds;
import io.onnxfi.training.TrainingImages;
import io.onnxfi.zoo.Architecture;
import io.onnxfi.zoo.ImageSize;
import io.onnxfi.zoo.ParameterSource;
import io.onnxfi.zoo.Zoo;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What a training is.
 *
 * @param architecture of the zoo
 * @param start what its parameters are before, drawn with the recipe's seed where they are random
 * @param data set; its count is that of the training images to be used
 * @param recipe how weights are changed, and every seed
 * @param validation share of the training images that is kept for validation, from 0 to below 1
 * @param reportsTest whether the test images are reported on after every epoch
 */
public record TrainingSpec(
    String architecture,
    Start start,
    DataSource data,
    Recipe recipe,
    double validation,
    boolean reportsTest) {
  /** Checks. */
  public TrainingSpec {
    Objects.requireNonNull(architecture, "architecture");
    Objects.requireNonNull(start, "start");
    Objects.requireNonNull(data, "data");
    Objects.requireNonNull(recipe, "recipe");
    if (!(validation >= 0 && validation < 1)) {
      throw MalformedInputException.of(
          "--validation", "a share, at least 0 and below 1", Double.toString(validation));
    }
  }

  /**
   * A training whose images are read and checked.
   *
   * @param spec what was asked for
   * @param network to be trained
   * @param untrained the network as it starts
   * @param pretrained where it does from
   * @param trainer with the training images
   * @param test images
   */
  public record Prepared(
      TrainingSpec spec,
      Architecture network,
      OnnxModel untrained,
      Optional<PretrainedWeights> pretrained,
      Trainer trainer,
      LabelledImages test) {
    /**
     * How fast it is on this machine, and how fast the engine alone could be, in a sentence.
     *
     * @param steps that are measured
     * @throws MalformedInputException if they are none
     */
    public String speed(int steps) {
      if (steps < 1) {
        throw MalformedInputException.of("--benchmark", "at least 1 step", Integer.toString(steps));
      }
      Speeds speeds = new TrainingBenchmark(trainer).measure(untrained, steps);
      String clean =
          speeds.clean().isPresent()
              ? String.format(
                  Locale.ROOT,
                  ", without noise %.0f (%.1f %%)",
                  speeds.clean().getAsDouble(),
                  100 * speeds.training() / speeds.clean().getAsDouble())
              : "";
      return String.format(
          Locale.ROOT,
          "%s, batch %d, %d threads: training %.0f images/s%s, engine alone on one fixed batch %.0f"
              + " (%.1f %%)",
          spec.architecture(),
          trainer.recipe().batch(),
          trainer.recipe().threads(),
          speeds.training(),
          clean,
          speeds.engine(),
          100 * speeds.training() / speeds.engine());
    }

    /** What was assumed of the images, and of weights to start from, a line each. */
    public Set<String> notes() {
      Set<String> notes = new LinkedHashSet<>(trainer.images().train().notes());
      notes.addAll(test.notes());
      pretrained.ifPresent(weights -> notes.addAll(weights.notes()));
      return notes;
    }
  }

  /**
   * Reads and checks everything before anything is trained.
   *
   * @throws io.onnxfi.error.OnnxFiException if images are missing or do not fit together
   */
  public Prepared prepare() {
    return prepare(
        data.dataset().load(data.root(), Split.TRAIN),
        data.dataset().load(data.root(), Split.TEST));
  }

  /**
   * The same with images that are read already, as several trainings need them.
   *
   * @param all training images, of which the first are taken
   * @throws io.onnxfi.error.OnnxFiException if images do not fit together
   */
  public Prepared prepare(LabelledImages all, LabelledImages test) {
    Normalization normalization = data.normalization(Map.of());
    LabelledImages train = all;
    if (data.count().isPresent()) {
      train = DataSource.first(train, data.count().getAsInt());
    }
    requireAlike(train, test, normalization);
    TrainingImages kept =
        TrainingImages.of(train, normalization).keeping(validation, recipe.seed());
    Architecture network =
        Zoo.architecture(
            architecture,
            data.dataset().name(),
            new ImageSize(test.channels(), test.height(), test.width()),
            test.classes());
    Optional<PretrainedWeights> pretrained =
        start.file().map(file -> PretrainedWeights.read(file, network));
    ParameterSource random = start.random().values(recipe.seed());
    Architecture learning = start.dropout() > 0 ? network.withDropout(start.dropout()) : network;
    return new Prepared(
        this,
        network,
        learning.build(pretrained.map(weights -> weights.over(random)).orElse(random)),
        pretrained,
        new Trainer(recipe, reportsTest ? kept.reporting(test) : kept),
        test);
  }

  /** Before a network is made for the one and fed with the other. */
  private static void requireAlike(
      LabelledImages train, LabelledImages test, Normalization normalization) {
    if (train.channels() != normalization.channels()) {
      throw MalformedInputException.of(
          "--mean and --std",
          "%d values each, as the images have channels".formatted(train.channels()),
          Integer.toString(normalization.channels()));
    }
    if (train.height() != test.height() || train.width() != test.width()) {
      throw MalformedInputException.of(
          "data set " + train.name(),
          "training and test images of one size",
          "%d×%d and %d×%d (--resize HEIGHTxWIDTH resizes all of them to one size)"
              .formatted(train.height(), train.width(), test.height(), test.width()));
    }
  }
}
