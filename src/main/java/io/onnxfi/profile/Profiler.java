package io.onnxfi.profile;

import io.onnxfi.backend.Backend;
import io.onnxfi.backend.Session;
import io.onnxfi.campaign.Campaign;
import io.onnxfi.campaign.Workers;
import io.onnxfi.onnx.ComputedValues.Value;
import io.onnxfi.onnx.Dataflow;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.LongConsumer;

/**
 * Runs a model without faults and looks at what its nodes compute, a few values at a time, so that
 * neither many values nor many images need more memory. The threads make no difference to the
 * result: batches are added up in their order.
 */
public final class Profiler {
  /** Of the values of all batches that are looked at together. */
  private static final long MOST_BYTES = 256L << 20;

  /** Values that are looked at together, over all threads: each takes half a megabyte. */
  private static final int MOST_VALUES = 256;

  private final Campaign campaign;
  private final Backend backend;
  private final int threads;
  private final LongConsumer begins;
  private final LongConsumer advances;
  private final Dataflow flow;

  /**
   * Looks at a model.
   *
   * @param campaign model, images and batch; its faults do not matter
   * @param threads that run batches side by side
   * @param begins told how many images will be run in all
   * @param advances told how many have been run since it was last told
   */
  public Profiler(
      Campaign campaign, Backend backend, int threads, LongConsumer begins, LongConsumer advances) {
    this.campaign = campaign;
    this.backend = backend;
    this.begins = begins;
    this.advances = advances;
    int batches = (campaign.workload().size() + campaign.batch() - 1) / campaign.batch();
    this.threads = Math.min(threads, batches);
    this.flow = new Dataflow(campaign.model());
  }

  /** Whether elements of a type are spread as numbers that a fault may be drawn among. */
  private static boolean isTaken(ElementType type) {
    return type.isReal() || type == ElementType.INT8 || type == ElementType.UINT8;
  }

  /**
   * Those of some values that have one row per image, of floating-point numbers or 8-bit integers.
   */
  public List<ValueProfile> measure(List<Value> values) {
    return measure(values, ValueProfile.PERCENTILES);
  }

  /**
   * The same with other percentiles.
   *
   * @param percentiles from 0 to 100
   */
  public List<ValueProfile> measure(List<Value> values, List<Double> percentiles) {
    List<List<ValueTally>> groups = groups(tallies(values, percentiles));
    long runs = groups.stream().mapToLong(Profiler::passes).sum();
    begins.accept(runs * campaign.workload().size());
    List<ValueProfile> profiles = new ArrayList<>();
    try (Workers workers = new Workers(threads)) {
      for (List<ValueTally> group : groups) {
        measure(group, workers);
        group.forEach(tally -> profiles.add(tally.profile()));
      }
    }
    return profiles;
  }

  private List<List<ValueTally>> groups(List<ValueTally> all) {
    List<List<ValueTally>> groups = new ArrayList<>();
    for (int from = 0; from < all.size(); from = behind(all, from)) {
      groups.add(all.subList(from, behind(all, from)));
    }
    return groups;
  }

  private static int passes(List<ValueTally> group) {
    return group.stream().mapToInt(ValueTally::passes).max().orElseThrow();
  }

  private int behind(List<ValueTally> all, int from) {
    long bytes = 0;
    int to = from;
    while (to < all.size() && (to == from || to - from < MOST_VALUES / threads)) {
      bytes += all.get(to).bytes(campaign.batch()) * threads;
      if (to > from && bytes > MOST_BYTES) {
        return to;
      }
      to++;
    }
    return to;
  }

  /** Seen with two numbers of images, where the model takes two. */
  private List<ValueTally> tallies(List<Value> values, List<Double> percentiles) {
    List<Value> candidates =
        values.stream().filter(value -> value.type().map(Profiler::isTaken).orElse(true)).toList();
    if (candidates.isEmpty()) {
      return List.of();
    }
    List<String> names = candidates.stream().map(Value::name).toList();
    int some = Math.min(campaign.batch(), campaign.workload().size());
    List<Tensor> seen;
    List<Tensor> one;
    try (Session session = backend.open(flow.observing(names).model())) {
      seen = session.run(campaign.samples(0, some));
      one = some == 1 ? seen : session.run(campaign.samples(0, 1));
    }
    List<ValueTally> tallies = new ArrayList<>();
    for (int i = 0; i < candidates.size(); i++) {
      Tensor value = seen.get(i);
      if (isTaken(value.type())
          && hasRows(value, campaign.padded(some))
          && hasRows(one.get(i), campaign.padded(1))) {
        long[] dims = value.shape().dims();
        tallies.add(
            new ValueTally(
                names.get(i),
                candidates.get(i).node().opType(),
                value.type(),
                Shape.of(Arrays.copyOfRange(dims, 1, dims.length)),
                percentiles));
      }
    }
    return tallies;
  }

  private static boolean hasRows(Tensor value, int images) {
    return value.shape().rank() > 0 && value.shape().dim(0) == images;
  }

  private void measure(List<ValueTally> group, Workers workers) {
    List<String> names = group.stream().map(ValueTally::name).toList();
    try (Session session = backend.open(flow.observing(names).model())) {
      for (int pass = 0; pass < passes(group); pass++) {
        go(group, pass, session, workers);
      }
    }
  }

  /** One pass over all images, in rounds of a batch for each thread. */
  private void go(List<ValueTally> group, int pass, Session session, Workers workers) {
    List<List<OrderStatistics.Counts>> counts = new ArrayList<>();
    for (int thread = 0; thread < threads; thread++) {
      counts.add(group.stream().map(ValueTally::counts).toList());
    }
    int images = campaign.workload().size();
    int round = threads * campaign.batch();
    for (long first = 0; first < images; first += round) {
      List<Callable<List<List<Moments>>>> tasks = new ArrayList<>();
      for (int thread = 0; thread < threads; thread++) {
        long from = first + (long) thread * campaign.batch();
        if (from < images) {
          List<OrderStatistics.Counts> own = counts.get(thread);
          tasks.add(() -> look(group, pass, session, (int) from, own));
        }
      }
      for (List<List<Moments>> batch : workers.run(tasks)) {
        for (int i = 0; i < batch.size(); i++) {
          group.get(i).add(batch.get(i));
        }
      }
      advances.accept(Math.min(round, images - first));
    }
    for (int i = 0; i < group.size(); i++) {
      int value = i;
      if (pass < group.get(i).passes()) {
        group.get(i).end(counts.stream().map(own -> own.get(value)).toList());
      }
    }
  }

  /** Runs a batch; the first pass yields moments. */
  private List<List<Moments>> look(
      List<ValueTally> group,
      int pass,
      Session session,
      int from,
      List<OrderStatistics.Counts> counts) {
    int to = Math.min(from + campaign.batch(), campaign.workload().size());
    List<Tensor> seen = session.run(campaign.samples(from, to));
    List<List<Moments>> moments = new ArrayList<>();
    for (int i = 0; i < group.size(); i++) {
      ValueTally value = group.get(i);
      if (pass < value.passes()) {
        value.count(seen.get(i), to - from, counts.get(i));
      }
      if (pass == 0) {
        moments.add(value.moments(seen.get(i), to - from));
      }
    }
    return moments;
  }
}
