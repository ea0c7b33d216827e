package io.onnxfi.campaign.cut;

import io.onnxfi.campaign.Campaign;
import io.onnxfi.campaign.Effort;
import io.onnxfi.campaign.Shard;
import io.onnxfi.campaign.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/** The workers of a campaign that is cut: each with its own images, sessions and memory. */
final class CutRun implements AutoCloseable {
  /** Enough that computing the golden values again for each part takes a few percent. */
  private static final int FAULTS_IN_FLIGHT = 256;

  private final int most;
  private final long memory;
  private final Batching batching;
  private final Campaign campaign;
  private final Supplier<CutWorker> factory;
  private final List<CutWorker> workers = new ArrayList<>();
  private final Workers threads;

  /**
   * Workers, made as they are needed.
   *
   * @param most workers
   * @param memory bytes that all golden caches may take together
   */
  CutRun(int most, long memory, Batching batching, Campaign campaign, Supplier<CutWorker> factory) {
    this.most = most;
    this.memory = memory;
    this.batching = batching;
    this.campaign = campaign;
    this.factory = factory;
    this.threads = new Workers(most);
  }

  /** Refuses a shard that parts a batch where batches have turned out to matter. */
  void requireFit(Shard shard) {
    if (!batching.isFree()) {
      shard.requireWholeBatches(
          campaign, "the model gives an image other bits in other batches, or takes no others");
    }
  }

  /**
   * Runs the faults of a schedule on the images of a shard. Where these do not fit in at once, no
   * fault is finished before the last of them: then in parts, so that what is finished can be kept.
   */
  void run(Shard shard, CutSchedule schedule, OpenTallies tallies) {
    if (schedule.layers().isEmpty()) {
      return;
    }
    int images = shard.to() - shard.from();
    int units = (images + batching.unit() - 1) / batching.unit();
    int useful = Math.min(most, units);
    while (workers.size() < useful) {
      workers.add(factory.get());
    }
    int chunk = chunk(schedule, useful);
    if ((long) chunk * useful >= images) {
      run(shard, units, useful, chunk, schedule, tallies);
    } else {
      schedule
          .parts(FAULTS_IN_FLIGHT)
          .forEach(part -> run(shard, units, useful, chunk, part, tallies));
    }
  }

  private void run(
      Shard shard, int units, int useful, int chunk, CutSchedule schedule, OpenTallies tallies) {
    List<Callable<Void>> shares = new ArrayList<>();
    for (int w = 0; w < useful; w++) {
      CutWorker worker = workers.get(w);
      int from = shard.from() + Math.toIntExact((long) units * w / useful) * batching.unit();
      int end = shard.from() + Math.toIntExact((long) units * (w + 1) / useful) * batching.unit();
      int to = Math.min(end, shard.to());
      shares.add(
          () -> {
            worker.run(schedule, tallies, from, to, chunk, threads::continueOrStop);
            return null;
          });
    }
    threads.run(shares);
  }

  /** Images that one worker holds at a time: a multiple of the batch, within the memory. */
  private int chunk(CutSchedule schedule, int useful) {
    long fitting = memory / useful / schedule.bytesPerImage();
    long limit = Integer.MAX_VALUE - (long) batching.held();
    long batches = Math.max(1, Math.min(fitting, limit) / batching.held());
    return Math.toIntExact(batches * batching.held());
  }

  /** What all workers have done since this was last asked. */
  Effort takeEffort() {
    return workers.stream().map(CutWorker::takeEffort).reduce(Effort.NONE, Effort::plus);
  }

  @Override
  public void close() {
    threads.close();
  }
}
