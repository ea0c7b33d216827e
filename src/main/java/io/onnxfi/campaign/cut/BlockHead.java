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

  /** By batch and value: the block of it. */
  private final Map<GoldenImages, Map<String, BufferPool.Lease>> slices = new HashMap<>();

  /** The same of images that are gathered. */
  private final Map<String, BufferPool.Lease> gathered = new HashMap<>();

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
    for (String name : head.channels().sliced()) {
      ValueKinds.Kind kind = values.kind(name);
      for (GoldenBatch batch : batches) {
        BufferPool.Lease slice = pool.take(kind.type(), block.shape(kind.shape(batch.room())));
        block.copy(batch.get(name), slice.tensor());
        slices.computeIfAbsent(batch, unknown -> new HashMap<>()).put(name, slice);
      }
      gathered.put(name, pool.take(kind.type(), block.shape(kind.shape(most))));
    }
  }

  @Override
  public Injected inject(int fault) {
    TensorEdit edit = head.channels().within(edit(fault), block.first());
    Session edited = session.orElseThrow().edited(EditSet.of(edit));
    return new Injected() {
      @Override
      public void run(GoldenImages golden, int from, int to) {
        first = from;
        faulty = room.stream().map(lease -> lease.tensor().slice(0, to - from)).toList();
        edited.run(inputs(golden, from, to), faulty);
      }

      @Override
      public void close() {
        edited.close();
      }
    };
  }

  private List<Tensor> inputs(GoldenImages golden, int from, int to) {
    return head.channels().inputs().stream().map(name -> input(name, golden, from, to)).toList();
  }

  private Tensor input(String name, GoldenImages golden, int from, int to) {
    if (!gathered.containsKey(name)) {
      return golden.slice(name, from, to);
    }
    if (slices.containsKey(golden)) {
      return slices.get(golden).get(name).tensor().slice(from, to);
    }
    Tensor slice = gathered.get(name).tensor().slice(0, to - from);
    ByteBuffer target = slice.bytes();
    for (int image = from; image < to; image++) {
      target.put(block.of(golden.row(name, image), values.kind(name)));
    }
    return slice;
  }

  @Override
  public boolean isChanged(GoldenImages golden, int image) {
    for (int i = 0; i < faulty.size(); i++) {
      String name = head.channels().wanted().get(i);
      ByteBuffer before = block.of(golden.row(name, image), values.kind(name));
      if (faulty.get(i).row(image - first).mismatch(before) >= 0) {
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
  public void write(String value, GoldenImages golden, int image, ByteBuffer target) {
    int begin = target.position();
    target.put(golden.row(value, image));
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
    gathered.values().forEach(pool::release);
    gathered.clear();
  }

  @Override
  public void close() {
    release();
  }
}
