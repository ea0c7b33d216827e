package io.onnxfi.campaign;

import io.onnxfi.backend.Backend;
import io.onnxfi.backend.Session;
import io.onnxfi.fault.Fault;
import io.onnxfi.injection.Injector;
import io.onnxfi.onnx.GraphPart;
import io.onnxfi.outcome.GoldenOutputs;
import io.onnxfi.outcome.OutcomeCounts;
import io.onnxfi.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Runs all planned faults over its own share of the images, in one thread. */
final class CutWorker {
  private final Campaign campaign;
  private final Backend backend;
  private final CutSchedule schedule;
  private final GoldenOutputs golden;
  private final FaultTallies tallies;
  private final Consumer<FaultOutcome> done;
  private final String input;
  private final String output;
  private final BufferPool pool = new BufferPool();

  /**
   * A worker.
   *
   * @param schedule plans with their faults
   * @param tallies shared by all workers
   * @param done told of a fault when the last worker has finished it
   */
  CutWorker(
      Campaign campaign,
      Backend backend,
      CutSchedule schedule,
      GoldenOutputs golden,
      FaultTallies tallies,
      Consumer<FaultOutcome> done) {
    this.campaign = campaign;
    this.backend = backend;
    this.schedule = schedule;
    this.golden = golden;
    this.tallies = tallies;
    this.done = done;
    this.input = campaign.model().inputs().get(0).name();
    this.output = campaign.model().outputs().get(0).name();
  }

  /**
   * Runs the images of some neighbouring batches.
   *
   * @param chunk how many images to hold at a time, a multiple of the batch
   */
  void run(int from, int to, int chunk) {
    for (int first = from; first < to; first += chunk) {
      List<GoldenBatch> batches = load(first, Math.min(first + chunk, to));
      for (CutSchedule.Layer layer : schedule.layers()) {
        run(layer, batches);
      }
      batches.forEach(batch -> batch.keep(List.of()));
    }
  }

  private List<GoldenBatch> load(int from, int to) {
    List<GoldenBatch> batches = new ArrayList<>();
    for (int first = from; first < to; first += campaign.batch()) {
      int end = Math.min(first + campaign.batch(), to);
      GoldenBatch batch = new GoldenBatch(first, end - first, schedule.values(), pool);
      campaign.images().fill(campaign.normalization(), first, end, batch.make(input).floats());
      batches.add(batch);
    }
    return batches;
  }

  private void run(CutSchedule.Layer layer, List<GoldenBatch> batches) {
    LayerPlan plan = layer.plan();
    plan.advance().ifPresent(part -> compute(part, batches));
    Set<String> base = new HashSet<>(plan.base());
    batches.forEach(batch -> batch.keep(base));
    plan.rest().ifPresent(part -> compute(part, batches));
    try (Session head = backend.open(plan.head().model());
        Tail tail = new Tail(plan)) {
      batches.forEach(batch -> batch.compute(plan.head(), head));
      List<BufferPool.Lease> scratch =
          plan.head().outputs().stream()
              .map(name -> pool.take(schedule.values().shape(name, campaign.batch())))
              .toList();
      for (CutSchedule.Planned planned : layer.faults()) {
        OutcomeCounts counts = run(planned, plan, head, tail, scratch, batches);
        tallies.add(planned, counts).ifPresent(done);
      }
      scratch.forEach(pool::release);
    }
  }

  private void compute(GraphPart part, List<GoldenBatch> batches) {
    try (Session session = backend.open(part.model())) {
      batches.forEach(batch -> batch.compute(part, session));
    }
  }

  private OutcomeCounts run(
      CutSchedule.Planned planned,
      LayerPlan plan,
      Session head,
      Tail tail,
      List<BufferPool.Lease> scratch,
      List<GoldenBatch> batches) {
    Fault fault = planned.fault();
    OutcomeCounts counts = OutcomeCounts.NONE;
    try (Session faulty = head.edited(Injector.edit(campaign.model(), fault))) {
      for (GoldenBatch batch : batches) {
        List<Tensor> outputs =
            scratch.stream().map(lease -> lease.tensor().slice(0, batch.size())).toList();
        faulty.run(batch.get(plan.head().inputs()), outputs);
        counts = counts.plus(judge(planned, plan, tail, batch, outputs));
      }
    }
    return counts;
  }

  private OutcomeCounts judge(
      CutSchedule.Planned planned,
      LayerPlan plan,
      Tail tail,
      GoldenBatch batch,
      List<Tensor> faulty) {
    byte[] images = tallies.images(planned);
    int first = batch.first();
    if (plan.tail().isEmpty()) {
      float[] scores = faulty.get(plan.head().outputs().indexOf(output)).toFloatArray();
      return golden.judge(first, scores, campaign.nanRule(), images);
    }
    int[] changed = changed(plan, batch, faulty);
    if (changed.length == 0) {
      float[] scores = golden.scores(first, batch.size());
      return golden.judge(first, scores, campaign.nanRule(), images);
    }
    Map<String, Tensor> values = new HashMap<>();
    for (int i = 0; i < faulty.size(); i++) {
      values.put(plan.head().outputs().get(i), faulty.get(i));
    }
    if (changed.length == batch.size() || !backend.isBatchInvariant()) {
      return golden.judge(first, tail.run(values, batch), campaign.nanRule(), images);
    }
    OutcomeCounts counts = OutcomeCounts.NONE;
    float[] scores = tail.run(values, batch, changed);
    counts =
        counts.plus(golden.judge(scores, row -> first + changed[row], campaign.nanRule(), images));
    return counts.plus(judgeUnchanged(first, batch.size(), changed, images));
  }

  /** Images whose values are golden at the cut have golden scores. */
  private OutcomeCounts judgeUnchanged(int first, int size, int[] changed, byte[] images) {
    OutcomeCounts counts = OutcomeCounts.NONE;
    int next = 0;
    for (int row = 0; row < size; row++) {
      if (next < changed.length && changed[next] == row) {
        next++;
      } else {
        float[] own = golden.scores(first + row, 1);
        counts = counts.plus(golden.judge(first + row, own, campaign.nanRule(), images));
      }
    }
    return counts;
  }

  /** Rows of the batch in which any bit at the cut differs from golden. */
  private static int[] changed(LayerPlan plan, GoldenBatch batch, List<Tensor> faulty) {
    int[] rows = new int[batch.size()];
    int count = 0;
    for (int row = 0; row < rows.length; row++) {
      if (differs(plan, batch, faulty, row)) {
        rows[count++] = row;
      }
    }
    return Arrays.copyOf(rows, count);
  }

  private static boolean differs(LayerPlan plan, GoldenBatch batch, List<Tensor> faulty, int row) {
    for (int i = 0; i < faulty.size(); i++) {
      ByteBuffer now = faulty.get(i).bytes();
      ByteBuffer before = batch.get(plan.head().outputs().get(i)).bytes();
      int bytes = now.capacity() / batch.size();
      now.position(row * bytes).limit((row + 1) * bytes);
      before.position(row * bytes).limit((row + 1) * bytes);
      if (now.mismatch(before) >= 0) {
        return true;
      }
    }
    return false;
  }

  /** The unchanging end of the model and room for what goes into it. */
  private final class Tail implements AutoCloseable {
    private final Optional<GraphPart> part;
    private final Optional<Session> session;
    private final List<BufferPool.Lease> gathered = new ArrayList<>();
    private final Optional<BufferPool.Lease> scores;

    Tail(LayerPlan plan) {
      this.part = plan.tail();
      this.session = part.map(tail -> backend.open(tail.model()));
      this.scores = part.map(tail -> pool.take(schedule.values().shape(output, campaign.batch())));
      part.ifPresent(
          tail ->
              tail.inputs()
                  .forEach(
                      name ->
                          gathered.add(
                              pool.take(schedule.values().shape(name, campaign.batch())))));
    }

    /** Scores of the whole batch. */
    float[] run(Map<String, Tensor> faulty, GoldenBatch batch) {
      List<Tensor> inputs = new ArrayList<>();
      for (String name : part.orElseThrow().inputs()) {
        inputs.add(faulty.containsKey(name) ? faulty.get(name) : batch.get(name));
      }
      return run(inputs, batch.size());
    }

    /** Scores of some rows of the batch. */
    float[] run(Map<String, Tensor> faulty, GoldenBatch batch, int[] rows) {
      List<Tensor> inputs = new ArrayList<>();
      List<String> names = part.orElseThrow().inputs();
      for (int i = 0; i < names.size(); i++) {
        String name = names.get(i);
        Tensor from = faulty.containsKey(name) ? faulty.get(name) : batch.get(name);
        Tensor to = gathered.get(i).tensor().slice(0, rows.length);
        ByteBuffer source = from.bytes();
        ByteBuffer target = to.bytes();
        int bytes = source.capacity() / batch.size();
        for (int row : rows) {
          source.limit((row + 1) * bytes).position(row * bytes);
          target.put(source);
        }
        inputs.add(to);
      }
      return run(inputs, rows.length);
    }

    private float[] run(List<Tensor> inputs, int images) {
      Tensor result = scores.orElseThrow().tensor().slice(0, images);
      session.orElseThrow().run(inputs, List.of(result));
      return result.toFloatArray();
    }

    @Override
    public void close() {
      session.ifPresent(Session::close);
      gathered.forEach(pool::release);
      scores.ifPresent(pool::release);
    }
  }
}
