package io.onnxfi.cli;

import io.onnxfi.agreement.RateEstimate;
import io.onnxfi.agreement.Totals;
import io.onnxfi.backend.Backend;
import io.onnxfi.campaign.CampaignListener;
import io.onnxfi.campaign.FaultOutcome;
import io.onnxfi.campaign.Journal;
import io.onnxfi.fault.PublishedCounts;
import io.onnxfi.outcome.GoldenOutputs;
import io.onnxfi.outcome.OutcomeCounts;
import io.onnxfi.report.BackendSummary;
import io.onnxfi.report.ImageOutcomeFile;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Keeps what a campaign says of one backend: counts in memory, images in a file. */
final class BackendRecorder implements CampaignListener, AutoCloseable {
  private final Backend backend;
  private final ImageOutcomeFile.Writer images;
  private final int imageCount;
  private final Progress progress;
  private final Journal journal;
  private final OutcomeCounts[] counts;
  private final boolean estimates;
  private long correct;

  /**
   * A recorder.
   *
   * @param file for the outcomes by image
   * @param estimates whether faults come in random order, so that totals mean something early
   */
  BackendRecorder(
      Backend backend,
      Path file,
      int imageCount,
      int faults,
      Journal journal,
      Progress progress,
      boolean estimates) {
    this.estimates = estimates;
    this.backend = backend;
    this.imageCount = imageCount;
    this.progress = progress;
    this.journal = journal;
    this.images = new ImageOutcomeFile.Writer(file, imageCount, faults);
    this.counts = new OutcomeCounts[faults];
  }

  @Override
  public void golden(String id, GoldenOutputs golden) {
    correct = golden.correct();
  }

  @Override
  public void planned(String id, int layers, List<String> whole) {
    String optimization = backend.description().get("optimization");
    progress.remark(
        "%s%s: layers cut: %d, each checked to give the whole model's bits%s"
            .formatted(
                backend.title(),
                optimization == null ? "" : " at optimisation level " + optimization,
                layers,
                whole.isEmpty() ? "" : ", the whole model runs for faults in " + whole));
  }

  /** Says what the faults done so far tell of all. */
  @Override
  public void round(String id) {
    double[] critical =
        Arrays.stream(counts)
            .filter(Objects::nonNull)
            .mapToDouble(count -> (double) count.critical() / count.images())
            .toArray();
    if (estimates && critical.length > 0) {
      progress.remark(
          "%s: critical %s (95 %%), from %d of %d faults"
              .formatted(
                  backend.title(),
                  RateEstimate.of(counts.length, critical),
                  critical.length,
                  counts.length));
    }
  }

  @Override
  public void outcome(String id, FaultOutcome outcome) {
    journal.append(outcome);
    keep(outcome);
    progress.advance(imageCount);
  }

  /** Takes an outcome that the journal has already. */
  void keep(FaultOutcome outcome) {
    counts[outcome.position()] = outcome.counts();
    images.put(outcome.position(), outcome.images());
  }

  List<OutcomeCounts> counts() {
    return List.of(counts);
  }

  BackendSummary summary() {
    List<PublishedCounts> published =
        Arrays.stream(counts)
            .map(c -> new PublishedCounts(c.images(), c.masked(), c.nonCritical(), c.critical()))
            .toList();
    long due = Arrays.stream(counts).mapToLong(OutcomeCounts::due).sum();
    return new BackendSummary(
        backend.id(), backend.title(), imageCount, correct, Totals.of(published), due);
  }

  @Override
  public void close() {
    images.close();
  }
}
