package io.onnxfi.campaign.cut;

import io.onnxfi.backend.Backend;
import io.onnxfi.backend.Session;
import io.onnxfi.campaign.Campaign;
import io.onnxfi.campaign.Effort;
import io.onnxfi.campaign.EffortMeter;
import io.onnxfi.campaign.ImageSample;
import io.onnxfi.campaign.Stage;
import io.onnxfi.error.FrameworkException;
import io.onnxfi.onnx.GraphPart;
import io.onnxfi.outcome.GoldenOutputs;
import io.onnxfi.outcome.OutcomeCounts;
import io.onnxfi.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Runs all planned faults over its own share of the images, in one thread. */
final class CutWorker {
  private final Campaign campaign;
  private final Backend backend;
  private final ValueKinds values;
  private final Batching batching;
  private final GoldenOutputs golden;
  private final String input;
  private final String output;
  private final BufferPool pool = new BufferPool();
  private EffortMeter meter = new EffortMeter();
  private int size;

  /**
   * A worker.
   *
   * @param values shapes of everything at a cut
   * @param batching how images are put together
   */
  CutWorker(
      Campaign campaign,
      Backend backend,
      ValueKinds values,
      Batching batching,
      GoldenOutputs golden) {
    this.campaign = campaign;
    this.backend = backend;
    this.values = values;
    this.batching = batching;
    this.golden = golden;
    this.input = campaign.model().inputs().get(0).name();
    this.output = campaign.model().outputs().get(0).name();
    this.size = batching.run();
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
      List<GoldenBatch> batches = load(first, Math.min(first + chunk, to));
      for (CutSchedule.Layer layer : schedule.layers()) {
        run(layer, tallies, batches, pulse);
      }
      batches.forEach(batch -> batch.keep(List.of()));
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
    for (int first = from; first < to; first += batching.held()) {
      int end = Math.min(first + batching.held(), to);
      int room = campaign.padded(end - first);
      GoldenBatch batch = new GoldenBatch(first, end - first, room, values, pool);
      campaign.fill(first, end, batch.make(input));
      batches.add(batch);
    }
    return batches;
  }

  private void run(
      CutSchedule.Layer layer, OpenTallies tallies, List<GoldenBatch> batches, Runnable pulse) {
    LayerPlan plan = layer.plan();
    List<Integer> faults = meeting(layer.faults(), batches);
    plan.advance().ifPresent(part -> compute(part, batches));
    Set<String> base = new HashSet<>(plan.base());
    batches.forEach(batch -> batch.keep(base));
    plan.rest().ifPresent(part -> compute(part, batches));
    if (faults.isEmpty()) {
      compute(plan.head(), batches); // the next layer may begin with it
      meter.spent(Stage.GOLDEN);
      return;
    }
    plan.narrow().flatMap(NarrowHead::sides).ifPresent(part -> compute(part, batches));
    Map<Boolean, List<Integer>> narrow =
        faults.stream().collect(Collectors.partitioningBy(fault -> isNarrow(plan, fault)));
    try (Session session = backend.open(plan.head().model());
        Tails tails = new Tails(plan.tail())) {
      batches.forEach(batch -> batch.compute(plan.head(), session));
      RunSizes sizes = batching.sizes(size);
      if (!narrow.get(true).isEmpty()) {
        NarrowHead part = plan.narrow().orElseThrow();
        try (Head head = new BlockHead(campaign, backend, part, values, pool, batching.held())) {
          run(plan, narrow.get(true), head, tails, tallies, batches, sizes, pulse);
        }
      }
      if (!narrow.get(false).isEmpty()) {
        try (Head head =
            new WholeHead(campaign, plan.head(), session, values, pool, batching.held())) {
          run(plan, narrow.get(false), head, tails, tallies, batches, sizes, pulse);
        }
      }
      size = sizes.best();
    }
  }

  /** Whether a head of some channels computes all that a fault changes. */
  private boolean isNarrow(LayerPlan plan, int fault) {
    return plan.narrow()
        .filter(head -> head.holds(campaign.edits(fault).edits().get(0)))
        .isPresent();
  }

  private void run(
      LayerPlan plan,
      List<Integer> faults,
      Head head,
      Tails tails,
      OpenTallies tallies,
      List<GoldenBatch> batches,
      RunSizes sizes,
      Runnable pulse) {
    for (List<Integer> group : head.groups(faults)) {
      head.prepare(group, batches);
      meter.spent(Stage.GOLDEN);
      for (int fault : group) {
        pulse.run();
        meter.restart();
        try {
          byte[] images = tallies.images(fault);
          OutcomeCounts counts = run(plan, fault, head, tails, batches, sizes.next(), images);
          meter.costPerImage().ifPresent(sizes::took);
          tallies.add(fault, counts);
        } catch (FrameworkException e) {
          tallies.fail(fault, images(fault, batches)); // the whole model decides
        }
        meter.spent(Stage.JUDGEMENT);
      }
    }
  }

  /** The faults that are tried on any of these images. */
  private List<Integer> meeting(List<Integer> faults, List<GoldenBatch> batches) {
    GoldenBatch last = batches.get(batches.size() - 1);
    int from = batches.get(0).first();
    int to = last.first() + last.size();
    return faults.stream().filter(fault -> campaign.sample().count(fault, from, to) > 0).toList();
  }

  private long images(int fault, List<GoldenBatch> batches) {
    GoldenBatch last = batches.get(batches.size() - 1);
    int to = last.first() + last.size();
    return campaign.sample().count(fault, batches.get(0).first(), to);
  }

  private void compute(GraphPart part, List<GoldenBatch> batches) {
    try (Session session = backend.open(part.model())) {
      batches.forEach(batch -> batch.compute(part, session));
    }
  }

  private OutcomeCounts run(
      LayerPlan plan,
      int fault,
      Head head,
      Tails tails,
      List<GoldenBatch> batches,
      int atOnce,
      byte[] images) {
    OutcomeCounts counts = OutcomeCounts.NONE;
    try (Session faulty = head.inject(fault)) {
      meter.spent(Stage.INJECTION);
      for (GoldenBatch batch : batches) {
        int end = batch.first() + batch.size();
        for (ImageSample.Range range : campaign.sample().within(fault, batch.first(), end)) {
          int last = range.to() - batch.first();
          for (int from = range.from() - batch.first(); from < last; from += atOnce) {
            int to = Math.min(from + atOnce, last);
            head.run(faulty, batch, from, from + campaign.padded(to - from));
            meter.spent(Stage.HEAD);
            int[] changed = changed(head, batch, from, to);
            meter.ran(plan.label(), to - from, changed.length);
            counts = counts.plus(judge(head, tails, batch, from, to, changed, images));
            meter.spent(Stage.JUDGEMENT);
          }
        }
      }
    }
    return counts;
  }

  /** Images in which any bit at the cut differs from golden. */
  private static int[] changed(Head head, GoldenBatch batch, int from, int to) {
    return IntStream.range(from, to).filter(image -> head.isChanged(batch, image)).toArray();
  }

  private OutcomeCounts judge(
      Head head, Tails tails, GoldenBatch batch, int from, int to, int[] changed, byte[] images) {
    int first = batch.first() + from;
    if (changed.length == 0) {
      return golden.unchanged(first, first + to - from, campaign.nanRule(), images);
    }
    boolean all = changed.length == to - from || !batching.isFree() || !tails.isThere();
    if (all) {
      int[] rows = IntStream.range(from, from + campaign.padded(to - from)).toArray();
      float[] scores = tails.scores(head, batch, rows, true).slice(0, to - from).toFloatArray();
      return golden.judge(first, scores, campaign.nanRule(), images);
    }
    float[] scores = tails.scores(head, batch, changed, false).toFloatArray();
    OutcomeCounts counts =
        golden.judge(scores, row -> batch.first() + changed[row], campaign.nanRule(), images);
    return counts.plus(judgeUnchanged(batch.first(), from, to, changed, images));
  }

  /** Images whose values are golden at the cut have golden scores. */
  private OutcomeCounts judgeUnchanged(int first, int from, int to, int[] changed, byte[] images) {
    OutcomeCounts counts = OutcomeCounts.NONE;
    int next = 0;
    for (int image = from; image < to; image++) {
      if (next < changed.length && changed[next] == image) {
        next++;
      } else {
        int own = first + image;
        counts = counts.plus(golden.unchanged(own, own + 1, campaign.nanRule(), images));
      }
    }
    return counts;
  }

  /** Scores from what a head computes: by the tail, or at once where there is none. */
  private final class Tails implements AutoCloseable {
    private final Optional<Tail> tail;

    Tails(Optional<GraphPart> part) {
      this.tail = part.map(tail -> new Tail(tail, backend, output, values, pool, batching.held()));
    }

    boolean isThere() {
      return tail.isPresent();
    }

    Tensor scores(Head head, GoldenBatch batch, int[] rows, boolean all) {
      if (tail.isEmpty()) {
        return head.direct(output).orElseThrow();
      }
      List<Tensor> inputs = tail.get().gather(head, batch, rows, all);
      meter.spent(Stage.COMPARISON);
      Tensor scores = tail.get().run(inputs, rows.length);
      meter.spent(Stage.TAIL);
      return scores;
    }

    @Override
    public void close() {
      tail.ifPresent(Tail::close);
    }
  }
}
