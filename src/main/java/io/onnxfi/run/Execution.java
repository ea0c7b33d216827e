package io.onnxfi.run;

import io.onnxfi.campaign.EngineFactory;
import io.onnxfi.campaign.PlainEngine;
import io.onnxfi.campaign.cut.CutEngine;
import io.onnxfi.error.MalformedInputException;
import java.util.Locale;
import java.util.Objects;

/**
 * How a run is carried out, as far as it changes no bit of the results.
 *
 * @param engine which engine
 * @param threads batches run side by side
 * @param memory bytes for the golden caches of the cutting engine
 * @param isShuffled whether faults come in random order, so that those done so far tell of all
 * @param verify share of the faults, 0 to 1, to be run again with the plain engine
 */
public record Execution(
    EngineKind engine, int threads, long memory, boolean isShuffled, double verify) {
  private static final int SHARE_OF_MEMORY = 4;
  private static final long MEGABYTE = 1 << 20;

  /** The engines. */
  public enum EngineKind {
    /** Computes only what a fault can change. */
    CUT,
    /** Runs the whole model for every fault. */
    PLAIN;

    /**
     * By name: {@code cut} or {@code plain}.
     *
     * @param where the name was given, for messages
     * @throws MalformedInputException if there is none of that name
     */
    public static EngineKind parse(String name, String where) {
      for (EngineKind kind : values()) {
        if (kind.name().toLowerCase(Locale.ROOT).equals(name)) {
          return kind;
        }
      }
      throw MalformedInputException.of(where, "cut or plain", "'" + name + "'");
    }
  }

  /** All processors and a quarter of the memory, the cutting engine, the order of the list. */
  public static final Execution DEFAULT =
      new Execution(
          EngineKind.CUT, Runtime.getRuntime().availableProcessors(), usualMemory(), false, 0);

  /** Checks the ranges. */
  public Execution {
    Objects.requireNonNull(engine, "engine");
    if (threads < 1 || memory < 1 || !(verify >= 0 && verify <= 1)) {
      throw new IllegalArgumentException(
          "%d threads, %d bytes, share %s to verify".formatted(threads, memory, verify));
    }
  }

  /** Bytes for golden caches if nobody says: a quarter of the machine, and what Java may have. */
  public static long usualMemory() {
    return Math.min(Runtime.getRuntime().maxMemory(), Machine.memoryBytes() / SHARE_OF_MEMORY);
  }

  /**
   * Bytes of so many megabytes; the JVM allows as much direct memory as heap.
   *
   * @param where the number was given, for messages
   * @throws MalformedInputException if it is less than one, or more than Java may have
   */
  public static long megabytes(long count, String where) {
    long most = Runtime.getRuntime().maxMemory() / MEGABYTE;
    if (count < 1 || count > most) {
      throw MalformedInputException.of(
          where,
          "1 to %d MB (ONNXFI_JAVA_OPTIONS=-Xmx… raises that)".formatted(most),
          Long.toString(count));
    }
    return count * MEGABYTE;
  }

  /** What opens such engines. */
  public EngineFactory engines() {
    return switch (engine) {
      case CUT -> CutEngine.factory(threads, memory);
      case PLAIN -> PlainEngine.factory(threads);
    };
  }
}
