package io.onnxfi.cli;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where faults that depend on the range of an activation find it. */
final class ProfileOption {
  @Option(
      names = "--profile",
      paramLabel = "P.json",
      description =
          "Ranges of the model's activations, from 'onnxfi profile': what faults such as random and"
              + " gaussian:ALPHA draw from there.")
  private Path profile;

  Optional<Path> file() {
    return Optional.ofNullable(profile);
  }
}
