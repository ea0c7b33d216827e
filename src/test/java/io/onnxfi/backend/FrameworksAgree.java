package io.onnxfi.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.onnxfi.backend.djl.DjlBackend;
import io.onnxfi.backend.ort.OnnxRuntimeBackend;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.tensor.ElementValues;
import io.onnxfi.tensor.Tensor;
import io.onnxfi.testing.Graphs;
import java.util.List;

/** One model in both frameworks on the same input. */
final class FrameworksAgree {
  private FrameworksAgree() {}

  /**
   * Requires that the output is of the same type, shape and numbers.
   *
   * @param tolerance of floating types, absolute below 1 and relative above; others are equal
   */
  static void require(String name, OnnxModel model, double tolerance) {
    long[] dims = model.inputs().get(0).dims().stream().mapToLong(d -> d < 0 ? 2 : d).toArray();
    List<Tensor> inputs = List.of(Graphs.random(3, dims));
    Tensor expected =
        run(OnnxRuntimeBackend.create(DeviceRequest.CPU, Optimization.NONE), model, inputs);
    Tensor found = run(new DjlBackend(), model, inputs);
    assertThat(found).as(name).hasToString(expected.toString());
    assertThat(expected.shape().size()).as(name).isGreaterThan(1);
    for (long i = 0; i < expected.shape().size(); i++) {
      double e = ElementValues.value(expected.type(), expected.bits(i));
      double f = ElementValues.value(found.type(), found.bits(i));
      double allowed = expected.type().isFloatingPoint() ? tolerance * Math.max(1, Math.abs(e)) : 0;
      assertThat(Math.abs(f - e) <= allowed || Double.compare(e, f) == 0)
          .as("%s, element %d: %s, %s", name, i, e, f)
          .isTrue();
    }
  }

  private static Tensor run(Backend backend, OnnxModel model, List<Tensor> inputs) {
    try (backend;
        Session session = backend.open(model)) {
      return session.run(inputs).get(0);
    }
  }
}
