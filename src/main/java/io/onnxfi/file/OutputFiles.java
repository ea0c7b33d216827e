package io.onnxfi.file;

import io.onnxfi.error.MalformedInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;

/** Files that are to be written: never over one that is read. */
public final class OutputFiles {
  private OutputFiles() {}

  /**
   * Requires that no file to be written is one of those that are read, by whatever path or link.
   *
   * @param option that says where to write, for messages
   * @param written need not be there yet
   * @param read what the command reads
   * @throws MalformedInputException naming the two
   */
  public static void requireApart(String option, Collection<Path> written, Collection<Path> read) {
    for (Path output : written) {
      for (Path input : read) {
        if (isSame(output, input)) {
          throw MalformedInputException.of(
              option,
              "a path that is not an input of this command",
              output.equals(input)
                  ? "%s, which would be overwritten".formatted(output)
                  : "%s, which is the input %s".formatted(output, input));
        }
      }
    }
  }

  /** By the file itself, so that links, hard links and the case of letters make no difference. */
  private static boolean isSame(Path output, Path input) {
    try {
      return Files.exists(output) && Files.exists(input) && Files.isSameFile(output, input);
    } catch (IOException e) {
      return output.toAbsolutePath().normalize().equals(input.toAbsolutePath().normalize());
    }
  }
}
