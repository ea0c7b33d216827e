package io.onnxfi.campaign.cut;

import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Shape;
import java.nio.ByteBuffer;

/**
 * Where a box of images {@code [n, channels, …]} lies in memory: all channels of it, as stretches
 * along the last axis.
 */
final class Patch {
  /** Axes before those of a box. */
  private static final int AXES = 2;

  private final int[] offsets;
  private final int length;
  private final int image;

  private Patch(int[] offsets, int length, int image) {
    this.offsets = offsets;
    this.length = length;
    this.image = image;
  }

  /**
   * A box.
   *
   * @param type of an element, of whole bytes
   * @param images the shape of images that have it
   * @param start first element of the box along each axis behind the channels
   * @param size extents of the box
   */
  static Patch of(ElementType type, Shape images, long[] start, long[] size) {
    int last = size.length - 1;
    int rows = 1;
    for (int i = 0; i < last; i++) {
      rows *= Math.toIntExact(size[i]);
    }
    int channels = Math.toIntExact(images.dim(1));
    int[] offsets = new int[size[last] == 0 ? 0 : channels * rows];
    for (int i = 0; i < offsets.length; i++) {
      long element = i / rows;
      long row = i % rows;
      long place = 0;
      long stride = 1;
      for (int axis = last - 1; axis >= 0; axis--) {
        place += (start[axis] + row % size[axis]) * stride;
        stride *= images.dim(AXES + axis);
        row /= size[axis];
      }
      element = (element * stride + place) * images.dim(AXES + last) + start[last];
      offsets[i] = Math.toIntExact(type.bytes(element));
    }
    return new Patch(
        offsets,
        Math.toIntExact(type.bytes(size[last])),
        Math.toIntExact(type.bytes(images.rowSize())));
  }

  /** Where an image begins. */
  int begin(int row) {
    return row * image;
  }

  /**
   * Copies a box of one image into a box of as many elements of another.
   *
   * @param row the image
   * @param target where the box lies in the other
   * @param begin where the other image begins
   */
  void copy(ByteBuffer images, int row, Patch target, ByteBuffer into, int begin) {
    for (int i = 0; i < offsets.length; i++) {
      into.put(begin + target.offsets[i], images, begin(row) + offsets[i], length);
    }
  }

  /** Whether boxes of two images hold the same bits. */
  boolean isSame(ByteBuffer images, int row, Patch other, ByteBuffer others, int otherRow) {
    for (int i = 0; i < offsets.length; i++) {
      ByteBuffer own = images.slice(begin(row) + offsets[i], length);
      ByteBuffer its = others.slice(other.begin(otherRow) + other.offsets[i], length);
      if (own.mismatch(its) >= 0) {
        return false;
      }
    }
    return true;
  }
}
