package io.onnxfi.agreement;

import io.onnxfi.outcome.ImageOutcome;

/** How often each pair of outcomes met, image by image, on two sides. */
public final class Confusion {
  private final long[][] counts = new long[ImageOutcome.COUNT][ImageOutcome.COUNT];

  /**
   * Adds the images of one fault.
   *
   * @param left outcome codes of the first side, one per image
   * @param right outcome codes of the second side
   */
  public void add(byte[] left, byte[] right) {
    if (left.length != right.length) {
      throw new IllegalArgumentException(
          "%d images on one side, %d on the other".formatted(left.length, right.length));
    }
    for (int image = 0; image < left.length; image++) {
      counts[left[image]][right[image]]++;
    }
  }

  /** Pairs of this outcome on the first side and that on the second. */
  public long count(ImageOutcome left, ImageOutcome right) {
    return counts[left.code()][right.code()];
  }

  /** All pairs. */
  public long total() {
    long total = 0;
    for (long[] row : counts) {
      for (long count : row) {
        total += count;
      }
    }
    return total;
  }

  /** Pairs with the same outcome on both sides. */
  public long agreeing() {
    long agreeing = 0;
    for (int code = 0; code < ImageOutcome.COUNT; code++) {
      agreeing += counts[code][code];
    }
    return agreeing;
  }
}
