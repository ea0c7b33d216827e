package io.onnxfi.campaign;

import io.onnxfi.backend.Backend;
import io.onnxfi.backend.Session;
import io.onnxfi.error.FrameworkException;
import io.onnxfi.injection.Injection;
import io.onnxfi.outcome.GoldenOutputs;
import io.onnxfi.outcome.OutcomeCounts;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Faults in the same activations, run on the images of a shard the plain way. */
final class SplitRun implements AutoCloseable {
  private final Campaign campaign;
  private final Shard shard;
  private final Session whole;
  private final Batches batches;
  private final SplitModel split;
  private final GoldenOutputs golden;
  private final int classes;

  /**
   * Runs the pieces without a fault.
   *
   * @param values that the faults are in
   * @param whole session of the whole model
   * @param batches of the shard
   */
  SplitRun(
      Campaign campaign,
      Backend backend,
      List<String> values,
      Shard shard,
      Session whole,
      Batches batches) {
    this.campaign = campaign;
    this.shard = shard;
    this.whole = whole;
    this.batches = batches;
    this.split = SplitModel.of(campaign, backend, values);
    this.classes = Answers.width(campaign);
    this.golden = campaign.outputs();
    run(
        Injection.NONE,
        first -> true,
        (first, scores) -> {
          golden.put(first, scores);
          return OutcomeCounts.NONE;
        });
  }

  private OutcomeCounts run(Injection injection, IntPredicate wanted, Batches.Sink sink) {
    try (SplitModel.Edited edited = split.edited(injection.edits())) {
      return batches.run(
          whole,
          (first, images, batch) ->
              edited.run(
                  batch,
                  (value, rows) ->
                      Exposed.change(campaign, injection, value, rows, row -> first + row, images)),
          wanted,
          sink);
    }
  }

  /** What the trial at a place did to the images of the shard. */
  FaultTally tally(int position) {
    byte[] images = new byte[golden.images()];
    Injection injection = campaign.injection(position);
    try {
      OutcomeCounts counts =
          run(
              injection,
              first -> isTried(position, first) && isReached(injection, first),
              (first, scores) -> judge(first, scores, images));
      counts = counts.plus(unreached(position, injection, images));
      return FaultTally.of(campaign, shard, position, counts, images);
    } catch (FrameworkException e) {
      return FaultTally.crashed(campaign, shard, position); // the fault-free pieces did run
    }
  }

  private boolean isTried(int position, int first) {
    return campaign.sample().count(position, first, first + 1) > 0;
  }

  private boolean isReached(Injection injection, int first) {
    int end = Math.min(first + campaign.batch(), campaign.workload().size());
    return IntStream.range(first, end).anyMatch(place -> Exposed.is(campaign, injection, place));
  }

  /** Judges those images of a batch that are in the shard. */
  private OutcomeCounts judge(int first, float[] scores, byte[] images) {
    int from = Math.max(first, shard.from());
    int to = Math.min(first + scores.length / classes, shard.to());
    float[] own = Arrays.copyOfRange(scores, (from - first) * classes, (to - first) * classes);
    return golden.judge(from, own, campaign.nanRule(), images);
  }

  /** Batches of which no image is reached are as without the fault. */
  private OutcomeCounts unreached(int position, Injection injection, byte[] images) {
    OutcomeCounts counts = OutcomeCounts.NONE;
    int batch = campaign.batch();
    for (int first = shard.from() / batch * batch; first < shard.to(); first += batch) {
      if (isTried(position, first) && !isReached(injection, first)) {
        int from = Math.max(first, shard.from());
        int to = Math.min(first + batch, shard.to());
        counts = counts.plus(golden.unchanged(from, to, campaign.nanRule(), images));
      }
    }
    return counts;
  }

  @Override
  public void close() {
    split.close();
  }
}
