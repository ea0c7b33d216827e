package io.onnxfi.campaign;

import io.onnxfi.backend.Backend;
import io.onnxfi.backend.Session;
import io.onnxfi.fault.Fault;
import io.onnxfi.injection.Injector;
import io.onnxfi.onnx.ElementEdit;
import io.onnxfi.outcome.GoldenOutputs;
import io.onnxfi.outcome.ImageOutcome;
import io.onnxfi.outcome.OutcomeCounts;
import java.util.Arrays;
import java.util.List;

/**
 * Runs the whole model for every fault and every image: no shortcut, the oracle of faster engines.
 *
 * <p>Only a fault that changes nothing by construction is counted without being run. Results do not
 * depend on the number of workers: each batch is computed by one thread, and golden and faulty runs
 * have the same batches.
 */
public final class PlainEngine {
  private final int workers;

  /**
   * An engine.
   *
   * @param workers threads that run batches side by side
   */
  public PlainEngine(int workers) {
    if (workers < 1) {
      throw new IllegalArgumentException("at least one worker is needed, not " + workers);
    }
    this.workers = workers;
  }

  /** Runs a campaign in one backend. */
  public void run(Campaign campaign, Backend backend, CampaignListener listener) {
    try (Session session = backend.open(campaign.model());
        Batches batches = new Batches(campaign, workers)) {
      GoldenOutputs golden = golden(campaign, session, batches);
      listener.golden(backend.id(), golden);
      List<Fault> faults = campaign.faults();
      for (int i = 0; i < faults.size(); i++) {
        listener.outcome(
            backend.id(), tryFault(campaign, session, batches, golden, i, faults.get(i)));
      }
    }
  }

  private static GoldenOutputs golden(Campaign campaign, Session session, Batches batches) {
    int classes = Batches.classes(session);
    GoldenOutputs golden = new GoldenOutputs(classes, campaign.images().labels());
    batches.run(
        session,
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
      Fault fault) {
    byte[] images = new byte[golden.images()];
    if (Injector.isMaskedByConstruction(campaign.model(), fault)) {
      Arrays.fill(images, ImageOutcome.MASKED.code());
      OutcomeCounts counts = OutcomeCounts.allMasked(golden.images(), golden.correct());
      return new FaultOutcome(position, fault, counts, images);
    }
    ElementEdit edit = Injector.edit(campaign.model(), fault);
    try (Session faulty = session.edited(edit)) {
      OutcomeCounts counts =
          batches.run(
              faulty, (first, scores) -> golden.judge(first, scores, campaign.nanRule(), images));
      return new FaultOutcome(position, fault, counts, images);
    }
  }
}
