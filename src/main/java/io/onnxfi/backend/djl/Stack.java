package io.onnxfi.backend.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;

/** One output of all runs of a body, side by side along an axis of their own. */
final class Stack {
  private final Body body;
  private final int output;
  private final int axis;
  private final boolean isReversed;
  private final NDList parts = new NDList();

  /**
   * An empty one.
   *
   * @param output of the body
   * @param axis that counts the runs
   * @param isReversed whether the last run comes first
   */
  Stack(Body body, int output, int axis, boolean isReversed) {
    this.body = body;
    this.output = output;
    this.axis = axis;
    this.isReversed = isReversed;
  }

  /** Takes the output of another run, to be closed with the others. */
  void add(NDArray part) {
    if (isReversed) {
      parts.add(0, part);
    } else {
      parts.add(part);
    }
  }

  /** The whole, the caller's to close. */
  NDArray result() {
    if (parts.isEmpty()) {
      return body.none(output, axis);
    }
    NDArray whole = NDArrays.stack(parts, axis);
    parts.close();
    return whole;
  }
}
