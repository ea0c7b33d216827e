package io.onnxfi.onnx;

import io.onnxfi.tensor.Region;
import io.onnxfi.tensor.Shape;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * How a tensor's elements, counted along some order of axes, lie in the tensor that is stored.
 *
 * <p>A convolution reads {@code [out, in/group, kH, kW]}, a linear layer {@code [out, in]}, Keras
 * {@code (kH, kW, in, out)}; the file may hold any of them. Each is a layout over the same stored
 * elements: a shape, and how many elements one step along each axis takes (strides, as in NumPy).
 */
public final class Layout {
  private final Shape shape;
  private final long[] strides;

  private Layout(Shape shape, long[] strides) {
    this.shape = shape;
    this.strides = strides;
  }

  /** The order in which a tensor of this shape is stored: row-major. */
  public static Layout stored(Shape shape) {
    long[] strides = new long[shape.rank()];
    long step = 1;
    for (int axis = strides.length - 1; axis >= 0; axis--) {
      strides[axis] = step;
      step *= shape.dim(axis);
    }
    return new Layout(shape, strides);
  }

  /** Extents along this order's axes. */
  public Shape shape() {
    return shape;
  }

  /**
   * Row-major position, in the stored tensor, of the element with these coordinates.
   *
   * @throws IndexOutOfBoundsException if they are outside {@link #shape}
   */
  public long position(long... coordinates) {
    if (!shape.contains(coordinates)) {
      throw new IndexOutOfBoundsException(
          "index " + Arrays.toString(coordinates) + " is outside shape " + shape);
    }
    long position = 0;
    for (int axis = 0; axis < strides.length; axis++) {
      position += coordinates[axis] * strides[axis];
    }
    return position;
  }

  /**
   * Coordinate, on one axis, of the element at a position of the stored tensor: each axis is a
   * digit of the position, for an order of axes leaves nothing out.
   */
  public long coordinate(int axis, long position) {
    return shape.dim(axis) == 1 ? 0 : position / strides[axis] % shape.dim(axis);
  }

  /** Coordinates, on all axes, of the element at a position of the stored tensor. */
  public long[] coordinates(long position) {
    long[] coordinates = new long[shape.rank()];
    Arrays.setAll(coordinates, axis -> coordinate(axis, position));
    return coordinates;
  }

  /** The stored elements that have the same coordinate on one axis as the one at a position. */
  public Region slab(int axis, long position) {
    return shape.dim(axis) == 1
        ? new Region.All(shape.size())
        : new Region.Slab(around(axis), 1, coordinate(axis, position));
  }

  /** The stored elements that differ from the one at a position on this axis alone. */
  public Region line(int axis, long position) {
    return shape.dim(axis) == 1
        ? new Region.Element(position)
        : new Region.Line(around(axis), 1, position);
  }

  /** The stored elements as a tensor of three axes, with this axis in the middle. */
  private Shape around(int axis) {
    long extent = shape.dim(axis);
    return Shape.of(shape.size() / (strides[axis] * extent), extent, strides[axis]);
  }

  /** The same elements with the axes in another order: axis i is this one's {@code order[i]}. */
  public Layout permuted(int... order) {
    long[] dims = new long[order.length];
    long[] steps = new long[order.length];
    for (int i = 0; i < order.length; i++) {
      dims[i] = shape.dim(order[i]);
      steps[i] = strides[order[i]];
    }
    return new Layout(Shape.of(dims), steps);
  }

  /** A matrix with rows and columns exchanged; anything else stays as it is. */
  public Layout transposed() {
    return shape.rank() == 2 ? permuted(1, 0) : this;
  }

  /** All axes in the opposite order, as Transpose does unless told otherwise. */
  public Layout reversed() {
    int last = shape.rank() - 1;
    int[] order = new int[shape.rank()];
    Arrays.setAll(order, i -> last - i);
    return permuted(order);
  }

  /** One axis as two: outer of the given extent, then inner. */
  public Layout split(int axis, long inner) {
    long[] dims = new long[shape.rank() + 1];
    long[] steps = new long[shape.rank() + 1];
    for (int i = 0; i < dims.length; i++) {
      int from = i <= axis ? i : i - 1;
      dims[i] = shape.dim(from);
      steps[i] = strides[from];
    }
    dims[axis] = shape.dim(axis) / inner;
    steps[axis] = strides[axis] * inner;
    dims[axis + 1] = inner;
    return new Layout(Shape.of(dims), steps);
  }

  /**
   * The elements, read in this order, as a tensor of another shape; nothing if strides cannot say
   * where they lie then. The rule is NumPy's for a reshape without a copy: each run of new axes
   * stands for a run of old ones that lie evenly.
   */
  public Optional<Layout> reshaped(Shape other) {
    if (other.size() != shape.size() || shape.size() == 0) {
      return Optional.empty();
    }
    int[] old = IntStream.range(0, shape.rank()).filter(axis -> shape.dim(axis) > 1).toArray();
    long[] steps = new long[other.rank()];
    int from = 0;
    for (int next = 0, to = 0; to < other.rank() && next < old.length; from = to) {
      int first = next;
      long wanted = other.dim(to++);
      long found = shape.dim(old[next++]);
      while (wanted != found) {
        if (wanted < found) {
          wanted *= other.dim(to++);
        } else {
          found *= shape.dim(old[next++]);
        }
      }
      for (int i = first; i < next - 1; i++) {
        if (strides[old[i]] != strides[old[i + 1]] * shape.dim(old[i + 1])) {
          return Optional.empty();
        }
      }
      long step = strides[old[next - 1]];
      for (int axis = to - 1; axis >= from; axis--) {
        steps[axis] = step;
        step *= other.dim(axis);
      }
    }
    return Optional.of(new Layout(other, steps));
  }

  /** Whether elements are counted as they are stored. */
  public boolean isStored() {
    return equals(stored(shape));
  }

  /** Whether every index names the same element in both. */
  @Override
  public boolean equals(Object other) {
    if (!(other instanceof Layout layout) || !shape.equals(layout.shape)) {
      return false;
    }
    for (int axis = 0; axis < strides.length; axis++) {
      if (shape.dim(axis) > 1 && strides[axis] != layout.strides[axis]) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int hashCode() {
    return Objects.hash(shape);
  }

  /** For messages: the shape. */
  @Override
  public String toString() {
    return shape.toString();
  }
}
