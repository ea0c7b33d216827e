package io.onnxfi.campaign.cut;

import io.onnxfi.backend.Backend;
import io.onnxfi.backend.Session;
import io.onnxfi.campaign.Campaign;
import io.onnxfi.campaign.Effort;
import io.onnxfi.campaign.EffortMeter;
import io.onnxfi.campaign.Stage;
import io.onnxfi.onnx.GraphPart;
import io.onnxfi.outcome.GoldenOutputs;
import io.onnxfi.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Runs all planned faults over its own share of the images, in one thread. */
final class CutWorker {
  private final WorkerContext context;
  private EffortMeter meter = new EffortMeter();
  private int size;

  /** What later runs can go on from. */
  private final ServedImages served;

  /**
   * A worker.
   *
   * @param values shapes of everything at a cut
   * @param batching how images are put together
   * @param memory bytes that its golden values may take
   */
  CutWorker(
      Campaign campaign,
      Backend backend,
      ValueKinds values,
      Batching batching,
      GoldenOutputs golden,
      long memory) {
    this.context = new WorkerContext(campaign, backend, values, batching, golden, new BufferPool());
    this.size = batching.run();
    this.served = new ServedImages(memory);
  }

  /**
   * Runs some neighbouring images.
   *
   * @param schedule plans with their faults
   * @param tallies of the shard, shared by all workers
   * @param chunk how many to hold at a time, a multiple of the batch
   * @param pulse called before each fault; throws if there is no more use in going on
   */
  void run(CutSchedule schedule, OpenTallies tallies, int from, int to, int chunk, Runnable pulse) {
    meter.begin();
    for (int first = from; first < to; first += chunk) {
      int end = Math.min(first + chunk, to);
      Optional<Served> before = served.take(schedule, first, end);
      List<GoldenBatch> batches = before.isPresent() ? before.get().batches() : load(first, end);
      for (CutSchedule.Layer layer : schedule.from(before.map(Served::plan))) {
        if (before.filter(there -> there.isOf(layer.plan())).isEmpty()) {
          advance(layer.plan(), batches);
          run(layer, tallies, batches, pulse);
        } else if (!layer.faults().isEmpty()) {
          run(layer, tallies, batches, pulse);
        }
      }
      long bytes = schedule.bytesPerImage() * (end - first);
      served.add(new Served(first, end, bytes, schedule.last().plan(), batches));
    }
  }

  /** What it has done since this was last asked. */
  Effort takeEffort() {
    Effort effort = meter.effort();
    meter = new EffortMeter();
    return effort;
  }

  private List<GoldenBatch> load(int from, int to) {
    List<GoldenBatch> batches = new ArrayList<>();
    int held = context.batching().held();
    Campaign campaign = context.campaign();
    for (int first = from; first < to; first += held) {
      int end = Math.min(first + held, to);
      int room = campaign.padded(end - first);
      GoldenBatch batch =
          new GoldenBatch(first, end - first, room, context.values(), context.pool());
      fill(batch);
      batches.add(batch);
    }
    return batches;
  }

  private void fill(GoldenBatch batch) {
    int first = batch.first();
    List<Tensor> samples = context.inputs().stream().map(batch::make).toList();
    context.campaign().fill(first, first + batch.size(), samples);
  }

  /** Makes the values at the cut before a layer of those that the layer before it left. */
  private void advance(LayerPlan plan, List<GoldenBatch> batches) {
    List<String> needed = plan.advance().map(GraphPart::inputs).orElse(plan.base());
    List<String> inputs = context.inputs().stream().filter(needed::contains).toList();
    batches.stream().filter(batch -> !inputs.stream().allMatch(batch::has)).forEach(this::fill);
    plan.advance().ifPresent(part -> compute(part, batches));
    Set<String> base = new HashSet<>(plan.base());
    batches.forEach(batch -> batch.keep(base));
  }

  private void run(
      CutSchedule.Layer layer, OpenTallies tallies, List<GoldenBatch> batches, Runnable pulse) {
    LayerPlan plan = layer.plan();
    List<Integer> faults = meeting(layer.faults(), batches);
    if (faults.isEmpty()) {
      if (plan.ofValue().isEmpty()) {
        plan.rest().ifPresent(part -> compute(part, batches));
        compute(plan.head(), batches); // the next layer may begin with it
      }
      meter.spent(Stage.GOLDEN);
      return;
    }
    try (LayerRun run = new LayerRun(context, plan, tallies, batches, size, meter, pulse)) {
      if (plan.ofValue().isPresent()) {
        runValue(run, plan, plan.ofValue().get(), faults, batches);
      } else {
        plan.rest().ifPresent(part -> compute(part, batches));
        runWeights(run, plan, faults, batches);
      }
      size = run.bestSize();
    }
  }

  private void runValue(
      LayerRun run,
      LayerPlan plan,
      LayerPlan.Value value,
      List<Integer> faults,
      List<GoldenBatch> batches) {
    compute(plan.head(), batches);
    plan.rest().ifPresent(part -> compute(part, batches));
    try (ValueHead head = new ValueHead(context, plan)) {
      head.observe(batches);
      if (value.isInner()) {
        run.judgeAgainst(head);
      }
      Map<Boolean, List<Integer>> near =
          faults.stream().collect(Collectors.partitioningBy(fault -> isNear(value, fault)));
      if (!near.get(true).isEmpty()) {
        WindowPlan window = value.window().orElseThrow();
        try (Head small = new WindowHead(context, window, plan.keepsValue())) {
          run.run(near.get(true), small);
        }
      }
      run.run(near.get(false), head);
    }
  }

  private void runWeights(
      LayerRun run, LayerPlan plan, List<Integer> faults, List<GoldenBatch> batches) {
    plan.narrow().flatMap(NarrowHead::sides).ifPresent(part -> compute(part, batches));
    Map<Boolean, List<Integer>> narrow =
        faults.stream().collect(Collectors.partitioningBy(fault -> isNarrow(plan, fault)));
    try (Session session = context.backend().open(plan.head().model())) {
      batches.forEach(batch -> batch.compute(plan.head(), session));
      if (!narrow.get(true).isEmpty()) {
        try (Head head = new BlockHead(context, plan.narrow().orElseThrow())) {
          run.run(narrow.get(true), head);
        }
      }
      if (!narrow.get(false).isEmpty()) {
        try (Head head = new WholeHead(context, plan.head(), session)) {
          run.run(narrow.get(false), head);
        }
      }
    }
  }

  /** Whether all that a fault changes up to the cut is in one window. */
  private boolean isNear(LayerPlan.Value value, int fault) {
    return value
        .window()
        .flatMap(window -> window.window(context.campaign().injection(fault)))
        .isPresent();
  }

  /** Whether a head of some channels computes all that a fault changes. */
  private boolean isNarrow(LayerPlan plan, int fault) {
    return plan.narrow()
        .filter(head -> head.holds(context.campaign().edits(fault).edits().get(0)))
        .isPresent();
  }

  /** The faults that are tried on any of these images. */
  private List<Integer> meeting(List<Integer> faults, List<GoldenBatch> batches) {
    GoldenBatch last = batches.get(batches.size() - 1);
    int from = batches.get(0).first();
    int to = last.first() + last.size();
    return faults.stream()
        .filter(fault -> context.campaign().sample().count(fault, from, to) > 0)
        .toList();
  }

  private void compute(GraphPart part, List<GoldenBatch> batches) {
    try (Session session = context.backend().open(part.model())) {
      batches.forEach(batch -> batch.compute(part, session));
    }
  }
}
