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
                    .anyMatch(place -> tallies.runs(fault, place)));
  }

  private OutcomeCounts unchanged(int fault, byte[] images) {
    return batches.stream()
        .flatMap(
            batch ->
                campaign
                    .sample()
                    .within(fault, batch.first(), batch.first() + batch.size())
                    .stream())
        .map(range -> stretch(range.from(), range.to(), images))
        .reduce(OutcomeCounts.NONE, OutcomeCounts::plus);
  }

  private long images(int fault) {
    GoldenBatch last = batches.get(batches.size() - 1);
    int to = last.first() + last.size();
    return campaign.sample().count(fault, batches.get(0).first(), to);
  }

  private OutcomeCounts run(int fault, Head head, int atOnce, byte[] images) {
    OutcomeCounts counts = OutcomeCounts.NONE;
    try (Head.Injected injected = head.inject(fault);
        GatheredImages few = new GatheredImages(context.values(), context.pool(), atOnce)) {
      meter.spent(Stage.INJECTION);
      for (GoldenBatch batch : batches) {
        int end = batch.first() + batch.size();
        for (ImageSample.Range range : campaign.sample().within(fault, batch.first(), end)) {
          int from = range.from() - batch.first();
          int to = range.to() - batch.first();
          int[] tried = tried(fault, injected, batch, from, to);
          if (tried.length == to - from || !context.batching().isFree()) {
            counts = counts.plus(together(fault, injected, head, batch, range, atOnce, images));
          } else {
            counts = counts.plus(unchanged(batch, from, to, tried, images));
            for (int image : tried) {
              few.add(batch, image);
              if (few.isFull()) {
                counts = counts.plus(gathered(fault, injected, head, few, images));
              }
            }
          }
        }
      }
      return few.size() == 0 ? counts : counts.plus(gathered(fault, injected, head, few, images));
    }
  }

  /** The images that a fault is run on. */
  private int[] tried(int fault, Head.Injected injected, GoldenBatch batch, int from, int to) {
    return IntStream.range(from, to)
        .filter(image -> isTried(fault, injected, batch.place(image)))
        .toArray();
  }

  private boolean isTried(int fault, Head.Injected injected, int place) {
    return tallies.runs(fault, place) && injected.reaches(place);
  }

  /** Neighbouring images, in runs of some; runs of which none is tried are left out. */
  private OutcomeCounts together(
      int fault,
      Head.Injected injected,
      Head head,
      GoldenBatch batch,
      ImageSample.Range range,
      int atOnce,
      byte[] images) {
    OutcomeCounts counts = OutcomeCounts.NONE;
    int end = range.to() - batch.first();
    for (int from = range.from() - batch.first(); from < end; from += atOnce) {
      int to = Math.min(from + atOnce, end);
      boolean isNone = tried(fault, injected, batch, from, to).length == 0;
      counts =
          counts.plus(
              isNone
                  ? unchanged(batch, from, to, new int[0], images)
                  : run(fault, injected, head, batch, from, to, images));
      meter.spent(Stage.JUDGEMENT);
    }
    return counts;
  }

  /** All images that have been gathered, which makes room for others. */
  private OutcomeCounts gathered(
      int fault, Head.Injected injected, Head head, GatheredImages few, byte[] images) {
    OutcomeCounts counts = run(fault, injected, head, few, 0, few.size(), images);
    few.clear();
    meter.spent(Stage.JUDGEMENT);
    return counts;
  }

  private OutcomeCounts run(
      int fault,
      Head.Injected injected,
      Head head,
      GoldenImages held,
      int from,
      int to,
      byte[] images) {
    injected.run(held, from, from + campaign.padded(to - from));
    meter.spent(Stage.HEAD);
    int[] changed =
        IntStream.range(from, to)
            .filter(image -> tallies.runs(fault, held.place(image)) && head.isChanged(held, image))
            .toArray();
    meter.ran(plan.first(), to - from, changed.length);
    if (changed.length == 0) {
      return unchanged(held, from, to, changed, images);
    }
    if (changed.length == to - from || !context.batching().isFree() || tail.isEmpty()) {
      float[] scores = all(head, held, from, to);
      return golden.judge(scores, row -> held.place(from + row), campaign.nanRule(), images);
    }
    float[] scores = scores(head, held, changed, false).toFloatArray();
    return golden
        .judge(scores, row -> held.place(changed[row]), campaign.nanRule(), images)
        .plus(unchanged(held, from, to, changed, images));
  }

  /** Scores of all images of the head's last run. */
  private float[] all(Head head, GoldenImages held, int from, int to) {
    int[] rows = IntStream.range(from, from + campaign.padded(to - from)).toArray();
    return scores(head, held, rows, true).slice(0, to - from).toFloatArray();
  }

  /** From what a head computes: by the tail, or at once where there is none. */
  private Tensor scores(Head head, GoldenImages held, int[] rows, boolean all) {
    if (tail.isEmpty()) {
      return head.direct(context.output()).orElseThrow();
    }
    List<Tensor> inputs = tail.get().gather(head, held, rows, all);
    meter.spent(Stage.COMPARISON);
    Tensor scores = tail.get().run(inputs, rows.length);
    meter.spent(Stage.TAIL);
    return scores;
  }

  /** All but some: images whose values are golden at the cut have golden scores. */
  private OutcomeCounts unchanged(
      GoldenImages held, int from, int to, int[] others, byte[] images) {
    OutcomeCounts counts = OutcomeCounts.NONE;
    int image = from;
    for (int other = 0; other <= others.length; other++) {
      int end = other < others.length ? others[other] : to;
      while (image < end) {
        int first = image++;
        while (image < end && held.place(image) == held.place(image - 1) + 1) {
          image++;
        }
        int place = held.place(first);
        counts = counts.plus(stretch(place, place + image - first, images));
      }
      image = end + 1;
    }
    return counts;
  }

  /** Neighbouring images that a fault leaves as they are. */
  private OutcomeCounts stretch(int from, int to, byte[] images) {
    return golden.unchanged(from, to, campaign.nanRule(), images);
  }

  @Override
  public void close() {
    tail.ifPresent(Tail::close);
  }
}
