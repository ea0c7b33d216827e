package io.onnxfi.campaign;

import io.onnxfi.error.OnnxFiException;
import io.onnxfi.fault.Fault;
import io.onnxfi.injection.Injector;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.outcome.ImageOutcome;
import io.onnxfi.outcome.OutcomeCounts;
import io.onnxfi.tensor.ElementType;
import java.util.Arrays;

/**
 * Faults with which a model does not run: they are outcomes and do not end a campaign.
 *
 * <p>One run that fails decides for all images of the fault, so that the outcome does not depend on
 * which images were run together.
 */
public final class Crash {
  private Crash() {}

  /** The outcome: detected for every image. */
  public static FaultOutcome outcome(Campaign campaign, int position, Fault fault) {
    byte[] images = new byte[campaign.imagesPerFault()];
    Arrays.fill(images, ImageOutcome.DUE.code());
    return new FaultOutcome(position, fault, OutcomeCounts.crashed(images.length), images);
  }

  /**
   * Whether a fault leaves no ONNX model: an extent, an axis, an index or a divisor that native
   * code must not see. Only such integers can; weights of any value are sound.
   */
  public static boolean isCertain(OnnxModel model, Fault fault) {
    ElementType type = model.initializer(fault.site().initializer()).orElseThrow().type();
    if (type != ElementType.INT64 && type != ElementType.INT32) {
      return false;
    }
    try {
      model.withElementBits(Injector.edit(model, fault)).requireSound("the faulty model");
      return false;
    } catch (OnnxFiException e) {
      return true;
    }
  }
}
