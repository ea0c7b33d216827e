package io.onnxfi.dataset;

import java.nio.file.Path;

/**
 * A file, or a folder of many, that is now in its place with the right content.
 *
 * @param file where it is
 * @param outcome how it got there
 */
public record FetchedFile(Path file, Outcome outcome) {
  /** How a file got to its place. */
  public enum Outcome {
    /** Downloaded in one go, or unpacked from an archive that was. */
    DOWNLOADED,
    /** As {@link #DOWNLOADED}, but continuing what an earlier attempt had left. */
    RESUMED,
    /** Unpacked from an archive that was on the machine. */
    UNPACKED,
    /** It was there, with the right content. */
    ALREADY_THERE
  }
}
