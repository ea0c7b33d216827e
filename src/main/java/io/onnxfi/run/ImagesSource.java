package io.onnxfi.run;

import io.onnxfi.dataset.LabelledImages;
import io.onnxfi.dataset.Normalization;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.workload.ImageWorkload;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * Images that are in memory already, as what was sent to another machine.
 *
 * @param images all that there are
 * @param normalization of their pixels
 */
record ImagesSource(LabelledImages images, Normalization normalization) implements WorkloadSource {
  /** Checks that both are there. */
  ImagesSource {
    Objects.requireNonNull(images, "images");
    Objects.requireNonNull(normalization, "normalization");
  }

  @Override
  public ImageWorkload workload(OnnxModel model) {
    return new ImageWorkload(images, normalization);
  }

  @Override
  public List<Path> files() {
    return List.of();
  }

  @Override
  public OptionalInt count() {
    return OptionalInt.of(images.size());
  }

  @Override
  public ImagesSource first(int samples) {
    return new ImagesSource(DataSource.first(images, samples), normalization);
  }
}
