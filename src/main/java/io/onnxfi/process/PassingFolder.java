package io.onnxfi.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * A folder for files that nobody wants to keep.
 *
 * @param path the folder
 */
public record PassingFolder(Path path) implements AutoCloseable {
  /**
   * Makes one.
   *
   * @throws IOException if it cannot be made
   */
  public static PassingFolder create(String prefix) throws IOException {
    return new PassingFolder(Files.createTempDirectory(prefix));
  }

  /** Removes it with all that is in it. */
  @Override
  public void close() {
    if (!Files.exists(path)) {
      return;
    }
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      // what is left of it lies where the system clears up
    }
  }
}
