package io.onnxfi.fault;

import io.onnxfi.fault.model.FaultModel;
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
}
