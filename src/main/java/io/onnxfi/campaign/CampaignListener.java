package io.onnxfi.campaign;

import io.onnxfi.outcome.GoldenOutputs;

/** Follows a campaign; called by one thread at a time. */
public interface CampaignListener {
  /** The fault-free run of a backend is done. */
  void golden(String backend, GoldenOutputs golden);

  /** A fault has been tried on all images; faults come in the order of the campaign. */
  void outcome(String backend, FaultOutcome outcome);
}
