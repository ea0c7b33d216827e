package io.onnxfi.run;

import java.util.Objects;
import java.util.Optional;

/**
 * Which images are to be explained, and how.
 *
 * @param model a classifier
 * @param data the images to choose from
 * @param images numbers from 0, as {@code 3,17,20-25}
 * @param layer that is looked at: a layer, node or value; the last convolution if empty
 * @param label {@value #PREDICTED}, {@value #TRUE}, the name of a class or its number
 */
public record ExplanationSpec(
    ModelSource model, DataSource data, String images, Optional<String> layer, String label) {
  /** Explains what is predicted. */
  public static final String PREDICTED = "predicted";

  /** Explains what each image is labelled as. */
  public static final String TRUE = "true";

  /** Checks that nothing is missing. */
  public ExplanationSpec {
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(data, "data");
    Objects.requireNonNull(images, "images");
    Objects.requireNonNull(layer, "layer");
    Objects.requireNonNull(label, "label");
  }
}
