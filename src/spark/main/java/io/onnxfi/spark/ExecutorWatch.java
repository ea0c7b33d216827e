package io.onnxfi.spark;

import io.onnxfi.run.RunListener;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorAdded;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;

/** Keeps what Spark says of executors that come and go, until it can be told. */
final class ExecutorWatch extends SparkListener {
  private final Queue<String> news = new ConcurrentLinkedQueue<>();

  @Override
  public void onExecutorAdded(SparkListenerExecutorAdded added) {
    news.add(
        "Spark: executor %s on %s, cores: %d"
            .formatted(
                added.executorId(),
                added.executorInfo().executorHost(),
                added.executorInfo().totalCores()));
  }

  @Override
  public void onExecutorRemoved(SparkListenerExecutorRemoved removed) {
    news.add(
        "Spark: executor %s is gone (%s); its tasks run again"
            .formatted(
                removed.executorId(), removed.reason().lines().findFirst().orElse("no reason")));
  }

  /** Tells what is new. */
  void tell(RunListener listener) {
    for (String line = news.poll(); line != null; line = news.poll()) {
      listener.remark(line);
    }
  }
}
