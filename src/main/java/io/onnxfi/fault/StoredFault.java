package io.onnxfi.fault;

import java.util.Objects;

/**
 * A fault found in a model.
 *
 * @param site where it is stored
 * @param model how it changes the bit
 */
public record StoredFault(StoredBit site, FaultModel model) {
  /** Checks that nothing is missing. */
  public StoredFault {
    Objects.requireNonNull(site, "site");
    Objects.requireNonNull(model, "model");
  }
}
