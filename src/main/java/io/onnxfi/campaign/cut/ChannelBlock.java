package io.onnxfi.campaign.cut;

import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import java.nio.ByteBuffer;

/**
 * Some neighbouring channels of images {@code [n, channels, …]}: one stretch of memory per image.
 *
 * @param first first channel
 * @param count number of channels
 */
record ChannelBlock(int first, int count) {
  /** The shape of a value reduced to the block. */
  Shape shape(Shape whole) {
    long[] dims = whole.dims();
    dims[1] = count;
    return Shape.of(dims);
  }

  /** This block of one image, as a view of its bytes. */
  ByteBuffer of(Tensor whole, int row) {
    return of(whole.row(row), new ValueKinds.Kind(whole.type(), whole.shape()));
  }

  /** This block of the bytes of one image. */
  ByteBuffer of(ByteBuffer image, ValueKinds.Kind kind) {
    long channel = kind.shape().rowSize() / kind.shape().dim(1);
    int bytes = Math.toIntExact(kind.type().bytes(channel));
    return image.slice(image.position() + first * bytes, count * bytes);
  }

  /** Copies this block of every image. */
  void copy(Tensor whole, Tensor into) {
    ByteBuffer target = into.bytes();
    for (int row = 0; row < whole.shape().dim(0); row++) {
      target.put(of(whole, row));
    }
  }
}
