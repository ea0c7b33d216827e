package io.onnxfi.campaign.cut;

import io.onnxfi.campaign.Effort;
import io.onnxfi.campaign.Workers;
import io.onnxfi.outcome.GoldenOutputs;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** The workers of a campaign that is cut: each with its own images, sessions and memory. */
final class CutRun implements AutoCloseable {
  /** Makes a worker. */
  @FunctionalInterface
  interface WorkerFactory {
    CutWorker create();
  }

  /** Enough that computing the golden values again for each part takes a few percent. */
  private static final int FAULTS_IN_FLIGHT = 256;

  private final List<CutWorker> workers = new ArrayList<>();
  private final Batching batching;
  private final int images;
  private final long memory;
  private final Workers threads;

  /**
   * Workers, as many as are useful.
   *
   * @param most workers
   * @param memory bytes that all golden caches may take together
   */
  CutRun(int most, long memory, Batching batching, GoldenOutputs golden, WorkerFactory factory) {
    this.batching = batching;
    this.images = golden.images();
    this.memory = memory;
    int useful = Math.min(most, units());
    for (int i = 0; i < useful; i++) {
      workers.add(factory.create());
    }
    this.threads = new Workers(useful);
  }

  private int units() {
    return (images + batching.unit() - 1) / batching.unit();
  }

  /**
   * Runs the faults of a schedule on all images. Where the images do not fit in at once, no fault
   * is finished before the last of them: then in parts, so that what is finished can be kept.
   */
  void run(CutSchedule schedule) {
    if (schedule.layers().isEmpty()) {
      return;
    }
    int chunk = chunk(schedule);
    if ((long) chunk * workers.size() >= images) {
      run(schedule, chunk);
    } else {
      schedule.parts(FAULTS_IN_FLIGHT).forEach(part -> run(part, chunk));
    }
  }

  private void run(CutSchedule schedule, int chunk) {
    List<Callable<Void>> shares = new ArrayList<>();
    for (int w = 0; w < workers.size(); w++) {
      CutWorker worker = workers.get(w);
      int from = Math.toIntExact((long) units() * w / workers.size()) * batching.unit();
      int end = Math.toIntExact((long) units() * (w + 1) / workers.size()) * batching.unit();
      shares.add(
          () -> {
            worker.run(schedule, from, Math.min(end, images), chunk, threads::continueOrStop);
            return null;
          });
    }
    threads.run(shares);
  }

  /** Images that one worker holds at a time: a multiple of the batch, within the memory. */
  private int chunk(CutSchedule schedule) {
    long most = memory / workers.size() / schedule.bytesPerImage();
    long limit = Integer.MAX_VALUE - (long) batching.held();
    long batches = Math.max(1, Math.min(most, limit) / batching.held());
    return Math.toIntExact(batches * batching.held());
  }

  /** What all workers have done so far. */
  Effort effort() {
    return workers.stream().map(CutWorker::effort).reduce(Effort.NONE, Effort::plus);
  }

  @Override
  public void close() {
    threads.close();
  }
}
