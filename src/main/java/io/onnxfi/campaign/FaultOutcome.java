package io.onnxfi.campaign;

import io.onnxfi.fault.StoredFault;
import io.onnxfi.outcome.OutcomeCounts;

/** What one fault of a campaign did in one backend. */
public final class FaultOutcome {
  private final int position;
  private final StoredFault fault;
  private final OutcomeCounts counts;
  private final byte[] images;

  /**
   * An outcome.
   *
   * @param images codes of the images, not copied
   */
  FaultOutcome(int position, StoredFault fault, OutcomeCounts counts, byte[] images) {
    this.position = position;
    this.fault = fault;
    this.counts = counts;
    this.images = images;
  }

  /** Place of the fault in the campaign, from 0. */
  public int position() {
    return position;
  }

  /** The fault. */
  public StoredFault fault() {
    return fault;
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
