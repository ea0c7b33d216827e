package io.onnxfi.screening;

import io.onnxfi.onnx.Node;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Tensor;
import java.util.Optional;

/** Constant integers that a node reads. */
final class Integers {
  private Integers() {}

  static long[] of(Node node, Optional<Tensor> constant) {
    Tensor tensor =
        constant
            .filter(found -> found.type() == ElementType.INT64)
            .orElseThrow(() -> new Unscreenable(node, "places that are computed"));
    long[] numbers = new long[Math.toIntExact(tensor.shape().size())];
    tensor.longs().get(numbers);
    return numbers;
  }
}
