package io.onnxfi.cli;

import io.onnxfi.backend.BackendProvider;
import io.onnxfi.backend.BackendProviders;
import java.util.List;
import picocli.CommandLine.Option;

/** Which frameworks. */
final class FrameworkOption {
  @Option(
      names = "--backend",
      paramLabel = "ID",
      split = ",",
      defaultValue = "ort,djl",
      description = "ort (ONNX Runtime), djl (PyTorch) or both (default: ${DEFAULT-VALUE}).")
  private List<String> backends;

  /**
   * The chosen frameworks, in the order given.
   *
   * @throws io.onnxfi.error.MalformedInputException if one is unknown or named twice
   */
  List<BackendProvider> providers() {
    return BackendProviders.named(backends, "--backend");
  }

  /** Their ids. */
  List<String> ids() {
    return providers().stream().map(BackendProvider::id).toList();
  }
}
