package io.onnxfi.fault;

import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Region;
import java.util.Objects;

/**
 * Elements of what a node computes.
 *
 * @param tensor name of the value
 * @param type of its elements
 * @param region within one image's part of it, that is without the first axis
 * @param exposure which images
 */
public record ActivationSite(String tensor, ElementType type, Region region, Exposure exposure)
    implements Site {
  /** Checks that nothing is missing. */
  public ActivationSite {
    Objects.requireNonNull(tensor, "tensor");
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(region, "region");
    Objects.requireNonNull(exposure, "exposure");
  }
}
