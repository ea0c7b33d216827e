package io.onnxfi.tensor;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** The extents of a tensor's axes, outermost first, with row-major (C) element order. */
public final class Shape {
  private final long[] dims;
  private final long size;

  private Shape(long[] dims) {
    long product = 1;
    for (long dim : dims) {
      if (dim < 0) {
        throw new IllegalArgumentException("negative extent in shape " + Arrays.toString(dims));
      }
      product = Math.multiplyExact(product, dim);
    }
    this.dims = dims;
    this.size = product;
  }

  /**
   * A shape of the given extents; no extents make a scalar.
   *
   * @throws IllegalArgumentException if an extent is negative
   * @throws ArithmeticException if there are more than 2^63 - 1 elements
   */
  public static Shape of(long... dims) {
    return new Shape(dims.clone());
  }

  /** Number of axes. */
  public int rank() {
    return dims.length;
  }

  /** Extent of one axis, counted from 0. */
  public long dim(int axis) {
    return dims[axis];
  }

  /** All extents, a copy. */
  public long[] dims() {
    return dims.clone();
  }

  /** Number of elements: the product of the extents, 1 for a scalar. */
  public long size() {
    return size;
  }

  /** This shape with another extent on the first axis. */
  public Shape withBatch(long batch) {
    long[] copy = dims.clone();
    copy[0] = batch;
    return new Shape(copy);
  }

  /** Elements behind one index of the first axis. */
  public long rowSize() {
    return LongStream.of(dims).skip(1).reduce(1, Math::multiplyExact);
  }

  /** Whether {@code index} has one coordinate per axis, each within its extent. */
  public boolean contains(long... index) {
    if (index.length != dims.length) {
      return false;
    }
    for (int axis = 0; axis < dims.length; axis++) {
      if (index[axis] < 0 || index[axis] >= dims[axis]) {
        return false;
      }
    }
    return true;
  }

  /**
   * Row-major position of the element with these coordinates.
   *
   * @throws IndexOutOfBoundsException if {@link #contains} does not hold
   */
  public long flatIndex(long... index) {
    if (!contains(index)) {
      throw new IndexOutOfBoundsException(
          "index " + Arrays.toString(index) + " is outside shape " + this);
    }
    long flat = 0;
    for (int axis = 0; axis < dims.length; axis++) {
      flat = flat * dims[axis] + index[axis];
    }
    return flat;
  }

  /**
   * Coordinates of the element at a row-major position; the inverse of {@link #flatIndex}.
   *
   * @throws IndexOutOfBoundsException if {@code flat} is not in {@code [0, size)}
   */
  public long[] coordinates(long flat) {
    if (flat < 0 || flat >= size) {
      throw new IndexOutOfBoundsException(
          "element " + flat + " is outside shape " + this + " of " + size + " elements");
    }
    long[] index = new long[dims.length];
    long rest = flat;
    for (int axis = dims.length - 1; axis >= 0; axis--) {
      index[axis] = rest % dims[axis];
      rest /= dims[axis];
    }
    return index;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Shape shape && Arrays.equals(dims, shape.dims);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(dims);
  }

  /** As people write it: {@code [16, 3, 3, 3]}. */
  @Override
  public String toString() {
    return LongStream.of(dims).mapToObj(Long::toString).collect(Collectors.joining(", ", "[", "]"));
  }
}
