package io.onnxfi.checkpoint;

import io.onnxfi.tensor.Shape;
import java.nio.ByteBuffer;

/** Puts the elements of a strided tensor into row-major order. */
final class StridedCopy {
  private StridedCopy() {}

  /**
   * The elements of {@code view}, packed.
   *
   * @param elements the storage from the view's first element to its last
   */
  static ByteBuffer of(ByteBuffer elements, TensorView view) {
    Shape shape = view.shape();
    int width = Math.toIntExact(view.storage().type().bytes(1));
    ByteBuffer packed =
        ByteBuffer.allocate(Math.toIntExact(view.storage().type().bytes(shape.size())));
    long[] index = new long[shape.rank()];
    long position = 0;
    for (int target = 0; target < packed.capacity(); target += width) {
      packed.put(target, elements, Math.toIntExact(position * width), width);
      for (int axis = index.length - 1; axis >= 0; axis--) {
        index[axis]++;
        position += view.strides().get(axis);
        if (index[axis] < shape.dim(axis)) {
          break;
        }
        position -= index[axis] * view.strides().get(axis);
        index[axis] = 0;
      }
    }
    return packed;
  }
}
