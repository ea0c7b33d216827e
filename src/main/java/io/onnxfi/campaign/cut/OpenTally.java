package io.onnxfi.campaign.cut;

import io.onnxfi.campaign.Campaign;
import io.onnxfi.campaign.FaultTally;
import io.onnxfi.campaign.Shard;
import io.onnxfi.outcome.OutcomeCounts;

/** The tally of one fault of a shard while workers add their images. */
final class OpenTally {
  private final Campaign campaign;
  private final Shard shard;
  private final int fault;
  private final byte[] images;
  private long missing;
  private boolean failed;
  private OutcomeCounts counts = OutcomeCounts.NONE;

  OpenTally(Campaign campaign, Shard shard, int fault) {
    this.campaign = campaign;
    this.shard = shard;
    this.fault = fault;
    this.images = new byte[campaign.workload().size()];
    this.missing = campaign.sample().count(fault, shard.from(), shard.to());
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

  synchronized FaultTally tally() {
    return FaultTally.of(campaign, shard, fault, counts, images);
  }
}
