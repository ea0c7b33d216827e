package io.onnxfi.cli;

import io.onnxfi.backend.BackendSettings;
import io.onnxfi.backend.DeviceRequest;
import io.onnxfi.backend.Optimization;
import io.onnxfi.error.MalformedInputException;
import picocli.CommandLine.Option;

/** How frameworks compute, whatever is run in them. */
final class ComputeOptions {
  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      defaultValue = "cpu",
      description =
          "cpu, cuda, cuda:N or auto, for ONNX Runtime; PyTorch always runs on the processor"
              + " (default: ${DEFAULT-VALUE}).")
  private String device;

  @Option(
      names = "--optimization",
      paramLabel = "LEVEL",
      defaultValue = "all",
      description =
          "ONNX Runtime's graph optimisation: none, basic, extended or all (default:"
              + " ${DEFAULT-VALUE}).")
  private Optimization optimization;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Batches run in parallel (default: the number of processors).")
  private Integer threads;

  /** How they compute. */
  BackendSettings settings() {
    return new BackendSettings(DeviceRequest.parse(device), optimization);
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
