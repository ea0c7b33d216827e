package io.onnxfi.campaign;

import io.onnxfi.outcome.OutcomeCounts;

/** What one fault of a campaign did in one backend. */
public final class FaultOutcome {
  private final int position;
  private final OutcomeCounts counts;
  private final byte[] images;

  /**
   * An outcome.
   *
   * @param images codes of the images, not copied
   */
  FaultOutcome(int position, OutcomeCounts counts, byte[] images) {
    this.position = position;
    this.counts = counts;
    this.images = images;
  }

  /** Place of the fault in the campaign, from 0. */
  public int position() {
    return position;
  }

  /** Its counts over all images that it was tried on. */
  public OutcomeCounts counts() {
    return counts;
  }

  /**
   * Codes of {@link io.onnxfi.outcome.ImageOutcome}, one for each image that it was tried on, in
   * the order of the campaign; a copy.
   */
  public byte[] images() {
    return images.clone();
  }
}
