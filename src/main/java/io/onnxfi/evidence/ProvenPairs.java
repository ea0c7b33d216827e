package io.onnxfi.evidence;

import io.onnxfi.backend.Backend;
import io.onnxfi.campaign.Campaign;
import io.onnxfi.campaign.PairFilter;
import io.onnxfi.campaign.Workers;
import io.onnxfi.outcome.Prediction;
import io.onnxfi.screening.SharedBound;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * Which pairs of a fault and a sample a bound proves not critical in one framework: these need not
 * be run, and no audit is needed.
 */
public final class ProvenPairs implements PairFilter {
  private final List<Optional<WeightChange>> changes = new ArrayList<>();

  /** By fault: the samples that it is proven not critical for. */
  private final BitSet[] proven;

  /** Faults for which there is a rule, those of the last steps first. */
  private final List<Integer> order = new ArrayList<>();

  private final Map<String, String> unruled = new TreeMap<>();

  private ProvenPairs(int faults) {
    this.proven = new BitSet[faults];
    for (int fault = 0; fault < faults; fault++) {
      proven[fault] = new BitSet();
    }
  }

  /**
   * Proves what can be proven of a campaign of single faults, each on all samples.
   *
   * @param backend what the pairs would run in
   * @param threads that prove side by side
   * @param advanced told of samples that are done
   */
  public static ProvenPairs of(
      Campaign campaign, Backend backend, int threads, IntConsumer advanced) {
    ProvenPairs pairs = new ProvenPairs(campaign.size());
    SharedBound.Attempt attempt = SharedBound.of(campaign.model(), ObservedValues.sample(campaign));
    String reason = attempt.reason();
    String device = backend.description().get("device");
    if (!"cpu".equals(device)) {
      reason = "the bound is of sums in binary32, and device %s may round more".formatted(device);
    } else if (attempt.bound().isPresent()) {
      SharedBound bound = attempt.bound().get();
      Optional<ObservedValues> values = ObservedValues.of(campaign, backend, bound.observed());
      if (values.isPresent()) {
        pairs.read(campaign, bound);
        try (ObservedValues opened = values.get();
            Workers workers = new Workers(threads)) {
          pairs.prove(campaign, bound, opened, workers, threads, advanced);
        }
        return pairs;
      }
      reason =
          "%s cannot show the values that the bound starts from as they are in the whole model"
              .formatted(backend.title());
    }
    pairs.leaveOut(campaign, reason);
    advanced.accept(campaign.workload().size());
    return pairs;
  }

  private void read(Campaign campaign, SharedBound bound) {
    for (int fault = 0; fault < campaign.size(); fault++) {
      Optional<WeightChange> change = WeightChange.of(campaign.model(), campaign.injection(fault));
      changes.add(change);
      if (change.isPresent() && bound.knows(change.get().tensor())) {
        order.add(fault);
      } else {
        change.ifPresent(known -> unruled.put(known.tensor(), "no rule for this tensor"));
      }
    }
    order.sort(
        Comparator.comparingInt(fault -> -bound.step(changes.get(fault).orElseThrow().tensor())));
  }

  private void leaveOut(Campaign campaign, String reason) {
    for (int fault = 0; fault < campaign.size(); fault++) {
      WeightChange.of(campaign.model(), campaign.injection(fault))
          .ifPresent(known -> unruled.put(known.tensor(), reason));
    }
  }

  private void prove(
      Campaign campaign,
      SharedBound bound,
      ObservedValues values,
      Workers workers,
      int threads,
      IntConsumer advanced) {
    int size = campaign.workload().size();
    for (int from = 0; from < size; from += values.atOnce()) {
      int first = from;
      int count = Math.min(values.atOnce(), size - from);
      List<List<float[]>> samples = values.of(from, from + count);
      AtomicInteger next = new AtomicInteger();
      List<Callable<Integer>> shares = new ArrayList<>();
      for (int share = 0; share < threads; share++) {
        shares.add(
            () -> {
              int done = 0;
              for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
                workers.continueOrStop();
                prove(bound, samples.get(i), first + i);
                done++;
              }
              return done;
            });
      }
      workers.run(shares).forEach(advanced::accept);
    }
  }

  private void prove(SharedBound bound, List<float[]> values, int place) {
    float[] scores = values.get(values.size() - 1);
    SharedBound.Sample sample = bound.follow(values, Prediction.top1(scores, 0, scores.length));
    List<Integer> found = new ArrayList<>();
    for (int fault : order) {
      WeightChange change = changes.get(fault).orElseThrow();
      if (sample.isProven(change.tensor(), change.element(), change.change())) {
        found.add(fault);
      }
    }
    synchronized (this) {
      found.forEach(fault -> proven[fault].set(place));
    }
  }

  @Override
  public boolean runs(int fault, int place) {
    return !proven[fault].get(place);
  }

  /** Samples that a fault is proven not critical for. */
  public long proven(int fault) {
    return proven[fault].cardinality();
  }

  /** All pairs that are proven. */
  public long proven() {
    long sum = 0;
    for (BitSet own : proven) {
      sum += own.cardinality();
    }
    return sum;
  }

  /** Tensors whose faults are run on all samples, with the reason. */
  public Map<String, String> unruled() {
    return Map.copyOf(unruled);
  }
}
