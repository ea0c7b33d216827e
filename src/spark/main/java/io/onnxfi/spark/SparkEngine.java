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
import io.onnxfi.campaign.TallyListener;
import io.onnxfi.error.MissingResourceException;
import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.outcome.GoldenOutputs;
import io.onnxfi.run.Execution.EngineKind;
import io.onnxfi.run.RunListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.LongAccumulator;

/**
 * An engine whose shards run on executors. What a shard is divided into comes back piece by piece;
 * a fault is told of when all its pieces are there.
 */
final class SparkEngine implements Engine {
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
  public Effort run(Shard shard, PairFilter filter, TallyListener told) {
    if (shard.faults().isEmpty()) {
      return Effort.NONE;
    }
    Joined joined = new Joined(shard, told);
    List<Shard> left = divide(joined.missing(), filter);
    listener.remark("Spark: %d tasks for %d executors".formatted(left.size(), executors()));
    PieceJob job =
        new PieceJob(
            context,
            filter,
            reply -> joined.add(accepted(reply).result()),
            () -> watch.tell(listener));
    Ticket own = ticket;
    for (Attempt last = attempt(job, left, own);
        last.poison().isPresent();
        last = attempt(job, left, own)) {
      List<Integer> found = isolate(last.poison().get(), job, joined);
      own = found.isEmpty() ? own.with(EngineKind.PLAIN) : own.without(found);
      left = last.left();
    }
    return joined.effort();
  }

  /** By what the pairs that matter cost. */
  private List<Shard> divide(List<Shard> shards, PairFilter filter) {
    long count =
        shards.stream()
            .mapToLong(
                shard -> shard.faults().stream().mapToLong(f -> filter.count(f, shard)).sum())
            .sum();
    return Division.among(slots(), count, campaign.batch())
        .of(
            campaign,
            shards,
            (fault, images) -> filter.count(fault, images) * cost.applyAsDouble(fault));
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
  private List<Integer> isolate(Shard piece, PieceJob job, Joined joined) {
    List<Integer> found = new ArrayList<>();
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
        joined.add(FaultTally.crashed(campaign, poison, fault));
        found.add(fault);
      }
    }
    return found;
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
