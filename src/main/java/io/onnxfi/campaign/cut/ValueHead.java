package io.onnxfi.campaign.cut;

import io.onnxfi.campaign.Campaign;
import io.onnxfi.campaign.Exposed;
import io.onnxfi.injection.Injection;
import io.onnxfi.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A head for faults in a value that a node computes: it is there, fault-free, at the cut, so that
 * nothing before it is run again.
 */
final class ValueHead implements Head {
  private final Campaign campaign;
  private final String value;
  private final BufferPool pool;
  private final BufferPool.Lease room;
  private Tensor faulty;
  private int first;

  /**
   * A head.
   *
   * @param value the faults are in, live at the cut
   */
  ValueHead(WorkerContext context, String value) {
    this.campaign = context.campaign();
    this.value = value;
    this.pool = context.pool();
    this.room = pool.take(context.values().kind(value), context.batching().held());
    this.faulty = room.tensor();
  }

  @Override
  public List<List<Integer>> groups(List<Integer> faults) {
    return List.of(faults);
  }

  @Override
  public void prepare(List<Integer> group, List<GoldenBatch> batches) {
    // the value is there
  }

  /** The value as it is without a fault. */
  Injected none() {
    return injected(Injection.NONE);
  }

  @Override
  public Injected inject(int fault) {
    return injected(campaign.injection(fault));
  }

  private Injected injected(Injection injection) {
    return new Injected() {
      @Override
      public boolean reaches(GoldenBatch batch, int from, int to) {
        return IntStream.range(from, to)
            .anyMatch(image -> Exposed.is(campaign, injection, batch.first() + image));
      }

      @Override
      public void run(GoldenBatch batch, int from, int to) {
        first = from;
        faulty = room.tensor().slice(0, to - from);
        faulty.bytes().put(batch.get(value).slice(from, to).bytes());
        int images = Math.min(to, batch.size()) - from;
        Exposed.change(campaign, injection, value, faulty, batch.first() + from, images);
      }

      @Override
      public void close() {
        // nothing was changed but our own memory
      }
    };
  }

  @Override
  public boolean isChanged(GoldenBatch batch, int image) {
    return faulty.row(image - first).mismatch(batch.get(value).row(image)) >= 0;
  }

  @Override
  public Optional<Tensor> direct(String name) {
    return name.equals(value) ? Optional.of(faulty) : Optional.empty();
  }

  @Override
  public void write(String name, GoldenBatch batch, int image, ByteBuffer target) {
    target.put(name.equals(value) ? faulty.row(image - first) : batch.get(name).row(image));
  }

  @Override
  public void close() {
    pool.release(room);
  }
}
