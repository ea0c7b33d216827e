package io.onnxfi.campaign.cut;

import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;

/**
 * Direct memory that is used again: allocating it costs as much as a small inference, and the
 * garbage collector frees it late. One worker, one pool.
 */
final class BufferPool {
  private final TreeMap<Integer, Deque<ByteBuffer>> free = new TreeMap<>();

  /**
   * Memory in use.
   *
   * @param memory limited to the tensor's bytes
   * @param type of the tensor in it
   * @param shape of the tensor in it
   */
  record Lease(ByteBuffer memory, ElementType type, Shape shape) {
    Tensor tensor() {
      return Tensor.of(type, shape, memory);
    }
  }

  /** Room for this many images of a value, of undefined content. */
  Lease take(ValueKinds.Kind kind, int images) {
    return take(kind.type(), kind.shape(images));
  }

  /** Room for a tensor, of undefined content, in the smallest free memory that holds it. */
  Lease take(ElementType type, Shape shape) {
    int bytes = Math.toIntExact(type.bytes(shape.size()));
    Map.Entry<Integer, Deque<ByteBuffer>> fitting = free.ceilingEntry(bytes);
    ByteBuffer memory;
    if (fitting == null) {
      memory = ByteBuffer.allocateDirect(bytes);
    } else {
      memory = fitting.getValue().pop();
      if (fitting.getValue().isEmpty()) {
        free.remove(fitting.getKey());
      }
    }
    memory.clear().limit(bytes);
    return new Lease(memory, type, shape);
  }

  /** Gives memory back; its tensors must not be used any more. */
  void release(Lease lease) {
    free.computeIfAbsent(lease.memory().capacity(), size -> new ArrayDeque<>())
        .push(lease.memory());
  }
}
