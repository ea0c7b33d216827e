package io.onnxfi.cli;

import io.onnxfi.backend.BackendSettings;
import io.onnxfi.backend.DeviceRequest;
import io.onnxfi.backend.Optimization;
import picocli.CommandLine.Option;

/** Where frameworks compute, and how far they may rewrite a graph. */
final class DeviceOptions {
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

  /** How they compute. */
  BackendSettings settings() {
    return new BackendSettings(DeviceRequest.parse(device), optimization);
  }
}
