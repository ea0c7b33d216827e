package io.onnxfi.campaign.cut;

import io.onnxfi.backend.Backend;
import io.onnxfi.backend.Session;
import io.onnxfi.campaign.Campaign;
import io.onnxfi.onnx.EditSet;
import io.onnxfi.onnx.TensorEdit;
import io.onnxfi.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A head that computes only the block of channels with the fault; all others are golden. */
final class BlockHead implements Head {
  private final Campaign campaign;
  private final Backend backend;
  private final NarrowHead head;
  private final ValueKinds values;
  private final BufferPool pool;
  private final int most;
  private final Map<GoldenBatch, Map<String, BufferPool.Lease>> slices = new HashMap<>();
  private final List<BufferPool.Lease> room = new ArrayList<>();
  private ChannelBlock block = new ChannelBlock(0, 0);
  private Optional<Session> session = Optional.empty();
  private List<Tensor> faulty = List.of();
  private int first;

  /** A head. */
  BlockHead(WorkerContext context, NarrowHead head) {
    this.campaign = context.campaign();
    this.backend = context.backend();
    this.head = head;
    this.values = context.values();
    this.pool = context.pool();
    this.most = context.batching().held();
  }

  @Override
  public List<List<Integer>> groups(List<Integer> faults) {
    return List.copyOf(
        faults.stream()
            .collect(Collectors.groupingBy(this::first, TreeMap::new, Collectors.toList()))
            .values());
  }

  private int first(int fault) {
    return head.first(edit(fault));
  }

  /** What a fault does to the only initializer of the layer. */
  private TensorEdit edit(int fault) {
    return campaign.edits(fault).edits().get(0);
  }

  @Override
  public void prepare(List<Integer> group, List<GoldenBatch> batches) {
    release();
    block = new ChannelBlock(first(group.get(0)), head.block());
    session = Optional.of(backend.open(head.part(block.first(), values).model()));
    for (String name : head.channels().wanted()) {
      ValueKinds.Kind kind = values.kind(name);
      room.add(pool.take(kind.type(), block.shape(kind.shape(most))));
    }
    for (GoldenBatch batch : batches) {
      Map<String, BufferPool.Lease> own = new HashMap<>();
      for (String name : head.channels().sliced()) {
        ValueKinds.Kind kind = values.kind(name);
        BufferPool.Lease slice = pool.take(kind.type(), block.shape(kind.shape(batch.room())));
        block.copy(batch.get(name), slice.tensor());
        own.put(name, slice);
      }
      slices.put(batch, own);
    }
  }

  @Override
  public Injected inject(int fault) {
    TensorEdit edit = head.channels().within(edit(fault), block.first());
    Session edited = session.orElseThrow().edited(EditSet.of(edit));
    return new Injected() {
      @Override
      public void run(GoldenBatch batch, int from, int to) {
        first = from;
        faulty = room.stream().map(lease -> lease.tensor().slice(0, to - from)).toList();
        edited.run(inputs(batch, from, to), faulty);
      }

      @Override
      public void close() {
        edited.close();
      }
    };
  }

  private List<Tensor> inputs(GoldenBatch batch, int from, int to) {
    List<Tensor> inputs = new ArrayList<>();
    for (String name : head.channels().inputs()) {
      BufferPool.Lease slice = slices.get(batch).get(name);
      inputs.add((slice == null ? batch.get(name) : slice.tensor()).slice(from, to));
    }
    return inputs;
  }

  @Override
  public boolean isChanged(GoldenBatch batch, int image) {
    for (int i = 0; i < faulty.size(); i++) {
      ByteBuffer golden = block.of(batch.get(head.channels().wanted().get(i)), image);
      if (faulty.get(i).row(image - first).mismatch(golden) >= 0) {
        return true;
      }
    }
    return false;
  }

  /** Only ever a part of a value is computed. */
  @Override
  public Optional<Tensor> direct(String value) {
    return Optional.empty();
  }

  @Override
  public void write(String value, GoldenBatch batch, int image, ByteBuffer target) {
    int begin = target.position();
    target.put(batch.get(value).row(image));
    int i = head.channels().wanted().indexOf(value);
    if (i >= 0) {
      int end = target.position();
      ByteBuffer own = faulty.get(i).row(image - first);
      target.position(begin + block.first() * (own.remaining() / block.count())).put(own);
      target.position(end);
    }
  }

  private void release() {
    session.ifPresent(Session::close);
    session = Optional.empty();
    room.forEach(pool::release);
    room.clear();
    slices.values().forEach(own -> own.values().forEach(pool::release));
    slices.clear();
  }

  @Override
  public void close() {
    release();
  }
}
