package io.onnxfi.backend.djl;

import ai.djl.ndarray.NDArray;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The memory of an array in libtorch: what is written here is what libtorch reads from then on.
 *
 * @param bytes its elements in row-major order, little-endian
 * @param type how they are held
 */
record LiveMemory(ByteBuffer bytes, TorchType type) {
  /**
   * The memory of an array, or a copy if its elements do not lie in order.
   *
   * @param type of its elements
   */
  static LiveMemory of(NDArray array, ElementType type) {
    boolean isEmpty = array.getShape().size() == 0;
    ByteBuffer bytes = isEmpty ? ByteBuffer.allocate(0) : array.toByteBuffer(true);
    return new LiveMemory(
        bytes.order(ByteOrder.LITTLE_ENDIAN), EngineTensors.require(type, "an array"));
  }

  /** Gives one element other bits. */
  void put(long index, long bits) {
    int place = Math.toIntExact(index * type.bytes());
    long held = type.held(bits);
    switch (type.bytes()) {
      case Byte.BYTES -> bytes.put(place, (byte) held);
      case Short.BYTES -> bytes.putShort(place, (short) held);
      case Integer.BYTES -> bytes.putInt(place, (int) held);
      default -> bytes.putLong(place, held);
    }
  }

  /** Gives all elements the bits of a tensor of the same shape. */
  void put(Tensor tensor) {
    if (type.isPacked()) {
      for (int i = 0; i < bytes.capacity(); i++) {
        put(i, tensor.bits(i));
      }
    } else {
      bytes.duplicate().put(tensor.bytes());
    }
  }

  /** Copies all elements into a tensor of the same shape. */
  void get(Tensor tensor) {
    if (type.isPacked()) {
      for (int i = 0; i < bytes.capacity(); i++) {
        tensor.putBits(i, type.packed(bytes.get(i)));
      }
    } else {
      tensor.bytes().put(bytes.duplicate());
    }
  }
}
