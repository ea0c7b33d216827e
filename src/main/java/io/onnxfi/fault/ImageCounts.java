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
  /** Whether the trial changed no output of any image. */
  public boolean isFullyMasked() {
    return masked == images;
  }
}
