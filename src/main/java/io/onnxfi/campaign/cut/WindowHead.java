package io.onnxfi.campaign.cut;

import io.onnxfi.backend.Session;
import io.onnxfi.campaign.Campaign;
import io.onnxfi.campaign.Exposed;
import io.onnxfi.injection.Injection;
import io.onnxfi.onnx.EditSet;
import io.onnxfi.onnx.Neighbourhood.Window;
import io.onnxfi.onnx.Strip;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A head that computes only a window around a fault in a value; all else is golden. */
final class WindowHead implements Head {
  private final Campaign campaign;
  private final WindowPlan plan;
  private final ValueKinds values;
  private final BufferPool pool;
  private final int most;
  private final boolean keepsValue;
  private final Session session;
  private final List<BufferPool.Lease> room = new ArrayList<>();
  private Map<String, Changed> changed = Map.of();
  private int first;

  /** A value at the cut, of which a box may have changed. */
  private record Changed(Tensor window, Patch inWindow, Patch inImages) {}

  /**
   * A head.
   *
   * @param keepsValue whether the value itself is at the cut too
   */
  WindowHead(WorkerContext context, WindowPlan plan, boolean keepsValue) {
    this.campaign = context.campaign();
    this.plan = plan;
    this.values = context.values();
    this.pool = context.pool();
    this.most = context.batching().held();
    this.keepsValue = keepsValue;
    this.session = context.backend().open(plan.part().model());
  }

  @Override
  public List<List<Integer>> groups(List<Integer> faults) {
    return List.of(faults);
  }

  @Override
  public void prepare(List<Integer> group, List<GoldenBatch> batches) {
    // the window is the same wherever it is
  }

  @Override
  public Injected inject(int fault) {
    Injection injection = campaign.injection(fault);
    Window window = plan.window(injection).orElseThrow();
    Map<String, Tensor> inputs = room(plan.part().inputs(), window);
    Map<String, Tensor> outputs = room(plan.part().outputs(), window);
    Map<String, Patch> whole = new LinkedHashMap<>();
    Map<String, Patch> alone = new LinkedHashMap<>();
    inputs.forEach(
        (name, tensor) -> {
          ValueKinds.Kind kind = values.kind(name);
          List<Strip> strips = window.strips().get(name);
          whole.put(name, WindowPlan.Box.WINDOW.inImages(kind, strips));
          alone.put(name, WindowPlan.Box.WINDOW.inWindows(kind, tensor.shape(), strips));
        });
    changed = new LinkedHashMap<>();
    outputs.forEach((name, tensor) -> changed.put(name, changed(name, tensor, window)));
    if (keepsValue) {
      changed.put(plan.value(), changed(plan.value(), inputs.get(plan.value()), window));
    }
    Injection moved = moved(injection, window);
    return new Injected() {
      @Override
      public boolean reaches(int place) {
        return Exposed.is(campaign, injection, place);
      }

      @Override
      public void run(GoldenImages golden, int from, int to) {
        first = from;
        List<Tensor> own = new ArrayList<>();
        inputs.forEach(
            (name, tensor) -> {
              Patch target = alone.get(name);
              ByteBuffer into = tensor.bytes();
              for (int image = from; image < to; image++) {
                ByteBuffer row = golden.row(name, image);
                whole.get(name).copy(row, 0, target, into, target.begin(image - from));
              }
              own.add(tensor.slice(0, to - from));
            });
        int images = Math.min(to, golden.size()) - from;
        Tensor struck = inputs.get(plan.value());
        Exposed.change(
            campaign, moved, plan.value(), struck, row -> golden.place(from + row), images);
        List<Tensor> made =
            outputs.values().stream().map(tensor -> tensor.slice(0, to - from)).toList();
        session.run(own, made);
      }

      @Override
      public void close() {
        room.forEach(pool::release);
        room.clear();
      }
    };
  }

  /** Memory for windows of some values. */
  private Map<String, Tensor> room(List<String> names, Window window) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (String name : names) {
      ValueKinds.Kind kind = values.kind(name);
      BufferPool.Lease lease = pool.take(kind.type(), window.shape(name, kind.shape(most)));
      room.add(lease);
      tensors.put(name, lease.tensor());
    }
    return tensors;
  }

  private Changed changed(String name, Tensor tensor, Window window) {
    ValueKinds.Kind kind = values.kind(name);
    List<Strip> strips = window.strips().get(name);
    return new Changed(
        tensor,
        WindowPlan.Box.CHANGED.inWindows(kind, tensor.shape(), strips),
        WindowPlan.Box.CHANGED.inImages(kind, strips));
  }

  /** The same fault in the window. */
  private Injection moved(Injection injection, Window window) {
    Shape shape = window.shape(plan.value(), plan.image());
    return new Injection(
        EditSet.NONE,
        injection.values().stream()
            .map(
                edit ->
                    edit.moved(
                        position -> {
                          long[] index = plan.image().coordinates(position);
                          return shape.flatIndex(window.within(plan.value(), index));
                        }))
            .toList());
  }

  @Override
  public boolean isChanged(GoldenImages golden, int image) {
    return changed.entrySet().stream()
        .anyMatch(
            entry -> {
              Changed own = entry.getValue();
              ByteBuffer row = golden.row(entry.getKey(), image);
              ByteBuffer faulty = own.window().bytes();
              return !own.inImages().isSame(row, 0, own.inWindow(), faulty, image - first);
            });
  }

  /** Only ever a part of a value is computed. */
  @Override
  public Optional<Tensor> direct(String value) {
    return Optional.empty();
  }

  @Override
  public void write(String name, GoldenImages golden, int image, ByteBuffer target) {
    int begin = target.position();
    target.put(golden.row(name, image));
    Changed own = changed.get(name);
    if (own != null) {
      own.inWindow().copy(own.window().bytes(), image - first, own.inImages(), target, begin);
    }
  }

  @Override
  public void close() {
    session.close();
  }
}
