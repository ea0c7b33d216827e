package io.onnxfi.spark;

import io.onnxfi.campaign.PairFilter;
import io.onnxfi.campaign.Shard;
import io.onnxfi.error.MissingResourceException;
import java.util.List;
import java.util.Optional;
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
 * Runs pieces as one job of Spark, a task each, and takes their answers as they come. Spark runs
 * the tasks of lost executors again, and takes one answer of each.
 *
 * @param context Spark
 * @param filter which pairs matter
 * @param replies told of each answer, in the thread that runs the job
 * @param tick called now and then, in that thread
 */
record PieceJob(
    JavaSparkContext context, PairFilter filter, Consumer<Reply> replies, Runnable tick) {
  private static final long POLL_MILLIS = 200;
  private static final Pattern FAILED =
      Pattern.compile("Task (\\d+) in stage \\S+ failed \\d+ times");

  /** What came of a piece, by its place. */
  private record Answer(int piece, Reply reply) {}

  /**
   * Runs pieces until all are done, or Spark gives up on one.
   *
   * @throws MissingResourceException if Spark ends the job for another reason
   */
  Attempt run(List<Shard> pieces, ShardTask task) {
    if (pieces.isEmpty()) {
      return Attempt.DONE;
    }
    BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
    SimpleFutureAction<BoxedUnit> job = submit(pieces, task, answers);
    Set<Integer> open = new TreeSet<>(IntStream.range(0, pieces.size()).boxed().toList());
    boolean isOver = false;
    try {
      while (!open.isEmpty()) {
        isOver = job.isCompleted();
        Answer answer = answers.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
        tick.run();
        if (answer != null) {
          replies.accept(answer.reply());
          open.remove(answer.piece());
        } else if (isOver) {
          int poison = poison(job.value().get().failed().get(), open);
          open.remove(poison);
          return new Attempt(
              Optional.of(pieces.get(poison)), open.stream().map(pieces::get).toList());
        }
      }
      isOver = true;
      return Attempt.DONE;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a campaign was running", e);
    } finally {
      if (!isOver) {
        job.cancel();
      }
    }
  }

  /** The task that Spark gave up on; it names it. */
  private static int poison(Throwable failure, Set<Integer> open) {
    Matcher task = FAILED.matcher(Lines.of(failure));
    if (!task.find() || !open.contains(Integer.valueOf(task.group(1)))) {
      throw new MissingResourceException(
          "Spark ended the job (%s)".formatted(Lines.of(failure)),
          "see its logs, and continue with --resume",
          failure);
    }
    return Integer.parseInt(task.group(1));
  }

  private SimpleFutureAction<BoxedUnit> submit(
      List<Shard> shards, ShardTask task, BlockingQueue<Answer> answers) {
    List<Piece> pieces = shards.stream().map(shard -> Piece.of(shard, filter)).toList();
    List<Object> partitions = IntStream.range(0, pieces.size()).mapToObj(i -> (Object) i).toList();
    return context
        .sc()
        .submitJob(
            context.parallelize(pieces, pieces.size()).rdd(),
            task,
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
}
