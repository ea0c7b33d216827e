package io.onnxfi.cli;

import io.onnxfi.attribution.Variant;
import io.onnxfi.backend.DeviceRequest;
import io.onnxfi.backend.djl.DjlBackend;
import io.onnxfi.backend.ort.OnnxRuntimeBackend;
import io.onnxfi.backend.ort.Optimization;
import java.util.ArrayList;
import java.util.List;

/**
 * The backends of a run with other options, which change the order of sums and nothing else: other
 * optimisation levels and threads of ONNX Runtime, other batches of PyTorch.
 *
 * @param list the variants, the most telling first
 */
record RunVariants(List<Variant> list) implements AutoCloseable {
  private static final int THREADS = 3;

  /** Copies. */
  RunVariants {
    list = List.copyOf(list);
  }

  /** For single images, of both backends. */
  static RunVariants ofBoth(RecordedRun run) {
    int batch = run.campaign().batch();
    List<Variant> variants = new ArrayList<>(levels(run));
    if (run.device().kind() == DeviceRequest.Kind.CPU) {
      String label = "optimisation level none and %d threads".formatted(THREADS);
      variants.add(
          new Variant(label, OnnxRuntimeBackend.threaded(Optimization.NONE, THREADS), batch));
    }
    if (batch > 1) {
      variants.add(new Variant("images one by one", new DjlBackend(), 1));
    }
    return new RunVariants(variants);
  }

  /** For all images, of one backend: only those that are as fast as the run was. */
  static RunVariants of(RecordedRun run, String backend) {
    int other = 2 * run.campaign().batch();
    return new RunVariants(
        backend.equals("ort")
            ? levels(run)
            : List.of(new Variant("batches of " + other, new DjlBackend(), other)));
  }

  private static List<Variant> levels(RecordedRun run) {
    List<Variant> levels = new ArrayList<>();
    for (Optimization level : Optimization.values()) {
      if (level != run.optimization()) {
        levels.add(
            new Variant(
                "optimisation level " + level,
                OnnxRuntimeBackend.create(run.device(), level),
                run.campaign().batch()));
      }
    }
    return levels;
  }

  @Override
  public void close() {
    list.forEach(variant -> variant.backend().close());
  }
}
