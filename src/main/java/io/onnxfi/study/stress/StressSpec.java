package io.onnxfi.study.stress;

import io.onnxfi.backend.BackendSettings;
import io.onnxfi.corruption.CommonCorruption;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.run.DataSource;
import io.onnxfi.run.Execution;
import io.onnxfi.run.ModelSource;
import io.onnxfi.run.Start;
import io.onnxfi.run.TrainingSpec;
import io.onnxfi.study.StudyPages;
import io.onnxfi.training.Recipe;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * What a stress test is.
 *
 * @param training of networks that are compared, the first of all, if any are trained
 * @param models that are there; without a training the first is the baseline, with which each of
 *     the others is compared
 * @param data all images
 * @param images how many of them, the first; all if there are fewer, or if 0
 * @param backends ids of the frameworks; tables have the answers of the first
 * @param settings how they compute
 * @param batch images per run
 * @param confidence above it, a mistake is a confident one: 0 to 1
 * @param worst how many of the most confident mistakes are listed
 * @param cases how many of them are drawn, with what speaks for either class
 * @param faults of a run of the first model, in which that is asked too
 * @param corruptions of the images, under which all models are asked too
 * @param execution how it is carried out
 */
public record StressSpec(
    Optional<Training> training,
    List<ModelSource> models,
    DataSource data,
    int images,
    List<String> backends,
    BackendSettings settings,
    int batch,
    double confidence,
    int worst,
    int cases,
    Optional<Faults> faults,
    List<CommonCorruption> corruptions,
    Execution execution) {
  /** Names of the networks that are trained, the baseline first. */
  static final List<String> TRAINED = List.of("baseline", "changed");

  /**
   * The most critical faults of a run.
   *
   * @param run its folder
   * @param count how many
   */
  public record Faults(Path run, int count) {
    /** Checks. */
    public Faults {
      Objects.requireNonNull(run, "run");
      requireCount("--faults", count);
    }
  }

  /**
   * Networks that are trained.
   *
   * @param architecture of the zoo
   * @param seed of both
   * @param images the first so many training images; all if empty
   * @param baseline how the first is trained
   * @param change what is otherwise with the second, in words
   * @param changed how it is trained
   */
  public record Training(
      String architecture,
      long seed,
      OptionalInt images,
      Lesson baseline,
      String change,
      Lesson changed) {
    /** Checks that nothing is missing. */
    public Training {
      Objects.requireNonNull(baseline, "baseline");
      Objects.requireNonNull(changed, "changed");
    }
  }

  /**
   * How a network is trained.
   *
   * @param start what it begins with
   * @param recipe its seed does not matter
   */
  public record Lesson(Start start, Recipe recipe) {
    /** Checks that nothing is missing. */
    public Lesson {
      Objects.requireNonNull(start, "start");
      Objects.requireNonNull(recipe, "recipe");
    }
  }

  /** Checks and copies. */
  public StressSpec {
    models = List.copyOf(models);
    corruptions = corruptions.stream().distinct().sorted().toList();
    backends = List.copyOf(backends);
    Objects.requireNonNull(data, "data");
    Objects.requireNonNull(settings, "settings");
    Objects.requireNonNull(execution, "execution");
    if (models.isEmpty() && training.isEmpty()) {
      throw new MalformedInputException(
          "expected an ARCH to train or a --model to ask, found neither");
    }
    if (faults.isPresent() && (models.isEmpty() || training.isPresent())) {
      throw new MalformedInputException(
          "--faults-of: expected the run's model as the first --model, without an ARCH");
    }
    ModelSource.requireDistinctNames(models);
    StudyPages.requireApart(names(training, models));
    requireCount("--images", images);
    if (!(confidence >= 0 && confidence < 1)) {
      throw MalformedInputException.of(
          "--confidence", "a number from 0 to below 1", Double.toString(confidence));
    }
    requireCount("--worst", worst);
    requireCount("--cases", cases);
  }

  private static List<String> names(Optional<Training> training, List<ModelSource> models) {
    return Stream.concat(
            training.stream().flatMap(trained -> TRAINED.stream()),
            models.stream().map(ModelSource::name))
        .toList();
  }

  /** What results are called by, the baseline first. */
  List<String> names() {
    return names(training, models);
  }

  /** The training of a network. */
  TrainingSpec trainingOf(String name) {
    Training all = training.orElseThrow();
    Lesson lesson = name.equals(TRAINED.get(0)) ? all.baseline() : all.changed();
    return new TrainingSpec(
        all.architecture(),
        lesson.start(),
        new DataSource(data.dataset(), data.root(), all.images(), data.normalization()),
        lesson.recipe().withSeed(all.seed()),
        0,
        true);
  }

  private static void requireCount(String option, int count) {
    if (count < 0) {
      throw MalformedInputException.of(option, "0 or more", Integer.toString(count));
    }
  }
}
