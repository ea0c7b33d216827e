package io.onnxfi.campaign;

import io.onnxfi.backend.Backend;

/** A way to run a campaign; all give the same outcomes, to the bit. */
public interface Engine {
  /**
   * Runs every fault on every image in one backend.
   *
   * @param listener told of the golden run and of each fault
   */
  void run(Campaign campaign, Backend backend, CampaignListener listener);
}
