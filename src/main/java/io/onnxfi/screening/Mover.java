package io.onnxfi.screening;

import io.onnxfi.onnx.Node;

/** Takes where the elements of a node's result come from. */
@FunctionalInterface
interface Mover {
  /**
   * Takes it.
   *
   * @param sources for each element of the result, the place of its input; -1 for zero
   * @param shape of the result
   */
  void move(Node node, int[] sources, int... shape);
}
