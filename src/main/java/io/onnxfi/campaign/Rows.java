package io.onnxfi.campaign;

import io.onnxfi.tensor.Tensor;
import java.nio.ByteBuffer;

/** Single images of batches. */
final class Rows {
  private Rows() {}

  /** The bytes of one image, as a view. */
  static ByteBuffer of(Tensor batch, int row) {
    int bytes = Math.toIntExact(batch.type().bytes(batch.shape().rowSize()));
    return batch.bytes().limit((row + 1) * bytes).position(row * bytes).slice();
  }
}
