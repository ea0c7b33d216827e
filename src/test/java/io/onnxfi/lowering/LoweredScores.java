package io.onnxfi.lowering;

import io.onnxfi.backend.DeviceRequest;
import io.onnxfi.backend.Optimization;
import io.onnxfi.backend.Session;
import io.onnxfi.backend.ort.OnnxRuntimeBackend;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.tensor.Tensor;
import java.util.List;

/** What ONNX Runtime computes of a graph. */
final class LoweredScores {
  private LoweredScores() {}

  static float[] of(OnnxModel model, Tensor images, Optimization level) {
    try (var backend = OnnxRuntimeBackend.create(DeviceRequest.CPU, level);
        Session session = backend.open(model)) {
      return session.run(List.of(images)).get(0).toFloatArray();
    }
  }

  static double largestDifference(float[] a, float[] b) {
    double largest = 0;
    for (int i = 0; i < a.length; i++) {
      largest = Math.max(largest, Math.abs((double) a[i] - b[i]));
    }
    return largest;
  }
}
