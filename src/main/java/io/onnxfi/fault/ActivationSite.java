package io.onnxfi.fault;

import io.onnxfi.tensor.ElementType;
import java.util.Objects;

/**
 * Elements of what a node computes.
 *
 * @param tensor name of the value
 * @param type of its elements
 * @param footprint within one image's part of it, that is without the first axis
 * @param exposure which images
 */
public record ActivationSite(
    String tensor, ElementType type, Footprint footprint, Exposure exposure) implements Site {
  /** Checks that nothing is missing. */
  public ActivationSite {
    Objects.requireNonNull(tensor, "tensor");
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(footprint, "footprint");
    Objects.requireNonNull(exposure, "exposure");
  }
}
