package io.onnxfi.fault;

import io.onnxfi.tensor.Region;
import java.util.Objects;

/**
 * Elements of an initializer.
 *
 * @param tensor its name
 * @param region in the order in which the model stores it
 */
public record WeightSite(String tensor, Region region) implements Site {
  /** Checks that nothing is missing. */
  public WeightSite {
    Objects.requireNonNull(tensor, "tensor");
    Objects.requireNonNull(region, "region");
  }

  @Override
  public Footprint footprint() {
    return new Footprint.Known(region);
  }
}
