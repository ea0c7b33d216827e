package io.onnxfi.fault;

import java.util.Objects;

/**
 * A fault to be injected.
 *
 * @param site where
 * @param model how
 */
public record Fault(FaultSite site, FaultModel model) {
  /** Checks that nothing is missing. */
  public Fault {
    Objects.requireNonNull(site, "site");
    Objects.requireNonNull(model, "model");
  }
}
