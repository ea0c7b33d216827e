package io.onnxfi.checkpoint;

import io.onnxfi.tensor.Shape;
import java.util.List;

/**
 * A tensor as the pickle describes it: where its elements lie in a storage. Valid ones lie within.
 *
 * @param storage what the elements are taken from
 * @param offset position of the first element in {@code storage}
 * @param shape extents, at most {@value #MAX_RANK} axes; an expanded tensor (stride 0) may claim
 *     any size, so nothing is made of it before somebody wants that shape
 * @param strides per axis, the distance of neighbours in elements; PyTorch has no negative ones
 */
record TensorView(StorageView storage, long offset, Shape shape, List<Long> strides) {
  /** PyTorch's own limit for most operations. */
  static final int MAX_RANK = 64;

  TensorView {
    strides = List.copyOf(strides);
    if (strides.size() != shape.rank() || offset < 0 || strides.stream().anyMatch(s -> s < 0)) {
      throw new IllegalArgumentException(
          "a tensor %s cannot have offset %d and strides %s".formatted(shape, offset, strides));
    }
    if (Math.addExact(offset, extent(shape, strides)) > storage.elements()) {
      throw new IllegalArgumentException(
          "a tensor %s at offset %d with strides %s does not lie within %d elements"
              .formatted(shape, offset, strides, storage.elements()));
    }
  }

  /**
   * From the first four arguments of {@code _rebuild_tensor}.
   *
   * @throws IllegalArgumentException if they describe no tensor within its storage
   * @throws ArithmeticException if a number of elements exceeds 63 bits
   */
  static TensorView ofArguments(Object[] arguments) {
    return of(storage(arguments), arguments);
  }

  /** As {@link #ofArguments(Object[])}, with elements of a type that the storage does not know. */
  static TensorView ofArguments(Object[] arguments, StorageType type) {
    return of(storage(arguments).as(type), arguments);
  }

  private static StorageView storage(Object[] arguments) {
    if (arguments[0] instanceof StorageView storage) {
      return storage;
    }
    throw PythonValue.unexpected("tensor", "a storage", arguments[0]);
  }

  private static TensorView of(StorageView storage, Object[] arguments) {
    List<Long> sizes = PythonValue.integers(arguments[2], "tensor's sizes", MAX_RANK);
    return new TensorView(
        storage,
        PythonValue.integer(arguments[1], "tensor's offset"),
        Shape.of(sizes.stream().mapToLong(Long::longValue).toArray()),
        PythonValue.integers(arguments[3], "tensor's strides", MAX_RANK));
  }

  /** Whether the elements lie one after the other in row-major order. */
  boolean isContiguous() {
    long expected = 1;
    for (int axis = shape.rank() - 1; axis >= 0; axis--) {
      long extent = shape.dim(axis);
      if (extent > 1 && strides.get(axis) != expected) {
        return false;
      }
      expected *= extent;
    }
    return true;
  }

  /** Elements of the storage from the first one used to the last, both included. */
  long extent() {
    return extent(shape, strides);
  }

  private static long extent(Shape shape, List<Long> strides) {
    if (shape.size() == 0) {
      return 0;
    }
    long last = 0;
    for (int axis = 0; axis < shape.rank(); axis++) {
      last = Math.addExact(last, Math.multiplyExact(shape.dim(axis) - 1, strides.get(axis)));
    }
    return Math.addExact(last, 1);
  }
}
