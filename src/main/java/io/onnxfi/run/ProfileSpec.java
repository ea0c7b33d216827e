package io.onnxfi.run;

import io.onnxfi.backend.BackendSettings;
import io.onnxfi.fault.LayerFilter;
import java.util.Objects;
import java.util.Optional;

/**
 * What a profile is made of.
 *
 * @param model that runs without faults
 * @param data the images
 * @param backend id of the framework
 * @param settings how it computes
 * @param batch images per run; a model that takes one number only gets that
 * @param threads that run batches side by side; they make no difference to the result
 * @param layers chooses values by their names or those of their nodes or layers; all if empty
 */
public record ProfileSpec(
    ModelSource model,
    DataSource data,
    String backend,
    BackendSettings settings,
    int batch,
    int threads,
    Optional<LayerFilter> layers) {
  /** Checks that nothing is missing. */
  public ProfileSpec {
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(data, "data");
    Objects.requireNonNull(backend, "backend");
    Objects.requireNonNull(settings, "settings");
    Objects.requireNonNull(layers, "layers");
  }
}
