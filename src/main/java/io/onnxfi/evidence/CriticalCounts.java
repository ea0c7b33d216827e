package io.onnxfi.evidence;

import io.onnxfi.backend.Backend;
import io.onnxfi.campaign.Campaign;
import io.onnxfi.campaign.Engine;
import io.onnxfi.campaign.FaultOutcome;
import io.onnxfi.campaign.PairFilter;
import io.onnxfi.campaign.Shard;
import io.onnxfi.campaign.cut.CutEngine;
import io.onnxfi.outcome.ImageOutcome;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * Counts, for each fault of a campaign, the samples for which it is critical in one framework: the
 * pairs that a screen does not call harmless are run, and of the others as many drawn at random as
 * an audit needs. Where the audit finds the screen wrong, the pairs of that layer with losses of
 * that size are run too, if there are not more of them than were run before.
 */
public final class CriticalCounts {
  /** So many pairs are always audited if need be, and as many as were run before. */
  private static final long USUAL_AUDIT = 30_000;

  private final Campaign campaign;
  private final PairScreen screen;
  private final long[] critical;
  private final long[] detected;
  private final BitSet[] ran;
  private final Map<String, Long> contradicted = new HashMap<>();
  private final Map<String, Long> auditedBy = new HashMap<>();
  private final Set<String> widened = new LinkedHashSet<>();
  private Audit audit = new Audit(0, 0, 0, 0);

  /** What the engine is to run at the moment. */
  private volatile PairFilter now = PairFilter.ALL;

  private CriticalCounts(Campaign campaign, PairScreen screen) {
    this.campaign = campaign;
    this.screen = screen;
    this.critical = new long[campaign.size()];
    this.detected = new long[campaign.size()];
    this.ran = new BitSet[campaign.size()];
    for (int fault = 0; fault < ran.length; fault++) {
      ran[fault] = new BitSet(campaign.workload().size());
    }
  }

  /**
   * Counts.
   *
   * @param missedAtMost share of the critical pairs that may be missed, at 95 % confidence
   * @param threads that run side by side
   * @param memory bytes that golden caches may take
   * @param advanced told of pairs that are settled
   */
  public static CriticalCounts of(
      Campaign campaign,
      Backend backend,
      PairScreen screen,
      double missedAtMost,
      int threads,
      long memory,
      LongConsumer advanced) {
    CriticalCounts counts = new CriticalCounts(campaign, screen);
    List<Integer> all = Shard.of(campaign).faults();
    try (Engine engine =
        CutEngine.factory(threads, memory, counts::runsNow).open(campaign, backend, all)) {
      counts.run(
          engine,
          screen,
          all,
          outcome -> {
            counts.add(outcome, screen);
            advanced.accept(campaign.workload().size());
          });
      counts.audit(engine, missedAtMost);
    }
    return counts;
  }

  private boolean runsNow(int fault, int place) {
    return now.runs(fault, place);
  }

  private void run(
      Engine engine, PairFilter filter, List<Integer> faults, Consumer<FaultOutcome> told) {
    now = filter;
    engine.run(Shard.of(campaign).with(faults), tally -> told.accept(tally.outcome(campaign)));
  }

  /** Takes what was found of the pairs of a filter that had not been run. */
  private void add(FaultOutcome outcome, PairFilter filter) {
    int fault = outcome.position();
    byte[] codes = outcome.images();
    for (int place = 0; place < codes.length; place++) {
      if (filter.runs(fault, place) && !ran[fault].get(place)) {
        ran[fault].set(place);
        critical[fault] += codes[place] == ImageOutcome.CRITICAL.code() ? 1 : 0;
        detected[fault] += ImageOutcome.of(codes[place]).isDetected() ? 1 : 0;
      }
    }
  }

  private void audit(Engine engine, double share) {
    while (true) {
      long screened = screenedNow();
      audit = new Audit(screened, audited(), contradictions(), total());
      long needed =
          Math.min(audit.needed(share), Math.max(USUAL_AUDIT, pairs() - screen.screened()));
      if (screened == 0 || (audit.audited() > 0 && audit.missedShare() <= share)) {
        return;
      }
      Set<ScreenedStratum.Pair> drawn = draw(needed, screened);
      if (drawn.isEmpty()) {
        return; // no more are kept, or are worth their time
      }
      Map<Integer, BitSet> pairs = byFault(drawn);
      PairFilter filter = (fault, place) -> pairs.containsKey(fault) && pairs.get(fault).get(place);
      List<int[]> wrong = new ArrayList<>();
      run(
          engine,
          filter,
          List.copyOf(new TreeSet<>(pairs.keySet())),
          outcome -> {
            byte[] codes = outcome.images();
            pairs.get(outcome.position()).stream()
                .filter(place -> codes[place] == ImageOutcome.CRITICAL.code())
                .forEach(place -> wrong.add(new int[] {outcome.position(), place}));
            add(outcome, filter);
          });
      wrong.forEach(pair -> contradicted.merge(screen.stratum(pair[0], pair[1]), 1L, Long::sum));
      contradicted.keySet().stream()
          .filter(this::isAffordable)
          .toList()
          .forEach(stratum -> widen(engine, stratum));
      audit = new Audit(screenedNow(), audited(), contradictions(), total());
    }
  }

  /** Pairs that are called harmless, outside the strata that were run. */
  private long screenedNow() {
    return screen.strata().entrySet().stream()
        .filter(stratum -> !widened.contains(stratum.getKey()))
        .mapToLong(stratum -> stratum.getValue().count())
        .sum();
  }

  private long audited() {
    return auditedBy.entrySet().stream()
        .filter(entry -> !widened.contains(entry.getKey()))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  private long contradictions() {
    return contradicted.entrySet().stream()
        .filter(entry -> !widened.contains(entry.getKey()))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  /** The same share of each stratum, so many in all; those that were not drawn before. */
  private Set<ScreenedStratum.Pair> draw(long size, long screened) {
    Set<ScreenedStratum.Pair> drawn = new LinkedHashSet<>();
    screen
        .strata()
        .forEach(
            (name, stratum) -> {
              if (!widened.contains(name)) {
                long own = (long) Math.ceil((double) size * stratum.count() / screened);
                List<ScreenedStratum.Pair> sample = stratum.sample(own);
                int before = Math.toIntExact(auditedBy.getOrDefault(name, 0L));
                if (sample.size() > before) {
                  drawn.addAll(sample.subList(before, sample.size()));
                  auditedBy.put(name, (long) sample.size());
                }
              }
            });
    return drawn;
  }

  private Map<Integer, BitSet> byFault(Collection<ScreenedStratum.Pair> pairs) {
    Map<Integer, BitSet> byFault = new HashMap<>();
    for (ScreenedStratum.Pair pair : pairs) {
      byFault.computeIfAbsent(pair.fault(), unknown -> new BitSet()).set(pair.place());
    }
    return byFault;
  }

  private boolean isAffordable(String stratum) {
    long runs = pairs() - screen.screened();
    return !widened.contains(stratum) && screen.strata().get(stratum).count() <= runs;
  }

  private void widen(Engine engine, String stratum) {
    widened.add(stratum);
    PairFilter within = screen.within(stratum);
    run(engine, within, Shard.of(campaign).faults(), outcome -> add(outcome, within));
  }

  private long pairs() {
    return (long) campaign.size() * campaign.workload().size();
  }

  private long total() {
    long sum = 0;
    for (long count : critical) {
      sum += count;
    }
    return sum;
  }

  /** Samples for which a fault is critical, as far as is known. */
  public long critical(int fault) {
    return critical[fault];
  }

  /** Samples for which a system would know of a fault: outputs are missing, or not finite. */
  public long detected(int fault) {
    return detected[fault];
  }

  /** Samples that a fault was run on. */
  public long ran(int fault) {
    return ran[fault].cardinality();
  }

  /** Whether a pair was run. */
  public boolean hasRun(int fault, int place) {
    return ran[fault].get(place);
  }

  /** How far the counts can be trusted. */
  public Audit audit() {
    return audit;
  }

  /** Pairs found critical that the screen had called harmless, by layer and size of the loss. */
  public Map<String, Long> contradicted() {
    return Map.copyOf(contradicted);
  }

  /** Layers and sizes of the loss whose pairs were all run because of that. */
  public Set<String> widened() {
    return Set.copyOf(widened);
  }
}
