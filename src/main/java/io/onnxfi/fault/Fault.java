package io.onnxfi.fault;

import io.onnxfi.fault.model.FaultModel;
import java.util.Objects;

/**
 * A fault as a list names it.
 *
 * @param site where
 * @param model what happens there
 */
public record Fault(FaultSite site, FaultModel model) {
  /** Checks that nothing is missing. */
  public Fault {
    Objects.requireNonNull(site, "site");
    Objects.requireNonNull(model, "model");
  }

  /** Whether anything about it is drawn when it is injected: where, or what happens there. */
  public boolean isRandom() {
    return model.isRandom() || site.extent().reach().isRandom();
  }
}
