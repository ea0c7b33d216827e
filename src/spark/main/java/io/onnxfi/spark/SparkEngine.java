package io.onnxfi.spark;

import io.onnxfi.backend.Backend;
import io.onnxfi.campaign.Campaign;
import io.onnxfi.campaign.Division;
import io.onnxfi.campaign.Effort;
import io.onnxfi.campaign.Engine;
import io.onnxfi.campaign.FaultTally;
import io.onnxfi.campaign.MultiplyAdds;
import io.onnxfi.campaign.Shard;
import io.onnxfi.campaign.ShardResult;
import io.onnxfi.error.MissingResourceException;
import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.outcome.GoldenOutputs;
import io.onnxfi.run.RemoteCampaign;
import io.onnxfi.run.RunListener;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.spark.SimpleFutureAction;
import org.apache.spark.api.java.JavaSparkContext;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.AbstractFunction0;
import scala.runtime.AbstractFunction2;
import scala.runtime.BoxedUnit;

/**
 * An engine whose shards run on executors. What a shard is divided into comes back piece by piece;
 * a fault is told of when all its pieces are there. Spark runs the tasks of lost executors again,
 * and takes one answer of each.
 */
final class SparkEngine implements Engine {
  private static final int PIECES_PER_SLOT = 12;
  private static final long POLL_MILLIS = 200;
  private static final Pattern FAILED =
      Pattern.compile("Task (\\d+) in stage \\S+ failed \\d+ times");

  private final JavaSparkContext context;
  private final Ticket ticket;
  private final Campaign campaign;
  private final Engine here;
  private final RunListener listener;
  private final Map<String, String> kind;
  private final MultiplyAdds work;

  /**
   * An engine.
   *
   * @param here one in this process, for the golden outputs
   */
  SparkEngine(
      JavaSparkContext context,
      Ticket ticket,
      Campaign campaign,
      Backend backend,
      Engine here,
      RunListener listener) {
    this.context = context;
    this.ticket = ticket;
    this.campaign = campaign;
    this.here = here;
    this.listener = listener;
    this.kind = RemoteCampaign.kind(backend);
    this.work = new MultiplyAdds(campaign, backend);
  }

  @Override
  public GoldenOutputs golden(int from, int to) {
    return here.golden(from, to);
  }

  @Override
  public Effort run(Shard shard, Consumer<FaultTally> finished) {
    if (shard.faults().isEmpty()) {
      return Effort.NONE;
    }
    List<Shard> pieces =
        new Division(PIECES_PER_SLOT * slots(), campaign.batch()).of(campaign, shard, this::cost);
    listener.remark("Spark: %d tasks for %d executors".formatted(pieces.size(), executors()));
    Joined joined = new Joined(shard, finished);
    List<Shard> left = pieces;
    while (!left.isEmpty()) {
      left = attempt(left, joined);
    }
    return joined.effort;
  }

  /**
   * Runs pieces until all are done, or Spark gives up on one, as it does if that ends several
   * processes.
   *
   * @return what is to be run yet: that one in halves, and those that were not done
   */
  private List<Shard> attempt(List<Shard> pieces, Joined joined) {
    BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
    SimpleFutureAction<BoxedUnit> job = submit(pieces, answers);
    Set<Integer> open = new TreeSet<>(IntStream.range(0, pieces.size()).boxed().toList());
    try {
      while (!open.isEmpty()) {
        boolean isOver = job.isCompleted();
        Answer answer = answers.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
        if (answer != null) {
          joined.add(accepted(answer.reply()));
          open.remove(answer.piece());
        } else if (isOver) {
          return without(pieces, open, poison(job, pieces.size()), joined);
        }
      }
      return List.of();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a campaign was running", e);
    } finally {
      if (!open.isEmpty()) {
        job.cancel();
      }
    }
  }

  /** The task that Spark gave up on; it names it. */
  private static int poison(SimpleFutureAction<BoxedUnit> job, int pieces) {
    Throwable failure = job.value().get().failed().get();
    Matcher task = FAILED.matcher(Lines.of(failure));
    if (!task.find() || Integer.parseInt(task.group(1)) >= pieces) {
      throw new MissingResourceException(
          "Spark ended the job (%s)".formatted(Lines.of(failure)),
          "see its logs, and continue with --resume",
          failure);
    }
    return Integer.parseInt(task.group(1));
  }

  private List<Shard> without(List<Shard> pieces, Set<Integer> open, int poison, Joined joined) {
    List<Shard> left = new ArrayList<>();
    for (int piece : open) {
      Shard shard = pieces.get(piece);
      int faults = shard.faults().size();
      if (piece != poison) {
        left.add(shard);
      } else if (faults > 1) {
        left.add(shard.with(shard.faults().subList(0, faults / 2)));
        left.add(shard.with(shard.faults().subList(faults / 2, faults)));
      } else {
        int fault = shard.faults().get(0);
        listener.remark(
            "Spark: fault %d of the list ends every process that runs it; it counts as crashed"
                .formatted(fault));
        joined.add(FaultTally.crashed(campaign, shard, fault));
      }
    }
    return left;
  }

  private double cost(int fault) {
    String tensor = campaign.injections().tensors(fault).get(0);
    return work.head(tensor) + work.behind(tensor);
  }

  /** Tasks that run side by side. */
  private int slots() {
    return Math.max(
        1, context.defaultParallelism() / context.sc().conf().getInt("spark.task.cpus", 1));
  }

  /** Processes that run tasks; the driver is one where there are no others. */
  private int executors() {
    return Math.max(1, context.sc().getExecutorMemoryStatus().size() - 1);
  }

  private SimpleFutureAction<BoxedUnit> submit(List<Shard> pieces, BlockingQueue<Answer> answers) {
    List<Object> partitions = IntStream.range(0, pieces.size()).mapToObj(i -> (Object) i).toList();
    return context
        .sc()
        .submitJob(
            context.parallelize(pieces, pieces.size()).rdd(),
            new ShardTask(ticket),
            CollectionConverters.asScala(partitions).toSeq(),
            new AbstractFunction2<Object, Reply, BoxedUnit>() {
              @Override
              public BoxedUnit apply(Object partition, Reply reply) {
                answers.add(new Answer((Integer) partition, reply));
                return BoxedUnit.UNIT;
              }
            },
            new AbstractFunction0<BoxedUnit>() {
              @Override
              public BoxedUnit apply() {
                return BoxedUnit.UNIT;
              }
            });
  }

  private ShardResult accepted(Reply reply) {
    reply
        .refused()
        .ifPresent(
            why -> {
              throw new UnsupportedInputException("%s: %s".formatted(reply.executor(), why));
            });
    kind.forEach(
        (what, wanted) -> {
          String found = reply.kind().get(what);
          if (!wanted.equals(found)) {
            throw new UnsupportedInputException(
                "%s: expected %s %s as on the driver, found %s; outcomes near rounding depend on it"
                    .formatted(reply.executor(), what, wanted, found));
          }
        });
    return reply.result();
  }

  /** What came of a piece, by its place. */
  private record Answer(int piece, Reply reply) {}

  /** Tallies of pieces, until those of a fault are all there. */
  private static final class Joined {
    private final Shard shard;
    private final Consumer<FaultTally> finished;
    private final Map<Integer, List<FaultTally>> parts = new HashMap<>();
    private Effort effort = Effort.NONE;

    Joined(Shard shard, Consumer<FaultTally> finished) {
      this.shard = shard;
      this.finished = finished;
    }

    void add(ShardResult result) {
      effort = effort.plus(result.effort());
      result.tallies().forEach(this::add);
    }

    void add(FaultTally tally) {
      List<FaultTally> own = parts.computeIfAbsent(tally.fault(), fault -> new ArrayList<>());
      own.add(tally);
      int images = own.stream().mapToInt(part -> part.to() - part.from()).sum();
      if (images == shard.to() - shard.from()) {
        finished.accept(new ShardResult(own, Effort.NONE).tallies().get(0));
        parts.remove(tally.fault());
      }
    }
  }

  @Override
  public void close() {
    here.close();
  }
}
