package io.onnxfi.campaign.cut;

import io.onnxfi.backend.Session;
import io.onnxfi.onnx.GraphPart;
import io.onnxfi.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The fault-free values of one batch at the cuts of the current layer. */
final class GoldenBatch implements GoldenImages {
  private final int first;
  private final int size;
  private final int room;
  private final ValueKinds values;
  private final BufferPool pool;
  private final Map<String, BufferPool.Lease> held = new HashMap<>();

  /**
   * A batch without values.
   *
   * @param first number of its first image
   * @param size number of images
   * @param room rows of each value: more than images if the model takes whole batches only
   */
  GoldenBatch(int first, int size, int room, ValueKinds values, BufferPool pool) {
    this.first = first;
    this.size = size;
    this.room = room;
    this.values = values;
    this.pool = pool;
  }

  int first() {
    return first;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public int place(int image) {
    return first + image;
  }

  /** Rows of each value. */
  int room() {
    return room;
  }

  boolean has(String value) {
    return held.containsKey(value);
  }

  Tensor get(String value) {
    return held.get(value).tensor();
  }

  List<Tensor> get(List<String> values) {
    return values.stream().map(this::get).toList();
  }

  @Override
  public ByteBuffer row(String value, int image) {
    return get(value).row(image);
  }

  @Override
  public Tensor slice(String value, int from, int to) {
    return get(value).slice(from, to);
  }

  /** Room for a value, which the caller fills. */
  Tensor make(String value) {
    BufferPool.Lease lease = pool.take(values.kind(value), room);
    BufferPool.Lease old = held.put(value, lease);
    if (old != null) {
      pool.release(old);
    }
    return lease.tensor();
  }

  /** Computes the outputs of a part from available values. */
  void compute(GraphPart part, Session session) {
    List<Tensor> outputs = part.outputs().stream().map(this::make).toList();
    session.run(get(part.inputs()), outputs);
  }

  /** Forgets all values but these. */
  void keep(Collection<String> values) {
    held.entrySet()
        .removeIf(
            entry -> {
              boolean drop = !values.contains(entry.getKey());
              if (drop) {
                pool.release(entry.getValue());
              }
              return drop;
            });
  }
}
