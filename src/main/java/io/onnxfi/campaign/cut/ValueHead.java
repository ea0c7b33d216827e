package io.onnxfi.campaign.cut;

import io.onnxfi.backend.Session;
import io.onnxfi.campaign.Campaign;
import io.onnxfi.campaign.Exposed;
import io.onnxfi.injection.Injection;
import io.onnxfi.onnx.GraphPart;
import io.onnxfi.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A head for faults in a value that a node computes: it is there, fault-free, so that nothing
 * before it is run again; what a framework computes as one with it is run from there to the next
 * cut.
 */
final class ValueHead implements Head {
  private final Campaign campaign;
  private final String value;
  private final BufferPool pool;
  private final BufferPool.Lease room;
  private final Optional<GraphPart> middle;
  private final Optional<Session> session;
  private final boolean keepsValue;
  private final List<BufferPool.Lease> computed = new ArrayList<>();
  private Map<String, Tensor> faulty = Map.of();
  private int first;

  /** A head. */
  ValueHead(WorkerContext context, LayerPlan plan) {
    this.campaign = context.campaign();
    this.value = plan.value();
    this.pool = context.pool();
    int most = context.batching().held();
    this.room = pool.take(context.values().kind(value), most);
    this.middle = plan.middle();
    this.keepsValue = plan.keepsValue();
    this.session = middle.map(part -> context.backend().open(part.model()));
    middle.ifPresent(
        part ->
            part.outputs()
                .forEach(name -> computed.add(pool.take(context.values().kind(name), most))));
  }

  /** Computes the fault-free values at the second cut. */
  void observe(List<GoldenBatch> batches) {
    middle.ifPresent(part -> batches.forEach(batch -> batch.compute(part, session.orElseThrow())));
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
      public boolean reaches(int place) {
        return Exposed.is(campaign, injection, place);
      }

      @Override
      public void run(GoldenImages golden, int from, int to) {
        first = from;
        Tensor own = room.tensor().slice(0, to - from);
        own.bytes().put(golden.slice(value, from, to).bytes());
        int images = Math.min(to, golden.size()) - from;
        Exposed.change(campaign, injection, value, own, row -> golden.place(from + row), images);
        faulty = behind(own, golden, from, to);
      }

      @Override
      public void close() {
        // nothing was changed but our own memory
      }
    };
  }

  /** What is at the cut when the value is as given. */
  private Map<String, Tensor> behind(Tensor own, GoldenImages golden, int from, int to) {
    if (middle.isEmpty()) {
      return Map.of(value, own);
    }
    List<Tensor> inputs = new ArrayList<>();
    for (String name : middle.get().inputs()) {
      inputs.add(name.equals(value) ? own : golden.slice(name, from, to));
    }
    List<Tensor> outputs =
        computed.stream().map(lease -> lease.tensor().slice(0, to - from)).toList();
    session.orElseThrow().run(inputs, outputs);
    Map<String, Tensor> named = new LinkedHashMap<>();
    if (keepsValue) {
      named.put(value, own);
    }
    for (int i = 0; i < outputs.size(); i++) {
      named.put(middle.get().outputs().get(i), outputs.get(i));
    }
    return named;
  }

  @Override
  public boolean isChanged(GoldenImages golden, int image) {
    return faulty.entrySet().stream()
        .anyMatch(
            now ->
                now.getValue().row(image - first).mismatch(golden.row(now.getKey(), image)) >= 0);
  }

  @Override
  public Optional<Tensor> direct(String name) {
    return Optional.ofNullable(faulty.get(name));
  }

  @Override
  public void write(String name, GoldenImages golden, int image, ByteBuffer target) {
    Tensor own = faulty.get(name);
    target.put(own == null ? golden.row(name, image) : own.row(image - first));
  }

  @Override
  public void close() {
    session.ifPresent(Session::close);
    computed.forEach(pool::release);
    pool.release(room);
  }
}
