package io.onnxfi.evidence;

import io.onnxfi.campaign.Campaign;
import io.onnxfi.campaign.PairFilter;
import io.onnxfi.campaign.Workers;
import io.onnxfi.screening.SiteSlopes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

  /** Scores of a sample that are looked at: classes far behind the others hardly come first. */
  private static final int MOST_RANKS = 3;

  private static final int SAMPLES_AT_ONCE = 10;

  /** About so many pairs are kept for audits; all, if there are no more. */
  private static final long KEPT = 400_000;

  private static final byte RUN = 127;

  /** By fault and sample: the size of the loss, or that the pair is run. */
  private final byte[][] sizes;

  /** What each fault changes, if there is a rule for it. */
  private final List<Optional<WeightChange>> changes = new ArrayList<>();

  /** By fault: the first of its strata; one for each size of the loss. */
  private final int[] firstStrata;

  private final List<ScreenedStratum> strata = new ArrayList<>();
  private final Set<String> unruled = new TreeSet<>();
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
    this.firstStrata = new int[campaign.size()];
    for (byte[] own : sizes) {
      Arrays.fill(own, RUN);
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
    try (MarginSlopes slopes = new MarginSlopes(campaign.model(), Math.min(classes, MOST_RANKS));
        Workers workers = new Workers(threads)) {
      Set<String> tensors = screen.read(campaign, slopes.tensors());
      List<Callable<List<ScreenedStratum>>> shares = new ArrayList<>();
      for (int first = 0; first < threads; first++) {
        int share = first;
        shares.add(() -> screen.share(campaign, slopes, tensors, share, threads, advanced));
      }
      for (List<ScreenedStratum> found : workers.run(shares)) {
        for (int stratum = 0; stratum < found.size(); stratum++) {
          screen.strata.get(stratum).add(found.get(stratum));
        }
      }
    }
    return screen;
  }

  /** Calls no pair harmless. */
  public static PairScreen none(Campaign campaign) {
    return new PairScreen(campaign, Harmless.USUAL, 0);
  }

  /** Looks at what faults change; gives the tensors for whose faults there is a rule. */
  private Set<String> read(Campaign campaign, Set<String> ruled) {
    Map<String, Integer> first = new HashMap<>();
    for (int fault = 0; fault < campaign.size(); fault++) {
      Optional<WeightChange> change = WeightChange.of(campaign.model(), campaign.injection(fault));
      change.filter(known -> !ruled.contains(known.tensor())).ifPresent(this::leaveOut);
      changes.add(change.filter(known -> ruled.contains(known.tensor())));
      if (changes.get(fault).isPresent()) {
        firstStrata[fault] =
            first.computeIfAbsent(changes.get(fault).get().tensor(), this::addStrata);
      }
    }
    return first.keySet();
  }

  private void leaveOut(WeightChange change) {
    unruled.add(change.tensor());
  }

  private int addStrata(String tensor) {
    int first = strata.size();
    long below = ScreenedStratum.keyOf(KEPT, (long) sizes.length * sizes[0].length);
    for (double bound : BOUNDS) {
      strata.add(new ScreenedStratum("%s, loss below %s".formatted(tensor, bound), below));
    }
    strata.add(new ScreenedStratum("%s, loss below %s".formatted(tensor, harmless.loss), below));
    return first;
  }

  /** Every n-th round of samples, in one thread. */
  private List<ScreenedStratum> share(
      Campaign campaign,
      MarginSlopes slopes,
      Set<String> tensors,
      int share,
      int shares,
      IntConsumer advanced) {
    List<ScreenedStratum> found = strata.stream().map(ScreenedStratum::like).toList();
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

  private void screen(MarginSlopes.Batch batch, int from, int to, List<ScreenedStratum> found) {
    Optional<WeightChange> before = Optional.empty();
    Optional<SiteSlopes.Weight> weight = Optional.empty();
    for (int fault = 0; fault < changes.size(); fault++) {
      Optional<WeightChange> now = changes.get(fault);
      if (now.isPresent()) {
        if (weight.isEmpty() || !now.get().isInSameWeight(before.orElseThrow())) {
          weight = Optional.of(batch.weight(now.get().tensor(), now.get().element()));
        }
        screen(fault, now.get().change(), weight.get(), from, to, found);
        before = now;
      }
    }
  }

  private void screen(
      int fault,
      double change,
      SiteSlopes.Weight weight,
      int from,
      int to,
      List<ScreenedStratum> found) {
    for (int place = from; place < to; place++) {
      double loss = weight.loss(place - from, change, harmless.loss);
      if (loss < harmless.loss && weight.reach(place - from, change) <= harmless.reach) {
        sizes[fault][place] = size(loss);
        found.get(stratum(fault, place)).add(key(fault, place), fault, place);
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

  /** The stratum of a screened pair: by tensor and size of the loss. */
  int stratum(int fault, int place) {
    return firstStrata[fault] + sizes[fault][place];
  }

  /** The screened pairs of a stratum. */
  PairFilter within(int stratum) {
    return (fault, place) -> sizes[fault][place] != RUN && stratum(fault, place) == stratum;
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
    return strata.stream().mapToLong(ScreenedStratum::count).sum();
  }

  /** Tensors whose faults are run on all samples, for there is no rule for how they are used. */
  public Set<String> unruled() {
    return Set.copyOf(unruled);
  }

  /** All strata, at their numbers. */
  List<ScreenedStratum> strata() {
    return List.copyOf(strata);
  }
}
