package io.onnxfi.dataset;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import io.onnxfi.dataset.FetchedFile.Outcome;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.error.MissingResourceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Downloads files so that what is in its place is always whole and verified.
 *
 * <p>The bytes gather in {@code <file>.part}, which a later attempt or run continues. Only a part
 * with the right checksum is moved to its place, in one step; one with a wrong checksum is deleted.
 * Busy servers and broken connections are tried again; see {@link Patience}.
 */
public final class Fetcher {
  private final Patience patience;
  private final HttpSource http;

  /** A fetcher with {@link Patience#DEFAULT}. */
  public Fetcher() {
    this(Patience.DEFAULT);
  }

  /** A fetcher that gives up as told. */
  public Fetcher(Patience patience) {
    this.patience = patience;
    this.http = new HttpSource(patience);
  }

  /**
   * Makes sure that a file is in its place.
   *
   * @throws MissingResourceException if it cannot be had: no network, no such file on the server,
   *     or no room here
   * @throws MalformedInputException if what the server sends has another checksum or size
   */
  public FetchedFile fetch(Download download, FetchListener listener) {
    try {
      if (isThere(download.target(), download.checksum(), listener)) {
        return new FetchedFile(download.target(), Outcome.ALREADY_THERE);
      }
      Files.createDirectories(download.part().toAbsolutePath().getParent());
    } catch (IOException e) {
      throw noRoom(download.target(), e);
    }
    boolean resumed = transfer(download, listener);
    try {
      move(download.part(), download.target());
    } catch (IOException e) {
      throw noRoom(download.target(), e);
    }
    return new FetchedFile(download.target(), resumed ? Outcome.RESUMED : Outcome.DOWNLOADED);
  }

  /** Whether the file is there and right; tells the listener if it is there and wrong. */
  static boolean isThere(Path file, Checksum expected, FetchListener listener) throws IOException {
    if (!Files.exists(file)) {
      return false;
    }
    Checksum found = Checksum.of(file, expected.algorithm());
    if (found.equals(expected)) {
      return true;
    }
    listener.replacing(file, expected, found);
    return false;
  }

  static void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  static MissingResourceException noRoom(Path file, IOException cause) {
    return new MissingResourceException(
        "cannot read or write %s (%s)".formatted(file, cause),
        "check its permissions and the free space on the disk, or choose another folder with $"
            + DataRoot.VARIABLE,
        cause);
  }

  /** Fills and verifies the part; says whether it continued an earlier one. */
  private boolean transfer(Download download, FetchListener listener) {
    RetryPolicy<Boolean> retries =
        RetryPolicy.<Boolean>builder()
            .handleIf(Fetcher::isPassing)
            .withMaxAttempts(patience.attempts())
            .withBackoff(patience.firstDelay(), patience.firstDelay().multipliedBy(64))
            .onRetryScheduled(
                event -> listener.retrying(download.target(), reason(event.getLastException())))
            .build();
    try {
      return Failsafe.with(retries)
          .get(() -> new Transfer(download, http, patience.stall(), listener).run());
    } catch (UncheckedIOException e) {
      throw noRoom(download.part(), e.getCause());
    } catch (FailsafeException e) {
      if (e.getCause() instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      throw unobtainable(download, e.getCause());
    }
  }

  private static boolean isPassing(Throwable failure) {
    if (failure instanceof HttpStatusException answer) {
      return answer.isPassing();
    }
    return failure instanceof IOException && !isOffline(failure);
  }

  /** Whether the server was not even reached: waiting seconds will not change that. */
  private static boolean isOffline(Throwable failure) {
    return failure instanceof ConnectException
        || failure instanceof UnknownHostException
        || failure instanceof HttpConnectTimeoutException;
  }

  private static MissingResourceException unobtainable(Download download, Throwable cause) {
    String remedy =
        "%s, or put the file at %s by hand; then run: onnxfi fetch %s"
            .formatted(
                isOffline(cause) ? "connect to the network" : "try again later",
                download.target(),
                download.fetchName());
    return new MissingResourceException(
        "cannot download %s (%s)".formatted(download.source(), reason(cause)), remedy, cause);
  }

  private static String reason(Throwable failure) {
    if (isOffline(failure)) {
      return "the server cannot be reached";
    }
    return failure.getMessage() == null ? failure.toString() : failure.getMessage();
  }
}
