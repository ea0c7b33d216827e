package io.onnxfi.study.aware;

import io.onnxfi.dataset.LabelledImages;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.run.DataSource;
import io.onnxfi.run.Execution;
import io.onnxfi.run.ModelSource;
import io.onnxfi.run.Start;
import io.onnxfi.run.TrainingSpec;
import io.onnxfi.study.StudyPages;
import io.onnxfi.training.OutputErrors;
import io.onnxfi.training.Recipe;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a study of training under errors is.
 *
 * @param training of the two networks that are compared, if any are trained
 * @param models that are there, to be measured too; without a training the first is the baseline
 * @param data all images
 * @param images how many test images, the first; all if there are fewer, or if 0
 * @param test the errors under which networks are measured
 * @param compilers what else is done to them
 * @param batch images per run
 * @param execution how ONNX Runtime is run
 */
public record AwareSpec(
    Optional<Training> training,
    List<ModelSource> models,
    DataSource data,
    int images,
    Test test,
    Compilers compilers,
    int batch,
    Execution execution) {
  /** Names of the networks that are trained, the baseline first. */
  static final List<String> TRAINED = List.of("standard", "error-aware");

  /**
   * How the networks are trained.
   *
   * @param architecture of the zoo
   * @param start what both begin with
   * @param aware with errors; its seed does not matter
   * @param standard without errors; likewise
   * @param seeds a network of each kind for every one
   * @param images the first so many training images; all if empty
   */
  public record Training(
      String architecture,
      Start start,
      Recipe aware,
      Recipe standard,
      List<Long> seeds,
      OptionalInt images) {
    /** Checks and copies. */
    public Training {
      Objects.requireNonNull(start, "start");
      seeds = seeds.stream().sorted().toList();
      if (seeds.isEmpty() || seeds.stream().distinct().count() < seeds.size()) {
        throw MalformedInputException.of("--seeds", "one or more, each once", seeds.toString());
      }
      if (aware.hooks().outputs().isEmpty()) {
        throw new MalformedInputException(
            "--error-probability and --error-sigma: expected errors to learn under, found none");
      }
    }

    private Recipe recipe(String name) {
      return name.equals(TRAINED.get(0)) ? standard : aware;
    }
  }

  /**
   * Errors in outputs.
   *
   * @param errors of which the numbers of the first epoch count
   * @param draws how many
   * @param seed of all draws
   */
  public record Test(OutputErrors errors, int draws, long seed) {
    /** Checks. */
    public Test {
      Objects.requireNonNull(errors, "errors");
      requireAtLeast("--draws", 1, draws);
    }
  }

  /**
   * What compilers do.
   *
   * @param lowerings each is compared with the float32 model
   * @param calibration images by which the ranges of 8-bit integers are found
   */
  public record Compilers(List<Lowering> lowerings, int calibration) {
    /** Checks and copies. */
    public Compilers {
      lowerings = List.copyOf(lowerings);
      requireAtLeast("--calibration", 1, calibration);
    }
  }

  /** Checks and copies. */
  public AwareSpec {
    models = List.copyOf(models);
    Objects.requireNonNull(data, "data");
    Objects.requireNonNull(execution, "execution");
    requireAtLeast("--images", 0, images);
    if (training.isEmpty() && models.isEmpty()) {
      throw new MalformedInputException(
          "expected an ARCH to train or a --model to measure, found neither");
    }
    if (!models.isEmpty()) {
      ModelSource.requireDistinctNames(models);
      StudyPages.requireApart(models.stream().map(ModelSource::name).toList());
      for (ModelSource model : models) {
        if (training.isPresent() && TRAINED.contains(model.name())) {
          throw MalformedInputException.of(
              "--model " + model.file(), "another name than those of the trained", model.name());
        }
      }
    }
  }

  private static void requireAtLeast(String option, int least, int found) {
    if (found < least) {
      throw MalformedInputException.of(option, least + " or more", Integer.toString(found));
    }
  }

  /** The test images that are used. */
  LabelledImages tested(LabelledImages all) {
    return images == 0 ? all : DataSource.first(all, Math.min(images, all.size()));
  }

  /** The training of a network. */
  TrainingSpec trainingOf(String name, long seed) {
    Training all = training.orElseThrow();
    return new TrainingSpec(
        all.architecture(),
        all.start(),
        new DataSource(data.dataset(), data.root(), all.images(), data.normalization()),
        all.recipe(name).withSeed(seed),
        0,
        true);
  }
}
