package io.onnxfi.campaign.cut;

import io.onnxfi.campaign.Campaign;
import io.onnxfi.campaign.EffortMeter;
import io.onnxfi.campaign.ImageSample;
import io.onnxfi.campaign.Stage;
import io.onnxfi.error.FrameworkException;
import io.onnxfi.outcome.GoldenOutputs;
import io.onnxfi.outcome.OutcomeCounts;
import io.onnxfi.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The faults of one plan on the images that a worker holds. */
final class LayerRun implements AutoCloseable {
  private final WorkerContext context;
  private final Campaign campaign;
  private final LayerPlan plan;
  private final OpenTallies tallies;
  private final List<GoldenBatch> batches;
  private final EffortMeter meter;
  private final Runnable pulse;
  private final RunSizes sizes;
  private final Optional<Tail> tail;

  /** What faulty outputs are compared with. */
  private GoldenOutputs golden;

  /**
   * Opens the tail.
   *
   * @param tallies of the shard, shared by all workers
   * @param batches with the values at the plan's cuts
   * @param size images to run at a time, to begin with
   * @param pulse called before each fault; throws if there is no more use in going on
   */
  LayerRun(
      WorkerContext context,
      LayerPlan plan,
      OpenTallies tallies,
      List<GoldenBatch> batches,
      int size,
      EffortMeter meter,
      Runnable pulse) {
    this.context = context;
    this.campaign = context.campaign();
    this.plan = plan;
    this.tallies = tallies;
    this.batches = batches;
    this.meter = meter;
    this.pulse = pulse;
    this.sizes = context.batching().sizes(size);
    this.golden = context.golden();
    this.tail = plan.tail().map(part -> new Tail(part, context));
  }

  /** The fastest number of images at a time so far. */
  int bestSize() {
    return sizes.best();
  }

  /**
   * From now on, compares with what the pieces make of the fault-free value: where a framework
   * computes the value only as a part of something larger, the whole model has other bits.
   */
  void judgeAgainst(ValueHead head) {
    GoldenOutputs whole = context.golden();
    golden = whole.like();
    try (Head.Injected none = head.none()) {
      for (GoldenBatch batch : batches) {
        for (int from = 0; from < batch.size(); from += context.batching().run()) {
          int to = Math.min(from + context.batching().run(), batch.size());
          none.run(batch, from, from + campaign.padded(to - from));
          golden.put(batch.first() + from, all(head, batch, from, to));
        }
      }
    }
    meter.spent(Stage.GOLDEN);
  }

  /** Tries faults. */
  void run(List<Integer> faults, Head head) {
    Map<Boolean, List<Integer>> wanted =
        faults.stream().collect(Collectors.partitioningBy(this::isWanted));
    for (int fault : wanted.get(false)) {
      tallies.add(fault, unchanged(fault, tallies.images(fault)));
    }
    meter.spent(Stage.JUDGEMENT);
    for (List<Integer> group : head.groups(wanted.get(true))) {
      head.prepare(group, batches);
      meter.spent(Stage.GOLDEN);
      for (int fault : group) {
        pulse.run();
        meter.restart();
        try {
          OutcomeCounts counts = run(fault, head, sizes.next(), tallies.images(fault));
          meter.costPerImage().ifPresent(sizes::took);
          tallies.add(fault, counts);
        } catch (FrameworkException e) {
          tallies.fail(fault, images(fault)); // the whole model decides
        }
        meter.spent(Stage.JUDGEMENT);
      }
    }
  }

  /** Whether a fault is run on any of the images. */
  private boolean isWanted(int fault) {
    return batches.stream()
        .anyMatch(
            batch ->
                IntStream.range(batch.first(), batch.first() + batch.size())
                    .anyMatch(place -> context.filter().runs(fault, place)));
  }

  private OutcomeCounts unchanged(int fault, byte[] images) {
    OutcomeCounts counts = OutcomeCounts.NONE;
    for (GoldenBatch batch : batches) {
      int end = batch.first() + batch.size();
      for (ImageSample.Range range : campaign.sample().within(fault, batch.first(), end)) {
        counts =
            counts.plus(
                unchanged(batch, range.from() - batch.first(), range.to() - batch.first(), images));
      }
    }
    return counts;
  }

  private long images(int fault) {
    GoldenBatch last = batches.get(batches.size() - 1);
    int to = last.first() + last.size();
    return campaign.sample().count(fault, batches.get(0).first(), to);
  }

  private OutcomeCounts run(int fault, Head head, int atOnce, byte[] images) {
    OutcomeCounts counts = OutcomeCounts.NONE;
    try (Head.Injected injected = head.inject(fault)) {
      meter.spent(Stage.INJECTION);
      for (GoldenBatch batch : batches) {
        int end = batch.first() + batch.size();
        for (ImageSample.Range range : campaign.sample().within(fault, batch.first(), end)) {
          int last = range.to() - batch.first();
          for (int from = range.from() - batch.first(); from < last; from += atOnce) {
            int to = Math.min(from + atOnce, last);
            counts = counts.plus(run(fault, injected, head, batch, from, to, images));
            meter.spent(Stage.JUDGEMENT);
          }
        }
      }
    }
    return counts;
  }

  private OutcomeCounts run(
      int fault,
      Head.Injected injected,
      Head head,
      GoldenBatch batch,
      int from,
      int to,
      byte[] images) {
    int[] reached =
        IntStream.range(from, to)
            .filter(
                image ->
                    context.filter().runs(fault, batch.first() + image)
                        && injected.reaches(batch, image))
            .toArray();
    if (reached.length == 0) {
      return unchanged(batch, from, to, images);
    }
    if (reached.length == to - from || !context.batching().isFree()) {
      return runReached(fault, injected, head, batch, from, to, images);
    }
    int first = reached[0];
    int end = reached[reached.length - 1] + 1;
    return unchanged(batch, from, first, images)
        .plus(runReached(fault, injected, head, batch, first, end, images))
        .plus(unchanged(batch, end, to, images));
  }

  private OutcomeCounts unchanged(GoldenBatch batch, int from, int to, byte[] images) {
    return golden.unchanged(batch.first() + from, batch.first() + to, campaign.nanRule(), images);
  }

  private OutcomeCounts runReached(
      int fault,
      Head.Injected injected,
      Head head,
      GoldenBatch batch,
      int from,
      int to,
      byte[] images) {
    injected.run(batch, from, from + campaign.padded(to - from));
    meter.spent(Stage.HEAD);
    int[] changed =
        IntStream.range(from, to)
            .filter(
                image ->
                    context.filter().runs(fault, batch.first() + image)
                        && head.isChanged(batch, image))
            .toArray();
    meter.ran(plan.first(), to - from, changed.length);
    if (changed.length == 0) {
      return unchanged(batch, from, to, images);
    }
    if (changed.length == to - from || !context.batching().isFree() || tail.isEmpty()) {
      return golden.judge(
          batch.first() + from, all(head, batch, from, to), campaign.nanRule(), images);
    }
    float[] scores = scores(head, batch, changed, false).toFloatArray();
    OutcomeCounts counts =
        golden.judge(scores, row -> batch.first() + changed[row], campaign.nanRule(), images);
    return counts.plus(judgeUnchanged(batch.first(), from, to, changed, images));
  }

  /** Scores of all images of the head's last run. */
  private float[] all(Head head, GoldenBatch batch, int from, int to) {
    int[] rows = IntStream.range(from, from + campaign.padded(to - from)).toArray();
    return scores(head, batch, rows, true).slice(0, to - from).toFloatArray();
  }

  /** From what a head computes: by the tail, or at once where there is none. */
  private Tensor scores(Head head, GoldenBatch batch, int[] rows, boolean all) {
    if (tail.isEmpty()) {
      return head.direct(context.output()).orElseThrow();
    }
    List<Tensor> inputs = tail.get().gather(head, batch, rows, all);
    meter.spent(Stage.COMPARISON);
    Tensor scores = tail.get().run(inputs, rows.length);
    meter.spent(Stage.TAIL);
    return scores;
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

  @Override
  public void close() {
    tail.ifPresent(Tail::close);
  }
}
