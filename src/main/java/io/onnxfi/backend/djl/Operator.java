package io.onnxfi.backend.djl;

import ai.djl.ndarray.NDArray;
import java.util.List;

/** One node of the graph, ready to compute with DJL operations. */
@FunctionalInterface
interface Operator {
  /**
   * Computes the node's first output as a new array; the inputs stay as they are.
   *
   * @param inputs one array per input of the node, null where an optional one is omitted
   * @param training whether dropout drops and batch normalisation learns
   */
  NDArray apply(List<NDArray> inputs, boolean training);

  /** Reads a node once and makes the operator for it. */
  @FunctionalInterface
  interface Factory {
    /**
     * Makes the operator.
     *
     * @throws io.onnxfi.error.UnsupportedInputException if an attribute asks for something else
     *     than what is implemented
     */
    Operator create(NodeReader node);
  }
}
