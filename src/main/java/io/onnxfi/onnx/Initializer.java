package io.onnxfi.onnx;

import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Shape;
import java.util.Objects;

/**
 * A constant tensor of the graph, as a description; its bits are read through {@link OnnxModel}.
 *
 * @param name unique in the graph; in our own models the PyTorch parameter name
 * @param type type of one element
 * @param shape extents in the framework's order: convolution weights {@code [out, in/group, kH,
 *     kW]}
 */
public record Initializer(String name, ElementType type, Shape shape) {
  /** Checks that nothing is missing. */
  public Initializer {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(shape, "shape");
  }
}
