package io.onnxfi.campaign.cut;

import io.onnxfi.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Images that were chosen here and there from what a worker holds, so that a fault that is tried on
 * few of them runs these together. A value is copied when it is asked for side by side.
 */
final class GatheredImages implements GoldenImages, AutoCloseable {
  private final ValueKinds values;
  private final BufferPool pool;
  private final int most;
  private final List<Chosen> chosen = new ArrayList<>();
  private final Map<String, BufferPool.Lease> room = new HashMap<>();

  /** Values of the images that are here now. */
  private final Map<String, Tensor> copied = new HashMap<>();

  private record Chosen(GoldenBatch batch, int image) {}

  /** No images yet, of which there is room for so many. */
  GatheredImages(ValueKinds values, BufferPool pool, int most) {
    this.values = values;
    this.pool = pool;
    this.most = most;
  }

  /** Adds an image of a batch. */
  void add(GoldenBatch batch, int image) {
    chosen.add(new Chosen(batch, image));
  }

  boolean isFull() {
    return chosen.size() == most;
  }

  /** Makes room for others. */
  void clear() {
    chosen.clear();
    copied.clear();
  }

  @Override
  public int size() {
    return chosen.size();
  }

  @Override
  public int place(int image) {
    return chosen.get(image).batch.place(chosen.get(image).image);
  }

  @Override
  public ByteBuffer row(String value, int image) {
    return chosen.get(image).batch.row(value, chosen.get(image).image);
  }

  @Override
  public Tensor slice(String value, int from, int to) {
    return copied.computeIfAbsent(value, this::copy).slice(from, to);
  }

  private Tensor copy(String value) {
    BufferPool.Lease lease =
        room.computeIfAbsent(value, unknown -> pool.take(values.kind(value), most));
    Tensor whole = lease.tensor().slice(0, size());
    ByteBuffer target = whole.bytes();
    for (int image = 0; image < size(); image++) {
      target.put(row(value, image));
    }
    return whole;
  }

  @Override
  public void close() {
    room.values().forEach(pool::release);
  }
}
