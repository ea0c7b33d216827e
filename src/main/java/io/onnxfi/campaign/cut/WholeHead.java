package io.onnxfi.campaign.cut;

import io.onnxfi.backend.Session;
import io.onnxfi.campaign.Campaign;
import io.onnxfi.onnx.GraphPart;
import io.onnxfi.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A head that computes everything at the cut that depends on the layer. */
final class WholeHead implements Head {
  private final Campaign campaign;
  private final GraphPart part;
  private final Session session;
  private final BufferPool pool;
  private final List<BufferPool.Lease> room = new ArrayList<>();
  private List<Tensor> faulty = List.of();
  private int first;

  /**
   * A head.
   *
   * @param session of its part, closed by the caller
   */
  WholeHead(WorkerContext context, GraphPart part, Session session) {
    this.campaign = context.campaign();
    this.part = part;
    this.session = session;
    this.pool = context.pool();
    int most = context.batching().held();
    part.outputs().forEach(name -> room.add(pool.take(context.values().kind(name), most)));
  }

  @Override
  public List<List<Integer>> groups(List<Integer> faults) {
    return List.of(faults);
  }

  @Override
  public void prepare(List<Integer> group, List<GoldenBatch> batches) {
    // any fault, any batch: the session is ready
  }

  @Override
  public Injected inject(int fault) {
    Session edited = session.edited(campaign.edits(fault));
    return new Injected() {
      @Override
      public void run(GoldenImages golden, int from, int to) {
        first = from;
        faulty = room.stream().map(lease -> lease.tensor().slice(0, to - from)).toList();
        edited.run(golden.slice(part.inputs(), from, to), faulty);
      }

      @Override
      public void close() {
        edited.close();
      }
    };
  }

  @Override
  public boolean isChanged(GoldenImages golden, int image) {
    for (int i = 0; i < faulty.size(); i++) {
      ByteBuffer now = faulty.get(i).row(image - first);
      if (now.mismatch(golden.row(part.outputs().get(i), image)) >= 0) {
        return true;
      }
    }
    return false;
  }

  @Override
  public Optional<Tensor> direct(String value) {
    int i = part.outputs().indexOf(value);
    return i < 0 ? Optional.empty() : Optional.of(faulty.get(i));
  }

  @Override
  public void write(String value, GoldenImages golden, int image, ByteBuffer target) {
    Optional<Tensor> computed = direct(value);
    target.put(computed.isPresent() ? computed.get().row(image - first) : golden.row(value, image));
  }

  @Override
  public void close() {
    room.forEach(pool::release);
  }
}
