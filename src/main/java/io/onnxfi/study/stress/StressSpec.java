package io.onnxfi.study.stress;

import io.onnxfi.backend.BackendSettings;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.run.DataSource;
import io.onnxfi.run.Execution;
import io.onnxfi.run.ModelSource;
import io.onnxfi.study.StudyPages;
import java.util.List;
import java.util.Objects;

/**
 * What a stress test is.
 *
 * @param models the first is the baseline, with which each of the others is compared
 * @param data all images
 * @param images how many of them, the first; all if there are fewer, or if 0
 * @param backends ids of the frameworks; tables have the answers of the first
 * @param settings how they compute
 * @param batch images per run
 * @param confidence above it, a mistake is a confident one: 0 to 1
 * @param worst how many of the most confident mistakes are listed
 * @param cases how many of them are drawn, with what speaks for either class
 * @param execution how it is carried out
 */
public record StressSpec(
    List<ModelSource> models,
    DataSource data,
    int images,
    List<String> backends,
    BackendSettings settings,
    int batch,
    double confidence,
    int worst,
    int cases,
    Execution execution) {
  /** Checks and copies. */
  public StressSpec {
    models = List.copyOf(models);
    backends = List.copyOf(backends);
    Objects.requireNonNull(data, "data");
    Objects.requireNonNull(settings, "settings");
    Objects.requireNonNull(execution, "execution");
    if (models.isEmpty()) {
      throw MalformedInputException.of("--model", "one or more", "none");
    }
    ModelSource.requireDistinctNames(models);
    StudyPages.requireApart(models.stream().map(ModelSource::name).toList());
    requireCount("--images", images);
    if (!(confidence >= 0 && confidence < 1)) {
      throw MalformedInputException.of(
          "--confidence", "a number from 0 to below 1", Double.toString(confidence));
    }
    requireCount("--worst", worst);
    requireCount("--cases", cases);
  }

  private static void requireCount(String option, int count) {
    if (count < 0) {
      throw MalformedInputException.of(option, "0 or more", Integer.toString(count));
    }
  }
}
