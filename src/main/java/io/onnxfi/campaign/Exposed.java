package io.onnxfi.campaign;

import io.onnxfi.fault.Exposure;
import io.onnxfi.injection.Injection;
import io.onnxfi.injection.ValueEdit;
import io.onnxfi.tensor.Tensor;
import java.util.function.IntUnaryOperator;

/** Which images of a campaign a fault in an activation reaches. */
public final class Exposed {
  private Exposed() {}

  /** Whether the image at a place is reached. */
  public static boolean is(Campaign campaign, Exposure exposure, int place) {
    if (exposure instanceof Exposure.Image one) {
      return campaign.sample().image(place) == one.number();
    }
    if (exposure instanceof Exposure.Inference one) {
      return place / campaign.batch() == one.number();
    }
    return true;
  }

  /** Whether an injection changes anything for the image at a place: weights do for every image. */
  public static boolean is(Campaign campaign, Injection injection, int place) {
    return !injection.edits().isEmpty()
        || injection.values().stream().anyMatch(edit -> is(campaign, edit.exposure(), place));
  }

  /**
   * Changes a value for those images that are reached.
   *
   * @param places from the row to the place of its image
   * @param images rows that are images; others only fill a batch up
   */
  public static void change(
      Campaign campaign,
      Injection injection,
      String value,
      Tensor rows,
      IntUnaryOperator places,
      int images) {
    for (ValueEdit edit : injection.values()) {
      if (edit.value().equals(value)) {
        for (int row = 0; row < images; row++) {
          if (is(campaign, edit.exposure(), places.applyAsInt(row))) {
            edit.applyTo(rows, row);
          }
        }
      }
    }
  }
}
