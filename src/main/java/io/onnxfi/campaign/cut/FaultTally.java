package io.onnxfi.campaign.cut;

import io.onnxfi.campaign.Campaign;
import io.onnxfi.campaign.FaultOutcome;
import io.onnxfi.campaign.ImageSample;
import io.onnxfi.fault.Fault;
import io.onnxfi.outcome.OutcomeCounts;

/** The outcomes of one fault while workers add their images. */
final class FaultTally {
  private final int position;
  private final Fault fault;
  private final ImageSample sample;
  private final byte[] images;
  private long missing;
  private boolean failed;
  private OutcomeCounts counts = OutcomeCounts.NONE;

  FaultTally(int position, Fault fault, Campaign campaign) {
    this.position = position;
    this.fault = fault;
    this.sample = campaign.sample();
    this.images = new byte[campaign.images().size()];
    this.missing = campaign.imagesPerFault();
  }

  /** Outcome codes by place of the image; workers write to disjoint images. */
  byte[] images() {
    return images;
  }

  /** Adds a worker's counts; true if all images are in. */
  synchronized boolean add(OutcomeCounts part) {
    counts = counts.plus(part);
    missing -= part.images();
    return missing == 0;
  }

  /** Notes that a run failed, and that a worker will add nothing for these images. */
  synchronized boolean fail(long without) {
    failed = true;
    missing -= without;
    return missing == 0;
  }

  synchronized boolean hasFailed() {
    return failed;
  }

  synchronized FaultOutcome outcome() {
    return new FaultOutcome(position, fault, counts, sample.pick(position, images));
  }
}
