package io.onnxfi.dataset;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/**
 * Runs a transfer that may hang and gives it up when it makes no progress.
 *
 * <p>{@link java.net.http.HttpClient} limits the wait for an answer's head, but not for its body.
 */
final class StallGuard {
  private static final Duration FAREWELL = Duration.ofSeconds(10);

  private StallGuard() {}

  /**
   * The result of {@code work}, which runs on a thread of its own.
   *
   * @param progress grows while the transfer moves
   * @param abandon makes {@code work} end soon; called if it hangs or this thread is interrupted
   * @param limit longest time without growth; up to twice as long may pass before it is noticed
   * @throws SocketTimeoutException if the transfer hangs
   * @throws IOException if {@code work} throws one
   */
  static <T> T call(Callable<T> work, LongSupplier progress, Runnable abandon, Duration limit)
      throws IOException, InterruptedException {
    ExecutorService worker =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread thread = new Thread(task, "onnxfi-transfer");
              thread.setDaemon(true);
              return thread;
            });
    try {
      return await(worker.submit(work), progress, limit);
    } catch (SocketTimeoutException | InterruptedException e) {
      // An interrupt alone does not end a read from an HttpClient's body in JDK 17.
      abandon.run();
      throw e;
    } finally {
      worker.shutdownNow();
      // The next attempt writes to the same file, so this one must have let go of it.
      worker.awaitTermination(FAREWELL.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private static <T> T await(Future<T> result, LongSupplier progress, Duration limit)
      throws IOException, InterruptedException {
    long seen = progress.getAsLong();
    while (true) {
      try {
        return result.get(limit.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        long now = progress.getAsLong();
        if (now == seen) {
          throw new SocketTimeoutException("no data for %d s".formatted(limit.toSeconds()));
        }
        seen = now;
      } catch (ExecutionException e) {
        throw rethrown(e.getCause());
      }
    }
  }

  private static IOException rethrown(Throwable cause) {
    if (cause instanceof RuntimeException unchecked) {
      throw unchecked;
    }
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof IOException io ? io : new IOException(cause);
  }
}
