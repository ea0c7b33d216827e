package io.onnxfi.backend.djl;

import ai.djl.ndarray.NDManager;
import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.onnx.Node;
import io.onnxfi.onnx.OnnxModel;
import java.util.List;
import java.util.Optional;

/**
 * A node with what is known about it before the graph runs.
 *
 * @param node the node
 * @param graph that it is in
 * @param constants values that are known before the graph runs
 * @param types of all values, as far as they are known
 * @param manager where arrays live as long as the graph does
 */
record NodeReader(
    Node node, OnnxModel graph, Constants constants, ValueTypes types, NDManager manager) {
  /** Version of the operator set that the node was written for. */
  int opset() {
    return graph.opset(node.domain());
  }

  /**
   * A graph within the node.
   *
   * @throws UnsupportedInputException if it cannot be run
   */
  Body body(String attribute) {
    return new Body(this, attribute);
  }

  /** Whether the node has no other attributes than these. */
  boolean hasOnly(String... attributes) {
    return List.of(attributes).containsAll(node.attributeNames());
  }

  /** Refuses a condition that is not implemented. */
  void require(boolean supported, String otherwise) {
    if (!supported) {
      throw unsupported(otherwise);
    }
  }

  /** The number of an input that is constant, which it stays from now on; else nothing. */
  Optional<Float> constantScalar(int input) {
    return node.input(input)
        .flatMap(constants::take)
        .filter(tensor -> tensor.type().isReal())
        .map(tensor -> tensor.toFloatArray()[0]);
  }

  UnsupportedInputException unsupported(String what) {
    return new UnsupportedInputException(
        "PyTorch (DJL) cannot run %s of opset %d: %s is not supported; %s"
            .formatted(node, opset(), what, Operators.REMEDY));
  }
}
