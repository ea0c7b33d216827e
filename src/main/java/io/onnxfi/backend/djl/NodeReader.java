package io.onnxfi.backend.djl;

import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.onnx.Node;
import io.onnxfi.tensor.Tensor;
import java.nio.IntBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A node with what is known about it before the graph runs.
 *
 * @param node the node
 * @param opset version of the operator set it was written for
 * @param constants values that are known before the graph runs
 */
record NodeReader(Node node, int opset, Constants constants) {
  /** Refuses attributes that the operator does not read, so that none is silently ignored. */
  NodeReader allow(String... attributes) {
    for (String name : node.attributeNames()) {
      if (!List.of(attributes).contains(name)) {
        throw unsupported("attribute " + name);
      }
    }
    return this;
  }

  /** Refuses a condition that is not implemented. */
  void require(boolean supported, String otherwise) {
    if (!supported) {
      throw unsupported(otherwise);
    }
  }

  /** The integers of an input that must be constant, or nothing if it is omitted. */
  Optional<long[]> constantIntegers(int input) {
    return node.input(input)
        .map(
            name -> {
              Tensor tensor = constant(name);
              long[] values = new long[Math.toIntExact(tensor.shape().size())];
              switch (tensor.type()) {
                case INT64 -> tensor.longs().get(values);
                case INT32 -> {
                  IntBuffer narrow = tensor.bytes().asIntBuffer();
                  Arrays.setAll(values, narrow::get);
                }
                default ->
                    throw unsupported("input '" + name + "' of type " + tensor.type().label());
              }
              return values;
            });
  }

  /** As {@link #constantIntegers}, for an input that the operator cannot do without. */
  long[] requiredIntegers(int input) {
    return constantIntegers(input).orElseThrow(() -> unsupported("a missing input " + input));
  }

  /** A scalar input that must be constant, or the default if it is omitted. */
  float constantScalar(int input, float fallback) {
    return node.input(input).map(this::scalar).orElse(fallback);
  }

  private float scalar(String name) {
    Tensor tensor = constant(name);
    require(tensor.type().isReal(), "input '" + name + "' of type " + tensor.type().label());
    return tensor.toFloatArray()[0];
  }

  private Tensor constant(String name) {
    return constants
        .take(name)
        .orElseThrow(() -> unsupported("input '" + name + "' that is not a constant"));
  }

  UnsupportedInputException unsupported(String what) {
    return new UnsupportedInputException(
        "PyTorch (DJL) cannot run %s of opset %d: %s is not supported; %s"
            .formatted(node, opset, what, Operators.REMEDY));
  }
}
