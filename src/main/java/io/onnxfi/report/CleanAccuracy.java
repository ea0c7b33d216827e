package io.onnxfi.report;

import java.util.Locale;

/**
 * How well a model does without any fault.
 *
 * @param correct images classified as labelled
 * @param images all images that were tried without a fault; a single fault may have had fewer
 */
public record CleanAccuracy(long correct, long images) {
  /** Checks. */
  public CleanAccuracy {
    if (correct < 0 || correct > images) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%d of %d images are correct", correct, images));
    }
  }
}
