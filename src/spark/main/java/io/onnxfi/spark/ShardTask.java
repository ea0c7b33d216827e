package io.onnxfi.spark;

import io.onnxfi.campaign.ShardResult;
import io.onnxfi.error.Failure;
import java.io.Serializable;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.util.LongAccumulator;
import scala.collection.Iterator;
import scala.runtime.AbstractFunction1;

/**
 * What an executor does with a piece. A user's mistake is an answer; all else Spark tries again.
 */
final class ShardTask extends AbstractFunction1<Iterator<Piece>, Reply> implements Serializable {
  private static final long serialVersionUID = 1;

  private final Ticket ticket;
  private final LongAccumulator pairs;

  /**
   * A task.
   *
   * @param pairs counts what is done, for Spark's own pages and logs
   */
  ShardTask(Ticket ticket, LongAccumulator pairs) {
    this.ticket = ticket;
    this.pairs = pairs;
  }

  @Override
  public Reply apply(Iterator<Piece> pieces) {
    String executor =
        "executor %s on %s"
            .formatted(
                SparkEnv.get().executorId(), SparkEnv.get().blockManager().blockManagerId().host());
    try {
      OpenCampaign campaign = OpenCampaign.of(ticket, TaskContext.get().cpus());
      Piece piece = pieces.next();
      ShardResult result = campaign.run(piece);
      pairs.add(piece.pairs());
      return new Reply(executor, campaign.kind(), result, null);
    } catch (RuntimeException | LinkageError e) {
      Failure failure = Failure.of(e, "SPARK_HOME");
      if (failure.kind() == Failure.Kind.DEFECT) {
        throw e;
      }
      return Reply.refused(executor, failure.line());
    }
  }
}
