package io.onnxfi.cli;

import io.onnxfi.error.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that a command makes: never one that is there. */
final class NewFile {
  private NewFile() {}

  /** Requires that nothing is there. */
  static void require(String option, Path file) {
    if (Files.exists(file)) {
      throw MalformedInputException.of(option, "a new file", file + ", which exists");
    }
  }
}
