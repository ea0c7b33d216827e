package io.onnxfi.cli;

import io.onnxfi.dataset.Checksum;
import io.onnxfi.error.MalformedInputException;
import java.io.IOException;
import java.nio.file.Path;

/** Checksums of files for manifests. */
final class Digests {
  private Digests() {}

  static String sha256(Path file) {
    try {
      return Checksum.of(file, Checksum.Algorithm.SHA_256).hex();
    } catch (IOException e) {
      throw new MalformedInputException("%s: cannot be read (%s)".formatted(file, e), e);
    }
  }
}
