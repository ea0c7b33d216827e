package io.onnxfi.evidence;

import io.onnxfi.backend.Backend;
import io.onnxfi.campaign.Campaign;
import io.onnxfi.campaign.Effort;
import io.onnxfi.campaign.Engine;
import io.onnxfi.campaign.EngineFactory;
import io.onnxfi.campaign.FaultOutcome;
import io.onnxfi.campaign.Joined;
import io.onnxfi.campaign.Journal;
import io.onnxfi.campaign.PairFilter;
import io.onnxfi.campaign.Shard;
import io.onnxfi.outcome.ImageOutcome;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;

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
  private final Settled settled;
  private final PairScreen screen;
  private final long[] critical;
  private final long[] detected;
  private final PairSet ran;
  private final Map<Integer, Long> contradicted = new HashMap<>();
  private final Map<Integer, Long> auditedBy = new HashMap<>();
  private final Set<Integer> widened = new HashSet<>();
  private Audit audit = new Audit(0, 0, 0, 0);
  private Effort effort = Effort.NONE;

  private CriticalCounts(Campaign campaign, Settled settled) {
    this.campaign = campaign;
    this.settled = settled;
    this.screen = settled.screen();
    this.critical = new long[campaign.size()];
    this.detected = new long[campaign.size()];
    this.ran = new PairSet(campaign.size());
  }

  /**
   * Counts.
   *
   * @param settled what is known before
   * @param journal of what has been found of whole faults, if that is kept; goes on with it
   * @param missedAtMost share of the critical pairs that may be missed, at 95 % confidence
   * @param engines what runs the pairs
   * @param advanced told of pairs that are settled
   */
  public static CriticalCounts of(
      Campaign campaign,
      Backend backend,
      Settled settled,
      Optional<Journal> journal,
      double missedAtMost,
      EngineFactory engines,
      LongConsumer advanced) {
    CriticalCounts counts = new CriticalCounts(campaign, settled);
    List<Integer> all = Shard.of(campaign).faults();
    try (Engine engine = engines.open(campaign, backend, all)) {
      counts.begin(engine, journal, advanced);
      counts.audit(engine, missedAtMost);
    }
    return counts;
  }

  private void run(
      Engine engine, PairFilter filter, List<Integer> faults, Consumer<FaultOutcome> found) {
    Joined joined =
        new Joined(
            Shard.of(campaign).with(faults),
            List.of(),
            part -> {},
            whole -> found.accept(whole.outcome(campaign)));
    run(engine, filter, joined);
  }

  private void run(Engine engine, PairFilter filter, Joined joined) {
    effort = effort.plus(engine.run(joined.missing(), filter, joined));
  }

  /** Runs what is to be run, and a first sample of the others at the same time. */
  private void begin(Engine engine, Optional<Journal> journal, LongConsumer advanced) {
    long screened = screen.screened();
    PairSet drawn = draw(Math.min(USUAL_AUDIT, pairs() - screened), screened);
    PairFilter filter =
        (fault, place) ->
            settled.isOpen(fault, place) && (screen.runs(fault, place) || drawn.runs(fault, place));
    Consumer<FaultOutcome> found =
        outcome -> {
          check(outcome, drawn);
          add(outcome, filter);
        };
    journal.ifPresent(known -> known.forEach(found));
    List<Integer> left =
        Shard.of(campaign).faults().stream()
            .filter(fault -> journal.isEmpty() || !journal.get().knows(fault))
            .toList();
    Joined joined =
        new Joined(
            Shard.of(campaign).with(left),
            journal.map(Journal::parts).orElse(List.of()),
            part -> journal.ifPresent(kept -> kept.append(part)),
            whole -> {
              FaultOutcome outcome = whole.outcome(campaign);
              journal.ifPresent(kept -> kept.append(outcome));
              found.accept(outcome);
              advanced.accept(campaign.workload().size());
            });
    run(engine, filter, joined);
  }

  /** Takes what was found of the pairs of a filter that had not been run. */
  private void add(FaultOutcome outcome, PairFilter filter) {
    int fault = outcome.position();
    byte[] codes = outcome.images();
    for (int place = 0; place < codes.length; place++) {
      if (filter.runs(fault, place) && !ran.runs(fault, place)) {
        ran.add(fault, place);
        critical[fault] += codes[place] == ImageOutcome.CRITICAL.code() ? 1 : 0;
        detected[fault] += ImageOutcome.of(codes[place]).isDetected() ? 1 : 0;
      }
    }
  }

  /** Notes the pairs of an audit that are critical. */
  private void check(FaultOutcome outcome, PairSet drawn) {
    int fault = outcome.position();
    drawn
        .of(fault)
        .filter(place -> outcome.images()[place] == ImageOutcome.CRITICAL.code())
        .forEach(place -> contradicted.merge(screen.stratum(fault, place), 1L, Long::sum));
  }

  private void audit(Engine engine, double share) {
    while (true) {
      contradicted.keySet().stream()
          .sorted()
          .filter(this::isAffordable)
          .forEach(stratum -> widen(engine, stratum));
      long screened = screenedNow();
      audit = new Audit(screened, outside(auditedBy), outside(contradicted), total());
      if (screened == 0 || (audit.audited() > 0 && audit.missedShare() <= share)) {
        return;
      }
      long most = Math.max(USUAL_AUDIT, pairs() - screen.screened());
      PairSet drawn = draw(Math.min(audit.needed(share), most), screened);
      if (drawn.isEmpty()) {
        return; // no more are kept, or are worth their time
      }
      run(
          engine,
          drawn,
          drawn.faults(),
          outcome -> {
            check(outcome, drawn);
            add(outcome, drawn);
          });
    }
  }

  /** Pairs that are called harmless, outside the strata that were run. */
  private long screenedNow() {
    long sum = 0;
    for (int stratum = 0; stratum < screen.strata().size(); stratum++) {
      sum += widened.contains(stratum) ? 0 : screen.strata().get(stratum).count();
    }
    return sum;
  }

  /** A sum over the strata that were not run. */
  private long outside(Map<Integer, Long> counts) {
    return counts.entrySet().stream()
        .filter(entry -> !widened.contains(entry.getKey()))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  /** The same share of each stratum, so many in all; those that were not drawn before. */
  private PairSet draw(long size, long screened) {
    PairSet drawn = new PairSet(campaign.size());
    for (int number = 0; number < screen.strata().size(); number++) {
      ScreenedStratum stratum = screen.strata().get(number);
      if (!widened.contains(number) && stratum.count() > 0) {
        long own = (long) Math.ceil((double) size * stratum.count() / screened);
        List<ScreenedStratum.Pair> sample = stratum.sample(own);
        int before = Math.toIntExact(auditedBy.getOrDefault(number, 0L));
        if (sample.size() > before) {
          for (ScreenedStratum.Pair pair : sample.subList(before, sample.size())) {
            drawn.add(pair.fault(), pair.place());
          }
          auditedBy.put(number, (long) sample.size());
        }
      }
    }
    return drawn;
  }

  private boolean isAffordable(int stratum) {
    long runs = pairs() - screen.screened();
    return !widened.contains(stratum) && screen.strata().get(stratum).count() <= runs;
  }

  private void widen(Engine engine, int stratum) {
    widened.add(stratum);
    PairFilter within = screen.within(stratum);
    Shard whole = Shard.of(campaign);
    List<Integer> faults =
        whole.faults().stream().filter(fault -> within.count(fault, whole) > 0).toList();
    run(engine, within, faults, outcome -> add(outcome, within));
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
    return ran.of(fault).count();
  }

  /** Whether a pair was run. */
  public boolean hasRun(int fault, int place) {
    return ran.runs(fault, place);
  }

  /** What the engine did. */
  public Effort effort() {
    return effort;
  }

  /** How far the counts can be trusted. */
  public Audit audit() {
    return audit;
  }

  /** Pairs found critical that the screen had called harmless, by layer and size of the loss. */
  public Map<String, Long> contradicted() {
    Map<String, Long> named = new TreeMap<>();
    contradicted.forEach((stratum, count) -> named.put(name(stratum), count));
    return named;
  }

  /** Layers and sizes of the loss whose pairs were all run because of that. */
  public Set<String> widened() {
    return widened.stream().map(this::name).collect(Collectors.toCollection(TreeSet::new));
  }

  private String name(int stratum) {
    return screen.strata().get(stratum).name();
  }
}
