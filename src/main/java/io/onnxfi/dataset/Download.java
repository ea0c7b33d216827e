package io.onnxfi.dataset;

import java.net.URI;
import java.nio.file.Path;

/**
 * One file to be downloaded.
 *
 * @param source where from; {@code https}, or {@code http} on this machine
 * @param target where to
 * @param bytes its size, or {@link #UNKNOWN}
 * @param checksum what its content must have
 * @param fetchName what {@code onnxfi fetch} is asked for to get it, for the remedy in messages
 */
public record Download(URI source, Path target, long bytes, Checksum checksum, String fetchName) {
  /** A size that the publisher does not state. */
  public static final long UNKNOWN = -1;

  /**
   * Checks the source.
   *
   * @throws IllegalArgumentException if the source is not encrypted and not on this machine
   */
  public Download {
    if (!HttpSource.isTrusted(source)) {
      throw new IllegalArgumentException("a download needs an https source, found " + source);
    }
    if (bytes < UNKNOWN) {
      throw new IllegalArgumentException("a size cannot be negative, found " + bytes);
    }
  }

  /** Where an unfinished download waits to be continued: beside the target. */
  Path part() {
    return target.resolveSibling(target.getFileName() + ".part");
  }
}
