package io.onnxfi.tensor;

import java.util.Arrays;
import java.util.stream.LongStream;

/** Some elements of one tensor, in row-major order: what a fault reaches. */
public sealed interface Region {
  /** How many elements. */
  long size();

  /**
   * Row-major position of an element in the tensor.
   *
   * @param i which of the region's elements, from 0; positions ascend with it
   */
  long position(long i);

  /**
   * One element.
   *
   * @param index its row-major position
   */
  record Element(long index) implements Region {
    @Override
    public long size() {
      return 1;
    }

    @Override
    public long position(long i) {
      return index;
    }
  }

  /**
   * All elements that have one coordinate in common: a channel, a row or a column of a matrix.
   *
   * @param shape of the tensor
   * @param axis the axis of the coordinate
   * @param coordinate on that axis
   */
  record Slab(Shape shape, int axis, long coordinate) implements Region {
    @Override
    public long size() {
      return shape.size() / shape.dim(axis);
    }

    @Override
    public long position(long i) {
      long inner = stride();
      return (i / inner * shape.dim(axis) + coordinate) * inner + i % inner;
    }

    private long stride() {
      long stride = 1;
      for (int inner = axis + 1; inner < shape.rank(); inner++) {
        stride *= shape.dim(inner);
      }
      return stride;
    }
  }

  /**
   * The elements that differ from one in a single coordinate: a row or a column of an image.
   *
   * @param shape of the tensor
   * @param axis along which they lie
   * @param index row-major position of one of them
   */
  record Line(Shape shape, int axis, long index) implements Region {
    @Override
    public long size() {
      return shape.dim(axis);
    }

    @Override
    public long position(long i) {
      long[] coordinates = shape.coordinates(index);
      coordinates[axis] = i;
      return shape.flatIndex(coordinates);
    }
  }

  /**
   * A whole tensor.
   *
   * @param size its elements
   */
  record All(long size) implements Region {
    @Override
    public long position(long i) {
      return i;
    }
  }

  /** Any elements. */
  final class Places implements Region {
    private final long[] positions;

    private Places(long[] positions) {
      this.positions = positions;
    }

    /**
     * The elements at some row-major positions, in any order; what is named twice is there once.
     *
     * @throws IllegalArgumentException if there are none, or one is negative
     */
    public static Places of(long... positions) {
      long[] ascending = LongStream.of(positions).sorted().distinct().toArray();
      if (ascending.length == 0 || ascending[0] < 0) {
        throw new IllegalArgumentException("no elements: " + Arrays.toString(positions));
      }
      return new Places(ascending);
    }

    @Override
    public long size() {
      return positions.length;
    }

    @Override
    public long position(long i) {
      return positions[Math.toIntExact(i)];
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Places places && Arrays.equals(positions, places.positions);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(positions);
    }

    @Override
    public String toString() {
      return Arrays.toString(positions);
    }
  }
}
