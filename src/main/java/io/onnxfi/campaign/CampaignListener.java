package io.onnxfi.campaign;

import io.onnxfi.outcome.GoldenOutputs;
import java.util.List;

/** Follows a campaign; called by one thread at a time. */
public interface CampaignListener {
  /** The fault-free run of a backend is done. */
  void golden(String backend, GoldenOutputs golden);

  /** An engine that cuts the model has decided where. */
  default void planned(String backend, Cuts cuts) {}

  /** A round of faults is done; in random order, those done so far are a random sample of all. */
  default void round(String backend) {}

  /** Asked after each round: whether to go on with the next one. */
  default boolean wantsMore(String backend) {
    return true;
  }

  /** An engine is done with the faults, if it counts what they took. */
  default void worked(String backend, Effort effort) {}

  /** A fault has been tried on some of its images. */
  default void part(String backend, FaultTally tally) {}

  /** What is known of faults that have been tried on some of their images. */
  default List<FaultTally> parts(String backend) {
    return List.of();
  }

  /** A fault has been tried on all its images; faults may come in any order. */
  void outcome(String backend, FaultOutcome outcome);
}
