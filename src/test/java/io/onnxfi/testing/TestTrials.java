package io.onnxfi.testing;

import io.onnxfi.fault.FaultSite;
import io.onnxfi.fault.ImageCounts;
import io.onnxfi.fault.TensorIndex;
import io.onnxfi.fault.Trial;
import io.onnxfi.outcome.TrialOutcome;

/** Trials and outcomes of no model in particular. */
public final class TestTrials {
  private TestTrials() {}

  /** A trial in the element of its own number. */
  public static Trial trial(int id, String layer, int bit) {
    return Trial.listed(id, new FaultSite(layer, TensorIndex.of(id), bit));
  }

  /** An outcome in which no image is masked. */
  public static TrialOutcome outcome(int id, String layer, int bit, long images, long critical) {
    return TrialOutcome.of(
        trial(id, layer, bit), new ImageCounts(images, 0, images - critical, critical));
  }

  /** The same of a trial whose number does not matter. */
  public static TrialOutcome outcome(String layer, int bit, long images, long critical) {
    return outcome(0, layer, bit, images, critical);
  }
}
