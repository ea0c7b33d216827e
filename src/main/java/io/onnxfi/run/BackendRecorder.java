package io.onnxfi.run;

import io.onnxfi.backend.Backend;
import io.onnxfi.campaign.Campaign;
import io.onnxfi.campaign.CampaignListener;
import io.onnxfi.campaign.Cuts;
import io.onnxfi.campaign.Effort;
import io.onnxfi.campaign.FaultOutcome;
import io.onnxfi.campaign.FaultTally;
import io.onnxfi.campaign.Journal;
import io.onnxfi.outcome.GoldenOutputs;
import io.onnxfi.outcome.OutcomeCounts;
import io.onnxfi.outcome.Outcomes;
import io.onnxfi.report.BackendSummary;
import io.onnxfi.report.CleanAccuracy;
import io.onnxfi.report.RunSide;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keeps what a campaign says of one backend: counts in memory, images in the journal. */
final class BackendRecorder implements CampaignListener {
  private final Backend backend;
  private final Campaign campaign;
  private final RunListener listener;
  private final Journal journal;
  private final OutcomeCounts[] counts;
  private Map<String, String> wholeModel = Map.of();
  private final InterimEstimate interim;
  private Optional<CleanAccuracy> clean = Optional.empty();
  private long pairs;
  private boolean isNowhereANumber;
  private Effort effort = Effort.NONE;

  /**
   * A recorder.
   *
   * @param campaign what is tried
   * @param interim told of each round
   */
  BackendRecorder(
      Backend backend,
      Campaign campaign,
      Journal journal,
      RunListener listener,
      InterimEstimate interim) {
    this.interim = interim;
    this.backend = backend;
    this.campaign = campaign;
    this.listener = listener;
    this.journal = journal;
    this.counts = new OutcomeCounts[campaign.size()];
  }

  @Override
  public void golden(String id, GoldenOutputs golden) {
    clean =
        golden.isLabelled()
            ? Optional.of(new CleanAccuracy(golden.correct(), golden.images()))
            : Optional.empty();
    isNowhereANumber = golden.isNowhereANumber();
  }

  @Override
  public void planned(String id, Cuts cuts) {
    wholeModel = cuts.whole();
    listener.planned(
        new CutPlan(
            backend.title(),
            backend.description().getOrDefault("optimization", ""),
            cuts.layers(),
            cuts.whole()));
  }

  /** Initializers whose faults ran the whole model although cuts were asked for, and why. */
  Map<String, String> wholeModel() {
    return wholeModel;
  }

  /** Says what the faults done so far tell of all. */
  @Override
  public void round(String id) {
    interim.after(counts).ifPresent(text -> listener.estimated(backend.title(), text));
  }

  @Override
  public boolean wantsMore(String id) {
    return interim.wantsMore();
  }

  @Override
  public void worked(String id, Effort worked) {
    effort = worked;
  }

  @Override
  public void outcome(String id, FaultOutcome outcome) {
    journal.append(outcome);
    keep(outcome);
    pairs += campaign.imagesPerFault();
    listener.advanced(campaign.imagesPerFault());
  }

  @Override
  public void part(String id, FaultTally tally) {
    journal.append(tally);
  }

  @Override
  public List<FaultTally> parts(String id) {
    return journal.parts();
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
            "%s: all %s have a NaN among their fault-free outputs, so no fault is masked"
                .formatted(backend.title(), campaign.workload().unit()))
        : List.of();
  }

  /** Pairs of a fault and an image that were run. */
  long pairs() {
    return pairs;
  }

  /** Rounds of faults done. */
  int rounds() {
    return interim.rounds();
  }

  /** The counts of some faults, which have all been tried. */
  List<OutcomeCounts> counts(int... positions) {
    return Arrays.stream(positions).mapToObj(position -> counts[position]).toList();
  }

  /**
   * Sums over some faults.
   *
   * @param outcomes of those that count
   */
  BackendSummary summary(Outcomes outcomes) {
    RunSide side = new RunSide(backend.id(), backend.title(), outcomes, clean);
    return side.summary();
  }
}
