package io.onnxfi.campaign;

import io.onnxfi.backend.Backend;
import io.onnxfi.backend.Session;
import io.onnxfi.error.FrameworkException;
import io.onnxfi.outcome.GoldenOutputs;
import io.onnxfi.outcome.OutcomeCounts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Runs the whole model for every fault and every image: no shortcut, the oracle of faster engines.
 *
 * <p>Only a fault that changes nothing by construction is counted without being run. Results do not
 * depend on the number of workers: each batch is computed by one thread, and golden and faulty runs
 * have the same batches. Where a shard ends within a batch, the whole batch is run and the shard's
 * part of it judged.
 */
public final class PlainEngine implements Engine {
  private final int workers;
  private final Campaign campaign;
  private final Backend backend;
  private final int classes;
  private final GoldenOutputs golden;

  /** Numbers of the batches whose fault-free outputs are there. */
  private final BitSet known = new BitSet();

  private PlainEngine(int workers, Campaign campaign, Backend backend) {
    this.workers = workers;
    this.campaign = campaign;
    this.backend = backend;
    this.classes = Answers.width(campaign);
    this.golden = campaign.outputs();
  }

  /**
   * Engines of this kind.
   *
   * @param workers threads that run batches side by side
   */
  public static EngineFactory factory(int workers) {
    if (workers < 1) {
      throw new IllegalArgumentException("at least one worker is needed, not " + workers);
    }
    return (campaign, backend, faults) -> new PlainEngine(workers, campaign, backend);
  }

  @Override
  public GoldenOutputs golden(int from, int to) {
    int first = from / campaign.batch();
    int last = (to - 1) / campaign.batch();
    if (known.nextClearBit(first) > last) {
      return golden;
    }
    try (Session session = backend.open(campaign.model());
        Batches batches = new Batches(campaign, workers, from, to)) {
      batches.run(
          session,
          image -> !known.get(image / campaign.batch()),
          (image, scores) -> {
            golden.put(image, scores);
            return OutcomeCounts.NONE;
          });
    }
    known.set(first, last + 1);
    return golden;
  }

  /** Runs all pairs, whatever the filter. */
  @Override
  public Effort run(Shard shard, PairFilter filter, Consumer<FaultTally> told) {
    shard.requireFit(campaign, backend);
    golden(shard.from(), shard.to());
    if (shard.faults().isEmpty()) {
      return Effort.NONE;
    }
    EffortMeter meter = new EffortMeter(workers);
    try (Session session = backend.open(campaign.model());
        Batches batches = new Batches(campaign, workers, shard.from(), shard.to())) {
      meter.begin();
      Map<List<String>, List<Integer>> split = new LinkedHashMap<>();
      for (int position : shard.faults()) {
        Optional<FaultTally> foregone = Foregone.tally(campaign, shard, golden, position);
        List<String> values = campaign.injection(position).changedValues();
        if (foregone.isEmpty() && !values.isEmpty()) {
          split.computeIfAbsent(values, names -> new ArrayList<>()).add(position);
          continue;
        }
        told.accept(
            foregone.isPresent() ? foregone.get() : run(shard, session, batches, position, meter));
        meter.spent(Stage.JUDGEMENT);
      }
      for (Map.Entry<List<String>, List<Integer>> group : split.entrySet()) {
        try (SplitRun run =
            new SplitRun(campaign, backend, group.getKey(), shard, session, batches)) {
          meter.spent(Stage.GOLDEN);
          for (int position : group.getValue()) {
            told.accept(run.tally(position));
            meter.spent(Stage.HEAD);
          }
        }
      }
    }
    return meter.effort();
  }

  private FaultTally run(
      Shard shard, Session session, Batches batches, int position, EffortMeter meter) {
    byte[] images = new byte[golden.images()];
    try (Session faulty = session.edited(campaign.edits(position))) {
      meter.spent(Stage.INJECTION);
      OutcomeCounts counts =
          batches.run(
              faulty,
              first -> campaign.sample().count(position, first, first + 1) > 0,
              (first, scores) -> judge(shard, first, scores, images));
      meter.spent(Stage.HEAD);
      return FaultTally.of(campaign, shard, position, counts, images);
    } catch (FrameworkException e) {
      return FaultTally.crashed(campaign, shard, position); // the fault-free model did run
    }
  }

  /** Judges those images of a batch that are in the shard. */
  private OutcomeCounts judge(Shard shard, int first, float[] scores, byte[] images) {
    int from = Math.max(first, shard.from());
    int to = Math.min(first + scores.length / classes, shard.to());
    float[] own = scores;
    if ((to - from) * classes < scores.length) {
      own = Arrays.copyOfRange(scores, (from - first) * classes, (to - first) * classes);
    }
    return golden.judge(from, own, campaign.nanRule(), images);
  }

  /** Nothing is kept open between shards. */
  @Override
  public void close() {}
}
