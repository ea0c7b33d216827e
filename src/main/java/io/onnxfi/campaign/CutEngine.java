package io.onnxfi.campaign;

import io.onnxfi.backend.Backend;
import io.onnxfi.backend.Session;
import io.onnxfi.fault.Fault;
import io.onnxfi.injection.Injector;
import io.onnxfi.outcome.GoldenOutputs;
import io.onnxfi.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Runs a campaign layer by layer and computes only what a fault can change.
 *
 * <p>A fault in a layer leaves everything before it untouched. So the values at a cut before the
 * layer are computed once and kept (the golden cache); a fault runs the head from there to the next
 * cut; and the tail runs for the images whose values at that cut changed by at least one bit. The
 * results are those of {@link PlainEngine}, to the bit: {@link CutPlanner} checks every cut before
 * it is used, and what cannot be cut is left to the plain engine.
 *
 * <p>Each worker has its own images, sessions and memory, so workers never wait for each other.
 */
public final class CutEngine implements Engine {
  private final int workers;
  private final long memory;

  /**
   * An engine.
   *
   * @param workers threads, each with its own share of the images
   * @param memory bytes that the golden caches may take together
   */
  public CutEngine(int workers, long memory) {
    if (workers < 1 || memory < 1) {
      throw new IllegalArgumentException(
          "%d workers with %d bytes of memory".formatted(workers, memory));
    }
    this.workers = workers;
    this.memory = memory;
  }

  @Override
  public void run(
      Campaign campaign, Backend backend, Set<Integer> done, CampaignListener listener) {
    PlainEngine plain = new PlainEngine(workers);
    GoldenOutputs golden = plain.golden(campaign, backend);
    listener.golden(backend.id(), golden);
    List<CutSchedule.Planned> rest = new ArrayList<>();
    EffortMeter meter = new EffortMeter();
    CutSchedule schedule = schedule(campaign, backend, done, golden, listener, rest);
    meter.spent(Stage.PLANNING);
    run(campaign, backend, golden, schedule, meter.effort(), listener);
    plain.run(campaign, backend, golden, rest, listener);
  }

  /** Plans all faults; what is masked by construction is reported at once. */
  private static CutSchedule schedule(
      Campaign campaign,
      Backend backend,
      Set<Integer> done,
      GoldenOutputs golden,
      CampaignListener listener,
      List<CutSchedule.Planned> rest) {
    Map<String, List<CutSchedule.Planned>> byLayer = new LinkedHashMap<>();
    for (int i = 0; i < campaign.faults().size(); i++) {
      Fault fault = campaign.faults().get(i);
      if (done.contains(i)) {
        continue;
      }
      if (Injector.isMaskedByConstruction(campaign.model(), fault)) {
        listener.outcome(backend.id(), PlainEngine.maskedByConstruction(i, fault, golden));
      } else {
        byLayer
            .computeIfAbsent(fault.site().initializer(), name -> new ArrayList<>())
            .add(new CutSchedule.Planned(i, fault));
      }
    }
    try (CutPlanner planner = new CutPlanner(campaign, backend)) {
      for (String name : CutPlanner.inOrder(planner.flow(), byLayer.keySet().stream())) {
        planner.plan(name, byLayer.get(name).get(0).fault());
      }
      planner.unplanned().forEach(name -> rest.addAll(byLayer.get(name)));
      listener.planned(backend.id(), planner.plans().size(), planner.unplanned());
      return new CutSchedule(
          planner.plans().stream()
              .map(plan -> new CutSchedule.Layer(plan, byLayer.get(plan.initializer())))
              .toList(),
          planner.values());
    }
  }

  private void run(
      Campaign campaign,
      Backend backend,
      GoldenOutputs golden,
      CutSchedule schedule,
      Effort planning,
      CampaignListener listener) {
    if (schedule.layers().isEmpty()) {
      return;
    }
    FaultTallies tallies = new FaultTallies(golden.images());
    Batching batching = batching(campaign, backend, golden);
    int units = (golden.images() + batching.unit() - 1) / batching.unit();
    int useful = Math.min(workers, units);
    int chunk = chunk(batching, schedule, useful);
    ExecutorService threads = Executors.newFixedThreadPool(useful);
    try {
      List<Future<Effort>> running = new ArrayList<>();
      for (int w = 0; w < useful; w++) {
        int from = Math.toIntExact((long) units * w / useful) * batching.unit();
        int end = Math.toIntExact((long) units * (w + 1) / useful) * batching.unit();
        CutWorker worker =
            new CutWorker(
                campaign,
                backend,
                schedule,
                batching,
                golden,
                tallies,
                outcome -> report(backend, outcome, listener));
        running.add(threads.submit(() -> worker.run(from, Math.min(end, golden.images()), chunk)));
      }
      Effort effort = planning;
      for (Future<Effort> worker : running) {
        effort = effort.plus(await(worker));
      }
      listener.worked(backend.id(), effort);
    } finally {
      threads.shutdownNow();
    }
  }

  /** Images that one worker holds at a time: a multiple of the batch, within the memory. */
  private int chunk(Batching batching, CutSchedule schedule, int useful) {
    long images = memory / useful / schedule.bytesPerImage();
    long most = Integer.MAX_VALUE - (long) batching.held();
    long batches = Math.max(1, Math.min(images, most) / batching.held());
    return Math.toIntExact(batches * batching.held());
  }

  /** Free if the backend says so, and the whole model bears it out on the first images. */
  private static Batching batching(Campaign campaign, Backend backend, GoldenOutputs golden) {
    Batching free = Batching.free(campaign.batch());
    if (!backend.isBatchInvariant()) {
      return Batching.fixed(campaign.batch());
    }
    try (Session session = backend.open(campaign.model())) {
      for (int size : new int[] {1, 3, free.run() / 2, free.held()}) {
        int images = Math.max(1, Math.min(size, golden.images()));
        Tensor batch = campaign.images().batch(campaign.normalization(), 0, images);
        float[] scores = session.run(List.of(batch)).get(0).toFloatArray();
        if (!Arrays.equals(scores, golden.scores(0, images))) {
          return Batching.fixed(campaign.batch());
        }
      }
    }
    return free;
  }

  private static void report(Backend backend, FaultOutcome outcome, CampaignListener listener) {
    synchronized (listener) {
      listener.outcome(backend.id(), outcome);
    }
  }

  private static Effort await(Future<Effort> worker) {
    try {
      return worker.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a campaign was running", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException("a worker failed", e.getCause());
    }
  }
}
