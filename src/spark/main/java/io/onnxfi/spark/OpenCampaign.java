package io.onnxfi.spark;

import io.onnxfi.backend.Backend;
import io.onnxfi.campaign.Engine;
import io.onnxfi.campaign.ShardResult;
import io.onnxfi.error.MissingResourceException;
import io.onnxfi.run.CampaignParcel;
import io.onnxfi.run.Execution;
import io.onnxfi.run.RemoteCampaign;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.SparkFiles;

/**
 * The campaign of an executor's process: unpacked and opened by the first task that asks, closed by
 * the first that asks for another, or at the end of the process. Tasks side by side have an engine
 * each, and the backend in common.
 */
final class OpenCampaign {
  private static final int SHRINKING = 4;
  private static final long LEAST_MEMORY = 16L << 20;

  private static OpenCampaign open;
  private static boolean isWatched;

  private final Ticket ticket;
  private final RemoteCampaign campaign;
  private final Backend backend;
  private final Map<String, String> kind;
  private final int threads;
  private long memory;
  private final Deque<Engine> idle = new ArrayDeque<>();
  private int busy;
  private boolean isLeft;

  private OpenCampaign(Ticket ticket, RemoteCampaign campaign, int threads) {
    this.ticket = ticket;
    this.campaign = campaign;
    this.threads = threads;
    this.backend = campaign.open(ticket.backend());
    this.kind = RemoteCampaign.kind(backend);
    this.memory = ticket.memory() > 0 ? ticket.memory() : share(threads);
  }

  /** Of what one process would take: other tasks, here or in other processes, take the rest. */
  private static long share(int threads) {
    int tasks = Math.max(1, Runtime.getRuntime().availableProcessors() / threads);
    return Math.max(LEAST_MEMORY, Execution.usualMemory() / tasks);
  }

  /**
   * The one of a ticket, for one call of {@link #run}, until whose end it stays open.
   *
   * @param threads that a task may use
   */
  static synchronized OpenCampaign of(Ticket ticket, int threads) {
    if (open == null || !open.ticket.equals(ticket)) {
      closeAll();
      JvmOptions.apply();
      if (!isWatched) {
        Runtime.getRuntime().addShutdownHook(new Thread(OpenCampaign::closeAll));
        isWatched = true;
      }
      open = new OpenCampaign(ticket, RemoteCampaign.of(Unpacked.of(ticket)), threads);
    }
    open.begin();
    return open;
  }

  /** Closes what this process has open, as soon as no task needs it. */
  static synchronized void closeAll() {
    if (open != null) {
      open.leave();
      open = null;
    }
  }

  /** What of this process may change a bit of the results. */
  Map<String, String> kind() {
    return kind;
  }

  /**
   * Runs a piece in an engine that no other task has; with smaller golden caches, if there is no
   * memory for those that there are. An engine that failed is not used again.
   */
  ShardResult run(Piece piece) {
    try {
      while (true) {
        Engine engine = take();
        boolean isSound = false;
        try {
          ShardResult result = engine.run(piece.shard(), piece.filter());
          isSound = true;
          return result;
        } catch (OutOfMemoryError e) {
          if (!shrink()) {
            throw e;
          }
        } finally {
          give(engine, isSound);
        }
      }
    } finally {
      end();
    }
  }

  private synchronized void begin() {
    busy++;
  }

  private synchronized void end() {
    busy--;
    closeIfLeft();
  }

  private synchronized boolean shrink() {
    boolean isEnough = memory / SHRINKING >= LEAST_MEMORY;
    memory = isEnough ? memory / SHRINKING : memory;
    return isEnough;
  }

  private synchronized Engine take() {
    Engine engine = idle.poll();
    return engine != null ? engine : engine();
  }

  private synchronized void give(Engine engine, boolean isSound) {
    if (isSound) {
      idle.push(engine);
    } else {
      engine.close();
    }
  }

  private Engine engine() {
    return new Execution(ticket.engine(), threads, memory, false, 0)
        .engines()
        .open(
            campaign.campaign(),
            backend,
            IntStream.range(0, campaign.campaign().size())
                .filter(fault -> !ticket.excluded().contains(fault))
                .boxed()
                .toList());
  }

  private synchronized void leave() {
    isLeft = true;
    closeIfLeft();
  }

  private void closeIfLeft() {
    if (isLeft && busy == 0) {
      idle.forEach(Engine::close);
      idle.clear();
      backend.close();
    }
  }

  /** The parcels that this process has unpacked; the frameworks of a run share one. */
  private static final class Unpacked {
    private static String last = "";
    private static CampaignParcel parcel;

    static CampaignParcel of(Ticket ticket) {
      if (!last.equals(ticket.parcel())) {
        Path file = Path.of(SparkFiles.get(ticket.parcel()));
        try {
          Path root = Path.of(SparkFiles.getRootDirectory()).toAbsolutePath().normalize();
          Path folder = Files.createTempDirectory(root, "parcel");
          parcel = ParcelFile.unpack(file, ticket.sha256(), folder);
        } catch (IOException e) {
          throw new MissingResourceException(
              "cannot unpack the campaign in %s (%s)".formatted(file.getParent(), e),
              "free some space, or set spark.local.dir",
              e);
        }
        last = ticket.parcel();
      }
      return parcel;
    }
  }
}
