package io.onnxfi.campaign;

import io.onnxfi.backend.Backend;
import java.util.Set;

/** A way to run a campaign; all give the same outcomes, to the bit. */
public interface Engine {
  /**
   * Runs every fault on every image in one backend.
   *
   * @param done places of faults whose outcomes are known already: they are left out
   * @param listener told of the golden run and of each fault
   */
  void run(Campaign campaign, Backend backend, Set<Integer> done, CampaignListener listener);

  /** Runs every fault. */
  default void run(Campaign campaign, Backend backend, CampaignListener listener) {
    run(campaign, backend, Set.of(), listener);
  }
}
