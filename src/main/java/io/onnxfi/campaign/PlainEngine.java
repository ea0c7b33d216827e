package io.onnxfi.campaign;

import io.onnxfi.backend.Backend;
import io.onnxfi.backend.Session;
import io.onnxfi.error.FrameworkException;
import io.onnxfi.fault.Fault;
import io.onnxfi.injection.Injector;
import io.onnxfi.onnx.ElementEdit;
import io.onnxfi.outcome.GoldenOutputs;
import io.onnxfi.outcome.OutcomeCounts;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Runs the whole model for every fault and every image: no shortcut, the oracle of faster engines.
 *
 * <p>Only a fault that changes nothing by construction is counted without being run. Results do not
 * depend on the number of workers: each batch is computed by one thread, and golden and faulty runs
 * have the same batches.
 */
public final class PlainEngine implements Engine {
  private final int workers;
  private final Order order;

  /**
   * An engine.
   *
   * @param workers threads that run batches side by side
   * @param order of the faults
   */
  public PlainEngine(int workers, Order order) {
    if (workers < 1) {
      throw new IllegalArgumentException("at least one worker is needed, not " + workers);
    }
    this.workers = workers;
    this.order = order;
  }

  /** An engine that runs the faults in the order of the list. */
  public PlainEngine(int workers) {
    this(workers, Order.list());
  }

  @Override
  public void run(
      Campaign campaign, Backend backend, IntPredicate done, CampaignListener listener) {
    GoldenOutputs golden = golden(campaign, backend);
    listener.golden(backend.id(), golden);
    Effort effort = Effort.NONE;
    for (List<Planned> round : order.rounds(Planned.of(campaign.faults()))) {
      List<Planned> open =
          round.stream().filter(planned -> !done.test(planned.position())).toList();
      effort = effort.plus(run(campaign, backend, golden, open, listener));
      listener.round(backend.id());
      if (!listener.wantsMore(backend.id())) {
        break;
      }
    }
    listener.worked(backend.id(), effort);
  }

  /** The fault-free run. */
  public GoldenOutputs golden(Campaign campaign, Backend backend) {
    try (Session session = backend.open(campaign.model());
        Batches batches = new Batches(campaign, workers)) {
      return golden(campaign, session, batches);
    }
  }

  /** Runs some faults of a campaign; says what the time of all workers went into. */
  public Effort run(
      Campaign campaign,
      Backend backend,
      GoldenOutputs golden,
      List<Planned> faults,
      CampaignListener listener) {
    if (faults.isEmpty()) {
      return Effort.NONE;
    }
    EffortMeter meter = new EffortMeter(workers);
    try (Session session = backend.open(campaign.model());
        Batches batches = new Batches(campaign, workers)) {
      meter.begin();
      for (Planned planned : faults) {
        FaultOutcome outcome =
            tryFault(
                campaign, session, batches, golden, planned.position(), planned.fault(), meter);
        listener.outcome(backend.id(), outcome);
        meter.spent(Stage.JUDGEMENT);
      }
    }
    return meter.effort();
  }

  /**
   * The outcome of a fault that changes nothing: counted, not run. Judged as if it had been: an
   * image whose golden outputs have a NaN is not masked.
   */
  public static FaultOutcome maskedByConstruction(
      Campaign campaign, int position, Fault fault, GoldenOutputs golden) {
    byte[] images = new byte[golden.images()];
    OutcomeCounts counts =
        campaign.sample().within(position, 0, golden.images()).stream()
            .map(range -> golden.unchanged(range.from(), range.to(), campaign.nanRule(), images))
            .reduce(OutcomeCounts.NONE, OutcomeCounts::plus);
    return new FaultOutcome(position, fault, counts, campaign.sample().pick(position, images));
  }

  private static GoldenOutputs golden(Campaign campaign, Session session, Batches batches) {
    int classes = ImageClassifier.of("model", campaign.model()).classes();
    GoldenOutputs golden = new GoldenOutputs(classes, campaign.images().labels());
    batches.run(
        session,
        first -> true,
        (first, scores) -> {
          golden.put(first, scores);
          return OutcomeCounts.NONE;
        });
    return golden;
  }

  private static FaultOutcome tryFault(
      Campaign campaign,
      Session session,
      Batches batches,
      GoldenOutputs golden,
      int position,
      Fault fault,
      EffortMeter meter) {
    if (Injector.isMaskedByConstruction(campaign.model(), fault)) {
      return maskedByConstruction(campaign, position, fault, golden);
    }
    if (Crash.isCertain(campaign.model(), fault)) {
      return Crash.outcome(campaign, position, fault);
    }
    byte[] images = new byte[golden.images()];
    ElementEdit edit = Injector.edit(campaign.model(), fault);
    try (Session faulty = session.edited(edit)) {
      meter.spent(Stage.INJECTION);
      OutcomeCounts counts =
          batches.run(
              faulty,
              first -> !campaign.sample().within(position, first, first + 1).isEmpty(),
              (first, scores) -> golden.judge(first, scores, campaign.nanRule(), images));
      meter.spent(Stage.HEAD);
      return new FaultOutcome(position, fault, counts, campaign.sample().pick(position, images));
    } catch (FrameworkException e) {
      return Crash.outcome(campaign, position, fault); // the fault-free model did run
    }
  }
}
