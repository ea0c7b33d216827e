package io.onnxfi.spark;

import io.onnxfi.backend.Backend;
import io.onnxfi.campaign.Campaign;
import io.onnxfi.campaign.Division;
import io.onnxfi.campaign.Effort;
import io.onnxfi.campaign.Engine;
import io.onnxfi.campaign.FaultCost;
import io.onnxfi.campaign.FaultTally;
import io.onnxfi.campaign.MultiplyAdds;
import io.onnxfi.campaign.PairFilter;
import io.onnxfi.campaign.Shard;
import io.onnxfi.campaign.ShardResult;
import io.onnxfi.error.MissingResourceException;
import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.outcome.GoldenOutputs;
import io.onnxfi.run.Execution.EngineKind;
import io.onnxfi.run.RunListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.LongAccumulator;

/**
 * An engine whose shards run on executors. What they are divided into comes back piece by piece.
 */
final class SparkEngine implements Engine {
  /** Of a pair, as a part of the dearest. */
  private static final double LEAST_COST = 1e-3;

  private final JavaSparkContext context;
  private final Ticket ticket;
  private final Campaign campaign;
  private final Engine here;
  private final Function<Map<String, String>, Optional<String>> check;
  private final ExecutorWatch watch;
  private final RunListener listener;
  private final LongAccumulator pairs;
  private final FaultCost cost;

  /**
   * An engine.
   *
   * @param here one in this process, for the golden outputs
   * @param check what is wrong with an executor of some kind
   */
  SparkEngine(
      JavaSparkContext context,
      Ticket ticket,
      Campaign campaign,
      Backend backend,
      Engine here,
      Function<Map<String, String>, Optional<String>> check,
      ExecutorWatch watch,
      RunListener listener) {
    this.context = context;
    this.ticket = ticket;
    this.campaign = campaign;
    this.here = here;
    this.check = check;
    this.watch = watch;
    this.listener = listener;
    this.pairs = context.sc().longAccumulator("pairs of a fault and an image");
    this.cost = new FaultCost(campaign, new MultiplyAdds(campaign, backend));
  }

  @Override
  public GoldenOutputs golden(int from, int to) {
    return here.golden(from, to);
  }

  @Override
  public Effort run(Shard shard, PairFilter filter, Consumer<FaultTally> told) {
    return run(List.of(shard), filter, told);
  }

  /** As one job, so that nobody waits for the end of a shard. */
  @Override
  public Effort run(List<Shard> shards, PairFilter filter, Consumer<FaultTally> told) {
    List<Shard> left = divide(shards, filter);
    if (left.isEmpty()) {
      return Effort.NONE;
    }
    Found found = new Found(told);
    listener.remark("Spark: %d tasks for %d executors".formatted(left.size(), executors()));
    PieceJob job =
        new PieceJob(
            context,
            filter,
            reply -> found.add(accepted(reply).result()),
            () -> watch.tell(listener));
    Ticket own = ticket;
    found.begin(left.size());
    for (Attempt last = attempt(job, left, own);
        last.poison().isPresent();
        last = attempt(job, left, own)) {
      List<Integer> fatal = isolate(last.poison().get(), job, told);
      own = fatal.isEmpty() ? own.with(EngineKind.PLAIN) : own.without(fatal);
      left = last.left();
      found.begin(left.size());
    }
    return found.effort;
  }

  /** Tells of tallies, and adds up what they took. */
  private final class Found {
    private final Consumer<FaultTally> told;
    private Effort effort = Effort.NONE;
    private int done;
    private int all;

    Found(Consumer<FaultTally> told) {
      this.told = told;
    }

    /** So many tasks are left. */
    void begin(int left) {
      all = done + left;
    }

    void add(ShardResult result) {
      effort = effort.plus(result.effort());
      done++;
      listener.tasks(done, Math.max(done, all), executors());
      result.tallies().forEach(told);
    }
  }

  /** By what the pairs that matter cost; each costs something, whatever is multiplied for it. */
  private List<Shard> divide(List<Shard> shards, PairFilter filter) {
    long count = 0;
    double most = 0;
    for (Shard shard : shards) {
      for (int fault : shard.faults()) {
        count += filter.count(fault, shard);
        most = Math.max(most, cost.applyAsDouble(fault));
      }
    }
    double least = Math.max(1, most * LEAST_COST);
    return Division.among(slots(), count, campaign.batch())
        .of(
            campaign,
            shards,
            (fault, images) ->
                filter.count(fault, images) * Math.max(least, cost.applyAsDouble(fault)));
  }

  private Attempt attempt(PieceJob job, List<Shard> pieces, Ticket by) {
    return job.run(pieces, new ShardTask(by, pairs));
  }

  /**
   * Finds the faults that end every process that runs them, among those of a piece: by halves, and
   * with the plain engine, which runs no other fault on the way. What it runs is done.
   *
   * @return places of these faults; none if something else ended the processes
   */
  private List<Integer> isolate(Shard piece, PieceJob job, Consumer<FaultTally> told) {
    List<Integer> fatal = new ArrayList<>();
    Ticket plain = ticket.with(EngineKind.PLAIN);
    List<Shard> left = List.of(piece);
    for (Attempt last = attempt(job, left, plain);
        last.poison().isPresent();
        last = attempt(job, left, plain)) {
      Shard poison = last.poison().get();
      List<Integer> faults = poison.faults();
      left = new ArrayList<>(last.left());
      if (faults.size() > 1) {
        left.add(poison.with(faults.subList(0, faults.size() / 2)));
        left.add(poison.with(faults.subList(faults.size() / 2, faults.size())));
      } else {
        int fault = faults.get(0);
        requireLife(poison, job, plain);
        listener.remark(
            "Spark: the fault in row %d of those that run ends every process; it counts as crashed"
                .formatted(fault));
        told.accept(FaultTally.crashed(campaign, poison, fault));
        fatal.add(fault);
      }
    }
    return fatal;
  }

  /** A fault is to blame only if a process lives that does the same without it. */
  private void requireLife(Shard poison, PieceJob job, Ticket by) {
    if (attempt(job, List.of(poison.with(List.of())), by).poison().isPresent()) {
      throw new MissingResourceException(
          "executors end whatever they run",
          "see Spark's logs, give them more memory, and continue with --resume");
    }
  }

  /** Tasks that run side by side. */
  private int slots() {
    int perTask = context.sc().conf().getInt("spark.task.cpus", 1);
    return Math.max(1, context.defaultParallelism() / perTask);
  }

  /** Processes that run tasks; the driver is one where there are no others. */
  private int executors() {
    return Math.max(1, context.sc().getExecutorMemoryStatus().size() - 1);
  }

  private Reply accepted(Reply reply) {
    reply
        .refused()
        .or(() -> check.apply(reply.kind()))
        .ifPresent(
            why -> {
              throw new UnsupportedInputException("%s: %s".formatted(reply.executor(), why));
            });
    return reply;
  }

  @Override
  public void close() {
    here.close();
  }
}
