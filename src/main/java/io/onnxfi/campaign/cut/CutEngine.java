package io.onnxfi.campaign.cut;

import io.onnxfi.backend.Backend;
import io.onnxfi.backend.Session;
import io.onnxfi.campaign.Campaign;
import io.onnxfi.campaign.Cuts;
import io.onnxfi.campaign.Effort;
import io.onnxfi.campaign.EffortMeter;
import io.onnxfi.campaign.Engine;
import io.onnxfi.campaign.EngineFactory;
import io.onnxfi.campaign.FaultTally;
import io.onnxfi.campaign.Foregone;
import io.onnxfi.campaign.PairFilter;
import io.onnxfi.campaign.PlainEngine;
import io.onnxfi.campaign.Shard;
import io.onnxfi.campaign.Stage;
import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.injection.Injection;
import io.onnxfi.outcome.GoldenOutputs;
import io.onnxfi.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Runs shards layer by layer and computes only what a fault can change.
 *
 * <p>A fault in a layer leaves everything before it untouched. So the values at a cut before the
 * layer are computed once and kept (the golden cache); a fault runs the head from there to the next
 * cut; and the tail runs for the images whose values at that cut changed by at least one bit. The
 * results are those of {@link PlainEngine}, to the bit: {@link CutPlanner} checks every cut before
 * it is used, and what cannot be cut is left to the plain engine.
 *
 * <p>Each worker has its own images, sessions and memory, so workers wait for each other only at
 * the end of a shard.
 */
public final class CutEngine implements Engine {
  private final int workers;
  private final long memory;
  private final Campaign campaign;
  private final Backend backend;
  private final List<Integer> faults;
  private final Engine plain;
  private Optional<CutPlans> plans = Optional.empty();

  /** What each fault changes: found once, for a fault may be long to draw. */
  private final Map<Integer, Set<String>> struck = new HashMap<>();

  /** The sets among them, each once. */
  private final Map<Set<String>, Set<String>> sets = new HashMap<>();

  private Optional<CutRun> run = Optional.empty();

  /** Time before the first shard. */
  private Effort preparation = Effort.NONE;

  private CutEngine(
      int workers, long memory, Campaign campaign, Backend backend, List<Integer> faults) {
    this.workers = workers;
    this.memory = memory;
    this.campaign = campaign;
    this.backend = backend;
    this.faults = List.copyOf(faults);
    this.plain = PlainEngine.factory(workers).open(campaign, backend, faults);
  }

  /**
   * Engines of this kind.
   *
   * @param workers threads, each with its own share of the images
   * @param memory bytes that the golden caches may take together
   */
  public static EngineFactory factory(int workers, long memory) {
    if (workers < 1 || memory < 1) {
      throw new IllegalArgumentException(
          "%d workers with %d bytes of memory".formatted(workers, memory));
    }
    return (campaign, backend, faults) -> new CutEngine(workers, memory, campaign, backend, faults);
  }

  @Override
  public GoldenOutputs golden(int from, int to) {
    return plain.golden(from, to);
  }

  @Override
  public Optional<Cuts> cuts() {
    return Optional.of(new Cuts(plans().layers(), plans().whole()));
  }

  /** Faults that cannot be cut are run on all samples. */
  @Override
  public Effort run(Shard shard, PairFilter filter, Consumer<FaultTally> told) {
    shard.requireFit(campaign, backend);
    GoldenOutputs golden = golden(shard.from(), shard.to());
    CutPlans found = plans();
    CutRun cut = cut(shard);
    cut.requireFit(shard);
    OneAtATime report = new OneAtATime(told);
    List<Integer> open = new ArrayList<>();
    for (int fault : shard.faults()) {
      Foregone.tally(campaign, shard, golden, fault)
          .ifPresentOrElse(report::accept, () -> open.add(fault));
    }
    OpenTallies tallies = new OpenTallies(campaign, shard, filter, report::accept);
    cut.run(shard, found.schedule(open, this::struck), tallies);
    List<Integer> whole = new ArrayList<>(found.unplanned(open, this::struck));
    whole.addAll(tallies.failed());
    Effort effort = preparation.plus(cut.takeEffort());
    preparation = Effort.NONE;
    return effort.plus(plain.run(shard.with(whole), filter, told));
  }

  /** Tells of the tallies of several workers. */
  private record OneAtATime(Consumer<FaultTally> told) {
    synchronized void accept(FaultTally tally) {
      told.accept(tally);
    }
  }

  /** What a fault changes. */
  private Set<String> struck(int fault) {
    Set<String> names = struck.get(fault);
    return names == null ? struck(fault, campaign.injection(fault)) : names;
  }

  private Set<String> struck(int fault, Injection injection) {
    Set<String> names = sets.computeIfAbsent(injection.struck(), same -> same);
    struck.put(fault, names);
    return names;
  }

  private CutPlans plans() {
    if (plans.isEmpty()) {
      EffortMeter meter = new EffortMeter();
      Map<Set<String>, SharedFaults> shared = new LinkedHashMap<>();
      for (int fault : faults) {
        Injection injection = campaign.injection(fault);
        Set<String> names = struck(fault, injection);
        if (!Foregone.is(campaign.model(), injection)) {
          shared.merge(names, new SharedFaults(injection, 1), SharedFaults::and);
        }
      }
      plans = Optional.of(CutPlanner.plan(campaign, backend, shared, workers));
      meter.spent(Stage.PLANNING);
      preparation = preparation.plus(meter.effort());
    }
    return plans.get();
  }

  private CutRun cut(Shard shard) {
    if (run.isEmpty()) {
      EffortMeter meter = new EffortMeter();
      Batching batching = batching(shard);
      meter.spent(Stage.PLANNING);
      preparation = preparation.plus(meter.effort());
      GoldenOutputs golden = golden(shard.from(), shard.to());
      run =
          Optional.of(
              new CutRun(
                  workers,
                  memory,
                  batching,
                  campaign,
                  () ->
                      new CutWorker(
                          campaign,
                          backend,
                          plans().values(),
                          batching,
                          golden,
                          memory / workers)));
    }
    return run.get();
  }

  /**
   * Free if the model and the backend say so, and the whole model bears it out on the first images,
   * and on the last of these without those before, which a recurrent model would remember.
   */
  private Batching batching(Shard shard) {
    Batching free = Batching.free(campaign.batch());
    if (!backend.isBatchInvariant() || campaign.hasFixedBatch() || campaign.hasSharedDecisions()) {
      return Batching.fixed(campaign.batch());
    }
    int first = shard.from() / campaign.batch() * campaign.batch();
    int most = Math.min(free.held(), campaign.workload().size() - first);
    GoldenOutputs golden = golden(first, first + most);
    try (Session session = backend.open(campaign.model())) {
      for (int size : new int[] {1, 3, free.run() / 2, free.held()}) {
        int images = Math.max(1, Math.min(size, most));
        if (!isAsInBatch(session, golden, first, images)
            || !isAsInBatch(session, golden, first + most - images, images)) {
          return Batching.fixed(campaign.batch());
        }
      }
    } catch (UnsupportedInputException e) {
      return Batching.fixed(campaign.batch()); // no other number of images can be run
    }
    return free;
  }

  /** Whether some images by themselves give what they give in their batch. */
  private boolean isAsInBatch(Session session, GoldenOutputs golden, int from, int images) {
    List<Tensor> samples = campaign.samples(from, from + images);
    float[] scores = session.run(samples).get(0).toFloatArray();
    return Arrays.equals(scores, golden.scores(from, images));
  }

  @Override
  public void close() {
    run.ifPresent(CutRun::close);
    plain.close();
  }
}
