package io.onnxfi.dataset;

import java.nio.file.Path;

/** Told how fetching goes, on the thread that does the work. */
public interface FetchListener {
  /** Listens to nothing. */
  FetchListener NONE = (file, done, total) -> {};

  /**
   * More of a file has arrived.
   *
   * @param file what is being downloaded
   * @param done bytes present so far, those of earlier attempts included; smaller than before when
   *     a download starts over
   * @param total bytes of the whole file, or {@link Download#UNKNOWN}
   */
  void progress(Path file, long done, long total);

  /** The existing file has the wrong content; it stays until its replacement is verified. */
  default void replacing(Path file, Checksum expected, Checksum found) {}

  /** An attempt failed, and another follows after a pause. */
  default void retrying(Path file, String reason) {}
}
