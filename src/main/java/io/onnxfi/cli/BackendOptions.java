package io.onnxfi.cli;

import io.onnxfi.backend.Backend;
import io.onnxfi.backend.DeviceRequest;
import io.onnxfi.backend.djl.DjlBackend;
import io.onnxfi.backend.ort.OnnxRuntimeBackend;
import io.onnxfi.backend.ort.Optimization;
import io.onnxfi.error.MalformedInputException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import picocli.CommandLine.Option;

/** Which frameworks, on what, with which options. */
final class BackendOptions {
  @Option(
      names = "--backend",
      paramLabel = "ID",
      split = ",",
      defaultValue = "ort,djl",
      description = "ort (ONNX Runtime), djl (PyTorch) or both (default: ${DEFAULT-VALUE}).")
  private List<String> backends;

  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      defaultValue = "cpu",
      description =
          "cpu, cuda, cuda:N or auto, for ONNX Runtime; PyTorch stays on the processor (default:"
              + " ${DEFAULT-VALUE}).")
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
      description = "Batches run side by side (default: the number of processors).")
  private Integer threads;

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "100",
      description = "Images per run (default: ${DEFAULT-VALUE}).")
  private int batch;

  /** Opens the chosen backends in the order given; the caller closes them. */
  List<Backend> open() {
    DeviceRequest request = DeviceRequest.parse(device);
    List<Backend> open = new ArrayList<>();
    for (String id : new LinkedHashSet<>(backends)) {
      switch (id) {
        case "ort" -> open.add(OnnxRuntimeBackend.create(request, optimization));
        case "djl" -> open.add(new DjlBackend());
        default -> throw MalformedInputException.of("--backend", "ort or djl", "'" + id + "'");
      }
    }
    return open;
  }

  int threads() {
    int count = threads == null ? Runtime.getRuntime().availableProcessors() : threads;
    return positive("--threads", count);
  }

  int batch() {
    return positive("--batch", batch);
  }

  private static int positive(String option, int value) {
    if (value < 1) {
      throw MalformedInputException.of(option, "at least 1", Integer.toString(value));
    }
    return value;
  }
}
