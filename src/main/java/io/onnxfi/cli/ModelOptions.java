package io.onnxfi.cli;

import io.onnxfi.run.ModelSource;
import io.onnxfi.tensor.Shape;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What a model file leaves open: the shape of its input, and which output is meant. */
final class ModelOptions {
  @Option(
      names = "--input-shape",
      paramLabel = "CxHxW",
      description =
          "Channels, height and width of the images, if the model leaves the shape of its input"
              + " open.")
  private String inputShape;

  @Option(
      names = "--output",
      paramLabel = "NAME",
      description =
          "The output that is judged, if the model has several. Also read as scores: an output of"
              + " one probability or score per image, and one of class numbers.")
  private String output;

  /** A model, with the shape of its input and the name of an output if these are given. */
  ModelSource source(Path file) {
    Optional<Shape> image =
        Optional.ofNullable(inputShape).map(shape -> ModelSource.image(shape, "--input-shape"));
    return new ModelSource(file, image, Optional.ofNullable(output));
  }
}
