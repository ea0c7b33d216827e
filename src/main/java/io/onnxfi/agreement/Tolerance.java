package io.onnxfi.agreement;

/**
 * When two sides are said to agree.
 *
 * @param images the critical counts of a fault may differ by this many images
 * @param share of the faults for which that must hold, from 0 to 1
 */
public record Tolerance(long images, double share) {
  /** Within 5 images for 95 % of the faults. */
  public static final Tolerance DEFAULT = new Tolerance(5, 0.95);

  /** Checks the ranges. */
  public Tolerance {
    if (images < 0 || !(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException(
          "tolerance of %d images for a share of %s".formatted(images, share));
    }
  }

  /** Whether the two sides of a comparison agree. */
  public boolean holds(Comparison comparison) {
    return comparison.criticalWithin(images) >= share * comparison.faults().size();
  }
}
