package io.onnxfi.cli;

import io.onnxfi.agreement.Totals;
import io.onnxfi.backend.Backend;
import io.onnxfi.campaign.Campaign;
import io.onnxfi.campaign.CampaignListener;
import io.onnxfi.campaign.Effort;
import io.onnxfi.campaign.FaultOutcome;
import io.onnxfi.campaign.Journal;
import io.onnxfi.fault.PublishedCounts;
import io.onnxfi.outcome.GoldenOutputs;
import io.onnxfi.outcome.OutcomeCounts;
import io.onnxfi.report.BackendSummary;
import io.onnxfi.report.Figures;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Keeps what a campaign says of one backend: counts in memory, images in the journal. */
final class BackendRecorder implements CampaignListener {
  private static final int MOST_NAMED = 8;

  private final Backend backend;
  private final Campaign campaign;
  private final Progress progress;
  private final Journal journal;
  private final OutcomeCounts[] counts;
  private Map<String, String> wholeModel = Map.of();
  private final Looks looks;
  private long correct;
  private boolean isNowhereANumber;
  private Effort effort = Effort.NONE;

  /**
   * A recorder.
   *
   * @param campaign what is tried
   * @param looks told of each round
   */
  BackendRecorder(
      Backend backend, Campaign campaign, Journal journal, Progress progress, Looks looks) {
    this.looks = looks;
    this.backend = backend;
    this.campaign = campaign;
    this.progress = progress;
    this.journal = journal;
    this.counts = new OutcomeCounts[campaign.faults().size()];
  }

  @Override
  public void golden(String id, GoldenOutputs golden) {
    correct = golden.correct();
    isNowhereANumber = golden.isNowhereANumber();
  }

  @Override
  public void planned(String id, int layers, Map<String, String> whole) {
    String optimization = backend.description().get("optimization");
    progress.remark(
        "%s%s: layers cut: %d, each checked to give the whole model's bits"
            .formatted(
                backend.title(),
                optimization == null ? "" : " at optimisation level " + optimization,
                layers));
    wholeModel = whole;
    reasons(whole)
        .forEach(
            (reason, some) ->
                progress.remark(
                    "  the whole model runs for faults in %s: %s".formatted(named(some), reason)));
  }

  /** Initializers whose faults ran the whole model although cuts were asked for, and why. */
  Map<String, String> wholeModel() {
    return wholeModel;
  }

  private static String named(List<String> layers) {
    int more = layers.size() - MOST_NAMED;
    return layers.stream().limit(MOST_NAMED).collect(Collectors.joining(", "))
        + (more > 0 ? " and " + Figures.count(more) + " more" : "");
  }

  /** The layers with the same reason together, in order. */
  private static Map<String, List<String>> reasons(Map<String, String> whole) {
    Map<String, List<String>> reasons = new LinkedHashMap<>();
    whole.forEach(
        (layer, reason) -> reasons.computeIfAbsent(reason, r -> new ArrayList<>()).add(layer));
    return reasons;
  }

  /** Says what the faults done so far tell of all. */
  @Override
  public void round(String id) {
    looks.look(counts).ifPresent(text -> progress.remark(backend.title() + ": " + text));
  }

  @Override
  public boolean wantsMore(String id) {
    return looks.wantsMore();
  }

  @Override
  public void worked(String id, Effort worked) {
    effort = worked;
  }

  @Override
  public void outcome(String id, FaultOutcome outcome) {
    journal.append(outcome);
    keep(outcome);
    progress.advance(campaign.imagesPerFault());
  }

  /** Takes an outcome that the journal has already. */
  void keep(FaultOutcome outcome) {
    counts[outcome.position()] = outcome.counts();
  }

  /** What the time of the workers went into. */
  Effort effort() {
    return effort;
  }

  /** What the fault-free run showed that makes the outcomes say little. */
  List<String> notes() {
    return isNowhereANumber
        ? List.of(
            "%s: every image has a NaN among its fault-free outputs, so that no fault is masked"
                .formatted(backend.title()))
        : List.of();
  }

  /** Rounds of faults done. */
  int rounds() {
    return looks.rounds();
  }

  /** The counts of some faults, which have all been tried. */
  List<OutcomeCounts> counts(int... positions) {
    return Arrays.stream(positions).mapToObj(position -> counts[position]).toList();
  }

  /** Sums over some faults. */
  BackendSummary summary(int... positions) {
    List<OutcomeCounts> done = counts(positions);
    List<PublishedCounts> published =
        done.stream()
            .map(c -> new PublishedCounts(c.images(), c.masked(), c.nonCritical(), c.critical()))
            .toList();
    long due = done.stream().mapToLong(OutcomeCounts::due).sum();
    return new BackendSummary(
        backend.id(),
        backend.title(),
        campaign.images().size(),
        correct,
        Totals.of(published),
        due,
        done.stream().filter(OutcomeCounts::isCrash).count());
  }
}
