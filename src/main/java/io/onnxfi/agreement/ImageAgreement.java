package io.onnxfi.agreement;

import io.onnxfi.outcome.ImageOutcome;
import io.onnxfi.sampling.Estimate;
import java.util.List;
import java.util.Optional;

/**
 * How the outcomes of two sides agree, image by image.
 *
 * @param confusion the images of all faults
 * @param outcomes Cohen's κ of all outcomes; nothing if only one outcome occurs
 * @param critical Cohen's κ of being critical or not; nothing if that never differs
 * @param significant positions of the faults that are critical more often on one side, by {@link
 *     McNemar#exact} at {@value #LEVEL} for all faults together (Holm), the clearest first
 */
public record ImageAgreement(
    Confusion confusion,
    Optional<Estimate> outcomes,
    Optional<Estimate> critical,
    List<Integer> significant) {
  /** The chance of one or more false findings among all faults. */
  public static final double LEVEL = 0.05;

  /** Copies. */
  public ImageAgreement {
    significant = List.copyOf(significant);
  }

  /**
   * Looks at the images of every fault.
   *
   * @param faults one confusion per fault, at least one, all of the same number of images
   */
  public static ImageAgreement of(List<Confusion> faults) {
    double[] pValues =
        faults.stream()
            .mapToDouble(
                fault ->
                    McNemar.exact(
                        fault.onlyLeft(ImageOutcome.CRITICAL),
                        fault.onlyRight(ImageOutcome.CRITICAL)))
            .toArray();
    return new ImageAgreement(
        Confusion.sum(faults),
        Kappa.ofOutcomes(faults),
        Kappa.ofCritical(faults),
        Holm.significant(pValues, LEVEL));
  }
}
