package io.onnxfi.campaign;

import io.onnxfi.backend.Backend;
import java.util.function.IntPredicate;

/** A way to run a campaign; all give the same outcomes, to the bit. */
public interface Engine {
  /**
   * Runs every fault on every image in one backend.
   *
   * @param done whether the outcome of the fault at a place is known already: it is left out
   * @param listener told of the golden run and of each fault
   */
  void run(Campaign campaign, Backend backend, IntPredicate done, CampaignListener listener);

  /** Runs every fault. */
  default void run(Campaign campaign, Backend backend, CampaignListener listener) {
    run(campaign, backend, position -> false, listener);
  }
}
