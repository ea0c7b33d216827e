package io.onnxfi.agreement;

import io.onnxfi.sampling.Estimate;
import io.onnxfi.sampling.Strata;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * All that statistics say about two sides.
 *
 * @param equivalence the critical rates, their difference and the decision
 * @param mcNemar whether being critical is as likely on both sides, faults as clusters
 * @param limits Bland and Altman's limits of the differences of critical counts, in images
 * @param pearson correlation of the critical counts; nothing if a side's are all equal
 * @param concordance Lin's concordance of the critical counts; nothing if all are equal
 * @param images the outcomes image by image, where they are available on both sides
 */
public record Agreement(
    Equivalence equivalence,
    McNemar mcNemar,
    BlandAltman limits,
    Optional<Estimate> pearson,
    Optional<Estimate> concordance,
    Optional<ImageAgreement> images) {

  /**
   * Computes everything.
   *
   * @param images one confusion per fault, in the order of the comparison, where available
   * @param by what faults are weighted by, if the sample allows it
   */
  public static Agreement of(
      Comparison comparison, Optional<List<Confusion>> images, Margin margin, Strata by) {
    double[] left = counts(comparison, fault -> fault.left().critical());
    double[] right = counts(comparison, fault -> fault.right().critical());
    return new Agreement(
        Equivalence.of(comparison, margin, by),
        McNemar.overFaults(comparison.faults()),
        BlandAltman.of(
            counts(comparison, fault -> fault.right().critical() - fault.left().critical())),
        Correlation.pearson(left, right),
        Correlation.concordance(left, right),
        images.map(ImageAgreement::of));
  }

  private static double[] counts(Comparison comparison, ToDoubleFunction<Difference> count) {
    return comparison.faults().stream().mapToDouble(count).toArray();
  }
}
