package io.onnxfi.backend.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/**
 * Arrays in libtorch's own memory, of what Java has.
 *
 * <p>Those that a manager creates, and the numbers in DJL's {@code mul(Number)} and its like, are
 * views of Java's memory, which may be given up as soon as the array is closed. A gradient can need
 * them until later: libtorch keeps the view, but not what it sees. So whatever takes part in a
 * gradient and does not outlive it is made here.
 */
public final class EngineMemory {
  private EngineMemory() {}

  /** A float without axes, in the manager of another array. */
  public static NDArray number(NDArray beside, float value) {
    try (NDArray view = beside.getManager().create(value)) {
      return view.duplicate();
    }
  }

  /** Floats in row-major order. */
  public static NDArray floats(NDManager manager, float[] values, Shape shape) {
    try (NDArray view = manager.create(values, shape)) {
      return view.duplicate();
    }
  }
}
