package io.onnxfi.testing;

import io.onnxfi.fault.FaultList;
import io.onnxfi.fault.FaultResolver;
import io.onnxfi.fault.FaultSite;
import io.onnxfi.fault.ImageCounts;
import io.onnxfi.fault.PlacedFault;
import io.onnxfi.fault.TensorIndex;
import io.onnxfi.fault.Trial;
import io.onnxfi.fault.model.BitFlip;
import io.onnxfi.outcome.TrialOutcome;
import java.util.List;

/** Trials and outcomes of no model in particular. */
public final class TestTrials {
  private TestTrials() {}

  /** A trial in the element of its own number. */
  public static Trial trial(int id, String layer, int bit) {
    return Trial.listed(id, new FaultSite(layer, TensorIndex.of(id), bit));
  }

  /** The faults of a list with one in each trial, bit flips unless it names models. */
  public static List<PlacedFault> place(FaultResolver resolver, FaultList list) {
    return resolver.place(list, new BitFlip()).stream().flatMap(List::stream).toList();
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
