package io.onnxfi.cli;

import io.onnxfi.backend.BackendSettings;
import io.onnxfi.error.MalformedInputException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How frameworks compute, whatever is run in them. */
final class ComputeOptions {
  @Mixin private DeviceOptions device;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Batches run in parallel (default: the number of processors).")
  private Integer threads;

  /** How they compute. */
  BackendSettings settings() {
    return device.settings();
  }

  /** Batches run in parallel. */
  int threads() {
    int count = threads == null ? Runtime.getRuntime().availableProcessors() : threads;
    return positive("--threads", count);
  }

  static int positive(String option, int value) {
    if (value < 1) {
      throw MalformedInputException.of(option, "at least 1", Integer.toString(value));
    }
    return value;
  }
}
