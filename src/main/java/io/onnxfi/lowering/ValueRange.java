package io.onnxfi.lowering;

/**
 * Between which numbers a value lies.
 *
 * @param least the smallest
 * @param most the largest, not below it
 */
public record ValueRange(float least, float most) {
  /** Checks. */
  public ValueRange {
    if (!(Float.isFinite(least) && Float.isFinite(most) && least <= most)) {
      throw new IllegalArgumentException("a range from %s to %s".formatted(least, most));
    }
  }
}
