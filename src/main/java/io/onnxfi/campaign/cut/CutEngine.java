package io.onnxfi.campaign.cut;

import io.onnxfi.backend.Backend;
import io.onnxfi.backend.Session;
import io.onnxfi.campaign.Campaign;
import io.onnxfi.campaign.CampaignListener;
import io.onnxfi.campaign.Crash;
import io.onnxfi.campaign.Effort;
import io.onnxfi.campaign.EffortMeter;
import io.onnxfi.campaign.Engine;
import io.onnxfi.campaign.FaultOutcome;
import io.onnxfi.campaign.Order;
import io.onnxfi.campaign.PlainEngine;
import io.onnxfi.campaign.Planned;
import io.onnxfi.campaign.Stage;
import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.fault.Fault;
import io.onnxfi.injection.Injector;
import io.onnxfi.outcome.GoldenOutputs;
import io.onnxfi.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.stream.Stream;

/**
 * Runs a campaign layer by layer and computes only what a fault can change.
 *
 * <p>A fault in a layer leaves everything before it untouched. So the values at a cut before the
 * layer are computed once and kept (the golden cache); a fault runs the head from there to the next
 * cut; and the tail runs for the images whose values at that cut changed by at least one bit. The
 * results are those of {@link PlainEngine}, to the bit: {@link CutPlanner} checks every cut before
 * it is used, and what cannot be cut is left to the plain engine.
 *
 * <p>Each worker has its own images, sessions and memory, so workers wait for each other only at
 * the end of a round of faults.
 */
public final class CutEngine implements Engine {
  private final int workers;
  private final long memory;
  private final Order order;

  /**
   * An engine.
   *
   * @param workers threads, each with its own share of the images
   * @param memory bytes that the golden caches may take together
   * @param order of the faults
   */
  public CutEngine(int workers, long memory, Order order) {
    if (workers < 1 || memory < 1) {
      throw new IllegalArgumentException(
          "%d workers with %d bytes of memory".formatted(workers, memory));
    }
    this.workers = workers;
    this.memory = memory;
    this.order = order;
  }

  /** An engine that runs the faults as it likes. */
  public CutEngine(int workers, long memory) {
    this(workers, memory, Order.list());
  }

  @Override
  public void run(
      Campaign campaign, Backend backend, IntPredicate done, CampaignListener listener) {
    PlainEngine plain = new PlainEngine(workers, order);
    GoldenOutputs golden = plain.golden(campaign, backend);
    listener.golden(backend.id(), golden);
    List<Planned> all = Planned.of(campaign.faults());
    EffortMeter meter = new EffortMeter();
    CutPlans plans = plan(campaign, backend, all.stream().filter(p -> !done.test(p.position())));
    Batching batching = batching(campaign, backend, golden);
    listener.planned(backend.id(), plans.layers(), plans.whole());
    meter.spent(Stage.PLANNING);
    Consumer<FaultOutcome> report = outcome -> report(backend, outcome, listener);
    FaultTallies tallies = new FaultTallies(campaign);
    Effort effort = meter.effort();
    CutRun.WorkerFactory factory =
        () -> new CutWorker(campaign, backend, plans.values(), batching, golden, tallies, report);
    try (CutRun run = new CutRun(workers, memory, batching, golden, factory)) {
      for (List<Planned> round : order.rounds(all)) {
        List<Planned> open = new ArrayList<>();
        for (Planned planned : round) {
          if (done.test(planned.position())) {
            continue;
          }
          if (Injector.isMaskedByConstruction(campaign.model(), planned.fault())) {
            report.accept(
                PlainEngine.maskedByConstruction(
                    campaign, planned.position(), planned.fault(), golden));
          } else if (Crash.isCertain(campaign.model(), planned.fault())) {
            report.accept(Crash.outcome(campaign, planned.position(), planned.fault()));
          } else {
            open.add(planned);
          }
        }
        run.run(plans.schedule(open));
        List<Planned> whole = new ArrayList<>(plans.unplanned(open));
        whole.addAll(tallies.takeFailed());
        effort = effort.plus(plain.run(campaign, backend, golden, whole, listener));
        listener.round(backend.id());
        if (!listener.wantsMore(backend.id())) {
          break;
        }
      }
      listener.worked(backend.id(), effort.plus(run.effort()));
    }
  }

  private static CutPlans plan(Campaign campaign, Backend backend, Stream<Planned> open) {
    Map<String, Fault> samples = new LinkedHashMap<>();
    open.map(Planned::fault)
        .filter(fault -> !Injector.isMaskedByConstruction(campaign.model(), fault))
        .filter(fault -> !Crash.isCertain(campaign.model(), fault))
        .forEach(fault -> samples.putIfAbsent(fault.site().initializer(), fault));
    return CutPlanner.plan(campaign, backend, samples);
  }

  /**
   * Free if the model and the backend say so, and the whole model bears it out on the first images.
   */
  private static Batching batching(Campaign campaign, Backend backend, GoldenOutputs golden) {
    Batching free = Batching.free(campaign.batch());
    if (!backend.isBatchInvariant() || campaign.hasFixedBatch()) {
      return Batching.fixed(campaign.batch());
    }
    try (Session session = backend.open(campaign.model())) {
      for (int size : new int[] {1, 3, free.run() / 2, free.held()}) {
        int images = Math.max(1, Math.min(size, golden.images()));
        Tensor batch = campaign.images(0, images);
        float[] scores = session.run(List.of(batch)).get(0).toFloatArray();
        if (!Arrays.equals(scores, golden.scores(0, images))) {
          return Batching.fixed(campaign.batch());
        }
      }
    } catch (UnsupportedInputException e) {
      return Batching.fixed(campaign.batch()); // no other number of images can be run
    }
    return free;
  }

  private static void report(Backend backend, FaultOutcome outcome, CampaignListener listener) {
    synchronized (listener) {
      listener.outcome(backend.id(), outcome);
    }
  }
}
