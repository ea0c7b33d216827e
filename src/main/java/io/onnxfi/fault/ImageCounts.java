package io.onnxfi.fault;

/**
 * Numbers of images by outcome, as the columns {@link FaultList#OUTCOME_COLUMNS} of a list have
 * them.
 *
 * @param images the trial was run on
 * @param masked images with unchanged outputs
 * @param nonCritical images with changed outputs and the same prediction
 * @param critical images with another prediction
 */
public record ImageCounts(long images, long masked, long nonCritical, long critical) {
  /**
   * Images in none of the three outcomes: those that were detected, where the list counts them; 0
   * if more are counted than there are.
   */
  public long rest() {
    long others = Math.max(0, images - masked); // step by step, since their sum may overflow
    return Math.max(0, Math.max(0, others - nonCritical) - critical);
  }

  /** The same with the masked images among the non-critical ones. */
  public ImageCounts unmasked() {
    long others = nonCritical + Math.min(masked, Long.MAX_VALUE - nonCritical);
    return new ImageCounts(images, 0, others, critical);
  }

  /** Whether the trial changed no output of any image. */
  public boolean isFullyMasked() {
    return masked == images;
  }
}
