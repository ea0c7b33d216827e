package io.onnxfi.fault;

import io.onnxfi.fault.model.FaultModel;
import io.onnxfi.tensor.Region;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * A fault of a list whose place in a model is known.
 *
 * @param site where
 * @param bit the bit that the list names, 0 is the least significant; none where the fault model
 *     chooses
 * @param model what happens there
 */
public record PlacedFault(Site site, OptionalInt bit, FaultModel model) {
  /** Checks that nothing is missing. */
  public PlacedFault {
    Objects.requireNonNull(site, "site");
    Objects.requireNonNull(bit, "bit");
    Objects.requireNonNull(model, "model");
  }

  /**
   * A fault in one bit of a weight.
   *
   * @param tensor name of the initializer
   * @param index row-major position of the element, from 0
   * @param bit position in the element, 0 is the least significant
   */
  public static PlacedFault ofBit(String tensor, long index, int bit, FaultModel model) {
    return new PlacedFault(
        new WeightSite(tensor, new Region.Element(index)), OptionalInt.of(bit), model);
  }
}
