package io.onnxfi.backend.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.List;
import java.util.Optional;

/** One node of the graph, ready to compute. */
@FunctionalInterface
interface Operator {
  /**
   * Computes the node's outputs as new arrays; the inputs stay as they are.
   *
   * @param inputs one array per input of the node, null where an optional one is omitted; then, if
   *     there are graphs within the node, one per name in {@link io.onnxfi.onnx.Node#reads}
   * @param pass what it is for
   */
  NDList apply(List<NDArray> inputs, Pass pass);

  /** One that has a single output. */
  @FunctionalInterface
  interface Single {
    /** Computes the node's output as a new array; otherwise as {@link Operator#apply}. */
    NDArray apply(List<NDArray> inputs, Pass pass);
  }

  /** An operator of one output. */
  static Operator of(Single single) {
    return (inputs, pass) -> new NDList(single.apply(inputs, pass));
  }

  /** Reads a node once and makes the operator for it. */
  @FunctionalInterface
  interface Factory {
    /**
     * Makes the operator.
     *
     * @return nothing if a node asks for more than is implemented
     */
    Optional<Single> create(NodeReader node);
  }
}
