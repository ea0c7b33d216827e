package io.onnxfi.attribution;

import io.onnxfi.fault.ImageCounts;

/**
 * When counts are said to match.
 *
 * @param images each of masked, non_critical and critical may be off by this many
 */
public record CountTolerance(long images) {
  /** Checks the range. */
  public CountTolerance {
    if (images < 0) {
      throw new IllegalArgumentException("a tolerance of %d images".formatted(images));
    }
  }

  /** A share of the images, rounded down: 0.01 for one percent. */
  public static CountTolerance share(double share, long images) {
    return new CountTolerance((long) (share * images));
  }

  boolean holds(ImageCounts a, ImageCounts b) {
    return distance(a, b) <= images;
  }

  /** The largest difference of a column, in images. */
  static long distance(ImageCounts a, ImageCounts b) {
    return Math.max(
        Math.abs(a.masked() - b.masked()),
        Math.max(
            Math.abs(a.nonCritical() - b.nonCritical()), Math.abs(a.critical() - b.critical())));
  }

  @Override
  public String toString() {
    return images == 0 ? "exactly" : "within %d images in every column".formatted(images);
  }
}
