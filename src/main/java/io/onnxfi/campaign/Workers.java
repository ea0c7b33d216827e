package io.onnxfi.campaign;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Threads that work side by side and end together: whoever opened the sessions that they compute in
 * may close them afterwards, also if one of them failed.
 */
public final class Workers implements AutoCloseable {
  private final ExecutorService threads;
  private volatile boolean stopping;

  /**
   * Threads.
   *
   * @param count how many
   */
  public Workers(int count) {
    this.threads = Executors.newFixedThreadPool(count);
  }

  /**
   * Runs tasks, each in a thread of its own, and waits for all of them.
   *
   * @return what they returned, in their order
   * @throws RuntimeException or {@link Error} as the first one that failed threw it
   */
  public <T> List<T> run(List<? extends Callable<T>> tasks) {
    stopping = false;
    List<Future<T>> running = new ArrayList<>();
    Failure failure = new Failure();
    try {
      tasks.forEach(task -> running.add(threads.submit(() -> guarded(task))));
    } catch (OutOfMemoryError e) { // no more threads: those that have begun must end first
      stopping = true;
      failure.add(e);
    }
    List<T> results = new ArrayList<>();
    for (Future<T> worker : running) {
      await(worker, results, failure);
    }
    failure.raise();
    return results;
  }

  private <T> T guarded(Callable<T> task) throws Exception {
    try {
      return task.call();
    } catch (Exception | Error e) {
      stopping = true;
      throw e;
    }
  }

  private <T> void await(Future<T> worker, List<T> results, Failure failure) {
    while (true) {
      try {
        results.add(worker.get());
        return;
      } catch (ExecutionException e) {
        failure.add(e.getCause());
        return;
      } catch (InterruptedException e) { // the worker must have ended all the same
        stopping = true;
        failure.add(new IllegalStateException("interrupted while a campaign was running", e));
        failure.interrupted = true;
      }
    }
  }

  /** For tasks, between two pieces of work: ends this one if another has failed. */
  public void continueOrStop() {
    if (stopping) {
      throw new CancellationException("another worker failed");
    }
  }

  /** The first that went wrong; a worker that only stopped because of it is none. */
  private static final class Failure {
    private Throwable first;
    private boolean interrupted;

    void add(Throwable thrown) {
      if (first == null || first instanceof CancellationException) {
        first = thrown;
      }
    }

    void raise() {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      if (first instanceof Error error) {
        throw error;
      }
      if (first instanceof RuntimeException unchecked) {
        throw unchecked;
      }
      if (first != null) {
        throw new IllegalStateException("a worker failed", first);
      }
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
