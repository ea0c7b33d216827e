package io.onnxfi.sampling;

/**
 * What a campaign costs in time: c = n·perFault + n·m·perImage (Cochran, Sampling Techniques, 3rd
 * edition 1977, section 10.6).
 *
 * @param perFault seconds to inject one fault, above 0
 * @param perImage seconds to run one image under a fault, above 0
 */
public record CostModel(double perFault, double perImage) {
  /** Checks the ranges. */
  public CostModel {
    if (!(perFault > 0 && perImage > 0)) {
      throw new IllegalArgumentException(
          "costs of %s and %s seconds".formatted(perFault, perImage));
    }
  }

  /** Seconds for so many faults with so many images each. */
  public double seconds(double faults, double images) {
    return faults * perFault + faults * images * perImage;
  }

  /**
   * Images per fault that reach any margin at least cost: m = √(S₂²/(S₁² − S₂²/T))·√(c₁/c₂)
   * (Cochran, equation 10.26), rounded, at least 1; all of them where faults hardly differ.
   *
   * @param images T: number of images of the data set
   */
  public int cheapestImages(VarianceComponents variance, int images) {
    double between = variance.between() - variance.within() / images;
    if (between <= 0) {
      return images;
    }
    double optimum = Math.sqrt(variance.within() / between * perFault / perImage);
    return (int) Math.max(1, Math.min(images, Math.rint(optimum)));
  }
}
