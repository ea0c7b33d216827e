package io.onnxfi.cli;

import io.onnxfi.attribution.Variant;
import io.onnxfi.backend.Backend;
import io.onnxfi.backend.DeviceRequest;
import io.onnxfi.backend.djl.DjlBackend;
import io.onnxfi.backend.ort.OnnxRuntimeBackend;
import io.onnxfi.backend.ort.Optimization;
import java.util.ArrayList;
import java.util.List;

/**
 * The backends of a run with other options, which change the order of sums and nothing else: other
 * optimisation levels and threads of ONNX Runtime, other batches of PyTorch.
 */
final class RunVariants implements AutoCloseable {
  private static final int THREADS = 3;

  private final List<Variant> variants = new ArrayList<>();

  /** Opens the variants of these backends. */
  RunVariants(RecordedRun run, List<String> backends) {
    int batch = run.campaign().batch();
    if (backends.contains("ort")) {
      for (Optimization level : Optimization.values()) {
        if (level != run.optimization()) {
          Backend backend = OnnxRuntimeBackend.create(run.device(), level);
          variants.add(new Variant("optimisation level " + level, backend, batch));
        }
      }
      if (run.device().kind() == DeviceRequest.Kind.CPU) {
        Backend threaded = OnnxRuntimeBackend.threaded(Optimization.NONE, THREADS);
        String label = "optimisation level none and %d threads".formatted(THREADS);
        variants.add(new Variant(label, threaded, batch));
      }
    }
    if (backends.contains("djl") && batch > 1) {
      variants.add(new Variant("images one by one", new DjlBackend(), 1));
    }
  }

  List<Variant> list() {
    return List.copyOf(variants);
  }

  @Override
  public void close() {
    variants.forEach(variant -> variant.backend().close());
  }
}
