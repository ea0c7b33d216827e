package io.onnxfi.sampling;

/**
 * What a campaign costs in time: c = once + n·perFault + n·m·perImage (Cochran, Sampling
 * Techniques, 3rd edition 1977, section 10.6).
 *
 * @param perFault seconds to inject one fault, above 0
 * @param perImage seconds to run one image under a fault, above 0
 * @param once seconds that neither faults nor their images add to, 0 or more
 */
public record CostModel(double perFault, double perImage, double once) {
  /** Checks the ranges. */
  public CostModel {
    if (!(perFault > 0 && perImage > 0 && once >= 0)) {
      throw new IllegalArgumentException(
          "costs of %s, %s and %s seconds".formatted(perFault, perImage, once));
    }
  }

  /** Only what depends on faults and images. */
  public CostModel(double perFault, double perImage) {
    this(perFault, perImage, 0);
  }

  /** Seconds for this many faults with this many images each. */
  public double seconds(double faults, double images) {
    return once + faults * perFault + faults * images * perImage;
  }
}
