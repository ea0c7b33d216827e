package io.onnxfi.campaign.cut;

import java.util.List;

/**
 * Images that a worker holds, with the golden values that the faults of a plan needed.
 *
 * @param from place of the first image
 * @param to place behind the last
 * @param bytes that they take at most
 * @param plan whose faults were tried last
 * @param batches all of the images
 */
record Served(int from, int to, long bytes, LayerPlan plan, List<GoldenBatch> batches) {
  /** Copies. */
  Served {
    batches = List.copyOf(batches);
  }

  /** Whether the values are those of this plan. */
  boolean isOf(LayerPlan other) {
    return plan.struck().equals(other.struck());
  }

  /** Whether a schedule for these images can go on with the values. */
  boolean serves(CutSchedule schedule, int first, int end) {
    return first == from && end == to && schedule.canBegin(plan);
  }

  /** Whether some images are among them. */
  boolean meets(int first, int end) {
    return first < to && from < end;
  }

  /** Gives the memory back. */
  void release() {
    batches.forEach(batch -> batch.keep(List.of()));
  }
}
