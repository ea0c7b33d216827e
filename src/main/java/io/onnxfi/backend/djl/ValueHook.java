package io.onnxfi.backend.djl;

import ai.djl.ndarray.NDArray;

/**
 * What the nodes of a graph read instead of what was computed, or fed, for them. Graphs within
 * nodes have no hooks of their own.
 */
@FunctionalInterface
public interface ValueHook {
  /** Nothing else. */
  ValueHook NONE = (name, value) -> value;

  /**
   * Decides what becomes of a value.
   *
   * @param name of an input of the graph, or of what a node computed
   * @param value as it is; stays the caller's and is not changed
   * @return the same array, or a new one of its shape
   */
  NDArray apply(String name, NDArray value);
}
