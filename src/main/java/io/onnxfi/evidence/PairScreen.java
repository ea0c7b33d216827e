package io.onnxfi.evidence;

import io.onnxfi.campaign.Campaign;
import io.onnxfi.campaign.PairFilter;
import io.onnxfi.campaign.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.IntConsumer;

/**
 * Which pairs of a fault and a sample are to be run, because a first-order prediction does not call
 * them harmless.
 *
 * <p>This is a prediction, no proof: {@link Audit} tells how often it is wrong.
 */
public final class PairScreen implements PairFilter {
  /** Sizes of losses that are told apart, below the largest that is harmless. */
  private static final double[] BOUNDS = {1e-4, 1e-3, 1e-2};

  private static final int SAMPLES_AT_ONCE = 10;
  private static final int KEPT = 1 << 14;
  private static final byte RUN = 127;

  /** By fault and sample: the size of the loss, or that the pair is run. */
  private final byte[][] sizes;

  private final Map<String, ScreenedStratum> strata = new TreeMap<>();
  private final Set<String> unruled = new TreeSet<>();
  private final List<Optional<WeightChange>> changes = new ArrayList<>();
  private final Harmless harmless;
  private final long seed;

  /**
   * What is called harmless.
   *
   * @param loss a fault takes less than this part of every margin, by the slope of that margin
   * @param reach it changes no result of its filter by more than this many times the root mean
   *     square of that result; beyond that slopes say nothing
   */
  public record Harmless(double loss, double reach) {
    /** Less than a tenth of every margin, and ten times the usual result. */
    public static final Harmless USUAL = new Harmless(0.1, 10);
  }

  private PairScreen(Campaign campaign, Harmless harmless, long seed) {
    this.harmless = harmless;
    this.seed = seed;
    this.sizes = new byte[campaign.size()][campaign.workload().size()];
    for (int fault = 0; fault < campaign.size(); fault++) {
      changes.add(WeightChange.of(campaign.model(), campaign.injection(fault)));
      if (changes.get(fault).isEmpty()) {
        Arrays.fill(sizes[fault], RUN);
      }
    }
  }

  /**
   * Screens the pairs of a campaign of single faults in weights, each on all samples.
   *
   * @param harmless what is called so
   * @param seed of the choice of pairs that may be audited
   * @param threads that screen side by side
   * @param advanced told of samples that are done
   * @throws io.onnxfi.error.UnsupportedInputException if PyTorch cannot derive the model's scores
   */
  public static PairScreen of(
      Campaign campaign, Harmless harmless, long seed, int threads, IntConsumer advanced) {
    PairScreen screen = new PairScreen(campaign, harmless, seed);
    int classes = Math.toIntExact(campaign.output().dims().get(1));
    try (MarginSlopes slopes = new MarginSlopes(campaign.model(), classes);
        Workers workers = new Workers(threads)) {
      screen.leaveOut(slopes.tensors());
      Set<String> tensors = new HashSet<>();
      screen.changes.forEach(change -> change.ifPresent(known -> tensors.add(known.tensor())));
      List<Callable<Map<String, ScreenedStratum>>> shares = new ArrayList<>();
      for (int first = 0; first < threads; first++) {
        int share = first;
        shares.add(() -> screen.share(campaign, slopes, tensors, share, threads, advanced));
      }
      for (Map<String, ScreenedStratum> found : workers.run(shares)) {
        found.forEach(
            (name, stratum) ->
                screen
                    .strata
                    .computeIfAbsent(name, unknown -> new ScreenedStratum(KEPT))
                    .add(stratum));
      }
    }
    return screen;
  }

  /** Calls no pair harmless. */
  public static PairScreen none(Campaign campaign) {
    PairScreen screen = new PairScreen(campaign, Harmless.USUAL, 0);
    for (byte[] own : screen.sizes) {
      Arrays.fill(own, RUN);
    }
    return screen;
  }

  /** Faults in other tensors are run. */
  private void leaveOut(Set<String> ruled) {
    for (int fault = 0; fault < changes.size(); fault++) {
      Optional<WeightChange> change = changes.get(fault);
      if (change.isPresent() && !ruled.contains(change.get().tensor())) {
        unruled.add(change.get().tensor());
        changes.set(fault, Optional.empty());
        Arrays.fill(sizes[fault], RUN);
      }
    }
  }

  /** Every n-th round of samples, in one thread. */
  private Map<String, ScreenedStratum> share(
      Campaign campaign,
      MarginSlopes slopes,
      Set<String> tensors,
      int share,
      int shares,
      IntConsumer advanced) {
    Map<String, ScreenedStratum> found = new TreeMap<>();
    int size = campaign.workload().size();
    int most = campaign.hasFixedBatch() ? campaign.batch() : SAMPLES_AT_ONCE;
    for (int from = share * most; from < size; from += shares * most) {
      int to = Math.min(from + most, size);
      MarginSlopes.Batch batch = slopes.of(campaign.samples(from, to).get(0));
      batch.prepare(tensors);
      screen(batch, from, to, found);
      synchronized (this) {
        advanced.accept(to - from);
      }
    }
    return found;
  }

  private void screen(
      MarginSlopes.Batch batch, int from, int to, Map<String, ScreenedStratum> found) {
    for (int fault = 0; fault < changes.size(); fault++) {
      if (changes.get(fault).isEmpty()) {
        continue;
      }
      WeightChange change = changes.get(fault).get();
      for (int place = from; place < to; place++) {
        double loss =
            batch.loss(change.tensor(), place - from, change.element(), change.change(), BOUNDS[0]);
        double reach =
            batch.reach(change.tensor(), place - from, change.element(), change.change());
        if (loss < harmless.loss && reach <= harmless.reach) {
          sizes[fault][place] = size(loss);
          found
              .computeIfAbsent(stratum(fault, place), unknown -> new ScreenedStratum(KEPT))
              .add(key(fault, place), fault, place);
        } else {
          sizes[fault][place] = RUN;
        }
      }
    }
  }

  private static byte size(double loss) {
    byte size = 0;
    while (size < BOUNDS.length && loss >= BOUNDS[size]) {
      size++;
    }
    return size;
  }

  /** By layer and size of the loss. */
  String stratum(int fault, int place) {
    byte size = sizes[fault][place];
    return "%s, loss below %s"
        .formatted(
            changes.get(fault).orElseThrow().tensor(),
            size < BOUNDS.length ? BOUNDS[size] : harmless.loss);
  }

  /** The screened pairs of a stratum. */
  PairFilter within(String stratum) {
    return (fault, place) -> sizes[fault][place] != RUN && stratum(fault, place).equals(stratum);
  }

  /** A random number for each pair: the output function of SplitMix64 on its number. */
  private long key(int fault, int place) {
    long z = seed + ((long) fault << Integer.SIZE | place) * 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  @Override
  public boolean runs(int fault, int place) {
    return sizes[fault][place] == RUN;
  }

  /** Pairs that are not run. */
  public long screened() {
    return strata.values().stream().mapToLong(ScreenedStratum::count).sum();
  }

  /** Tensors whose faults are run on all samples, for there is no rule for how they are used. */
  public Set<String> unruled() {
    return Set.copyOf(unruled);
  }

  Map<String, ScreenedStratum> strata() {
    return strata;
  }
}
