package io.onnxfi.campaign;

import io.onnxfi.injection.Injection;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.outcome.GoldenOutputs;
import io.onnxfi.outcome.OutcomeCounts;
import java.util.Optional;

/** Faults whose outcome is known without running them, in every engine alike. */
public final class Foregone {
  private Foregone() {}

  /** Whether a fault changes nothing, or leaves no model that could be run. */
  public static boolean is(OnnxModel model, Injection injection) {
    return injection.isEmpty() || Crash.isCertain(model, injection.edits());
  }

  /**
   * The tally of a fault that need not be run: it is tried on no image of the shard, or it changes
   * nothing, or it leaves no model. One that changes nothing is judged as if it had been run: an
   * image whose golden outputs have a NaN is not masked.
   *
   * @param golden the fault-free outputs of the shard's images
   * @param position place of a fault of the shard in the campaign
   */
  public static Optional<FaultTally> tally(
      Campaign campaign, Shard shard, GoldenOutputs golden, int position) {
    Injection injection = campaign.injection(position);
    boolean none = campaign.sample().count(position, shard.from(), shard.to()) == 0;
    if (none || injection.isEmpty()) {
      byte[] images = new byte[golden.images()];
      OutcomeCounts counts =
          campaign.sample().within(position, shard.from(), shard.to()).stream()
              .map(range -> golden.unchanged(range.from(), range.to(), campaign.nanRule(), images))
              .reduce(OutcomeCounts.NONE, OutcomeCounts::plus);
      return Optional.of(FaultTally.of(campaign, shard, position, counts, images));
    }
    return Crash.isCertain(campaign.model(), injection.edits())
        ? Optional.of(FaultTally.crashed(campaign, shard, position))
        : Optional.empty();
  }
}
