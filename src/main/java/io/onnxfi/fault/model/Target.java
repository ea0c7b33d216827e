package io.onnxfi.fault.model;

import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Region;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.function.Supplier;

/**
 * What a fault hits.
 *
 * @param tensor its name in the model
 * @param type of the elements
 * @param region which elements of the tensor
 * @param bit the bit that the list names, 0 is the least significant; none where the model chooses
 * @param spread of all fault-free elements of the tensor; computed when it is asked for
 */
public record Target(
    String tensor, ElementType type, Region region, OptionalInt bit, Supplier<Spread> spread) {
  /** Checks that nothing is missing. */
  public Target {
    Objects.requireNonNull(tensor, "tensor");
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(region, "region");
    Objects.requireNonNull(bit, "bit");
    Objects.requireNonNull(spread, "spread");
  }
}
