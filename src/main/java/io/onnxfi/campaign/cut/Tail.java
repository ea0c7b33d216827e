package io.onnxfi.campaign.cut;

import io.onnxfi.backend.Session;
import io.onnxfi.onnx.GraphPart;
import io.onnxfi.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The unchanging end of the model, in one worker, and room for what goes into it. */
final class Tail implements AutoCloseable {
  private final GraphPart part;
  private final Session session;
  private final BufferPool pool;
  private final List<BufferPool.Lease> gathered = new ArrayList<>();
  private final BufferPool.Lease scores;

  /**
   * A tail.
   *
   * @param part from the values at the cut to the model's output
   */
  Tail(GraphPart part, WorkerContext context) {
    this.part = part;
    this.session = context.backend().open(part.model());
    this.pool = context.pool();
    ValueKinds values = context.values();
    int most = context.batching().held();
    this.scores = pool.take(values.kind(context.output()), most);
    part.inputs().forEach(name -> gathered.add(pool.take(values.kind(name), most)));
  }

  /**
   * Brings together what goes in.
   *
   * @param images some of the head's last run, or all in their order
   * @param all whether it is all of them
   */
  List<Tensor> gather(Head head, GoldenImages golden, int[] images, boolean all) {
    List<Tensor> inputs = new ArrayList<>();
    for (int i = 0; i < gathered.size(); i++) {
      String name = part.inputs().get(i);
      Optional<Tensor> direct = all ? head.direct(name) : Optional.empty();
      inputs.add(
          direct.isPresent() ? direct.get() : gather(gathered.get(i), name, head, golden, images));
    }
    return inputs;
  }

  private static Tensor gather(
      BufferPool.Lease room, String name, Head head, GoldenImages golden, int[] images) {
    Tensor to = room.tensor().slice(0, images.length);
    ByteBuffer target = to.bytes();
    for (int image : images) {
      head.write(name, golden, image, target);
    }
    return to;
  }

  /** Scores of what was gathered, until the next run. */
  Tensor run(List<Tensor> inputs, int images) {
    Tensor result = scores.tensor().slice(0, images);
    session.run(inputs, List.of(result));
    return result;
  }

  @Override
  public void close() {
    session.close();
    gathered.forEach(pool::release);
    pool.release(scores);
  }
}
