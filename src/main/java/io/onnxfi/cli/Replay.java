package io.onnxfi.cli;

import io.onnxfi.backend.Backend;
import io.onnxfi.campaign.Effort;
import io.onnxfi.campaign.Journal;
import io.onnxfi.campaign.MultiplyAdds;
import io.onnxfi.campaign.Verification;
import io.onnxfi.fault.FaultList;
import io.onnxfi.fault.FaultRow;
import io.onnxfi.report.BackendSummary;
import io.onnxfi.report.ComparisonReport;
import io.onnxfi.report.DrawnImages;
import io.onnxfi.report.Figures;
import io.onnxfi.report.Json;
import io.onnxfi.report.LayerWork;
import io.onnxfi.report.OutcomeTable;
import io.onnxfi.report.RunClaim;
import io.onnxfi.report.RunDirectory;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Runs a plan in each backend, writes the run directory and compares. */
final class Replay {
  private static final long VERIFY_SEED = 1;
  private static final double GIBIBYTE = 1L << 30;

  private final ReplayPlan plan;
  private final Terminal terminal;
  private final Runnable farewell;
  private final Map<String, MeasuredTime> times = new HashMap<>();
  private final Map<String, Map<String, String>> wholeModel = new LinkedHashMap<>();
  private Optional<String> failure = Optional.empty();

  /**
   * A replay.
   *
   * @param farewell what to do and say if it is interrupted
   */
  Replay(ReplayPlan plan, Terminal terminal, Runnable farewell) {
    this.plan = plan;
    this.terminal = terminal;
    this.farewell = farewell;
  }

  /**
   * Runs everything.
   *
   * @return the summary, as it stands in {@code summary.json}
   */
  Map<String, Object> run(List<Backend> backends) {
    try (RunClaim claim =
        RunClaim.take(
            plan.out(),
            manifest(backends),
            backends.stream().map(Backend::id).toList(),
            plan.resume())) {
      if (claim.isFinished()) {
        terminal.remark("%s is finished: nothing to do".formatted(plan.out()));
        return Json.read(claim.directory().file(RunDirectory.SUMMARY));
      }
      terminal.interruption().add(farewell);
      return run(backends, claim);
    } finally {
      terminal.interruption().remove(farewell);
    }
  }

  private Map<String, Object> run(List<Backend> backends, RunClaim claim) {
    RunDirectory directory = claim.directory();
    List<BackendSummary> summaries = new ArrayList<>();
    Map<String, FaultList> tables = new LinkedHashMap<>();
    Map<Backend, BackendRecorder> recorders =
        CommonRounds.reach(
            backends,
            (backend, atLeast) -> record(backend, directory, atLeast),
            BackendRecorder::rounds);
    int[] done = Looks.faults(plan, recorders.get(backends.get(0)).rounds());
    FaultList list = plan.list().select(done);
    JournalResults results = new JournalResults(plan.campaign(), directory, done);
    backends.forEach(backend -> results.write(backend.id()));
    for (Backend backend : backends) {
      BackendRecorder recorder = recorders.get(backend);
      verify(backend, recorder, done);
      FaultList table =
          OutcomeTable.of(
              String.valueOf(directory.outcomes(backend.id()).getFileName()),
              list,
              recorder.counts(done));
      table.write(directory.outcomes(backend.id()));
      tables.put(backend.id(), table);
      summaries.add(recorder.summary(done));
    }
    recorders.values().forEach(recorder -> terminal.notes(recorder.notes()));
    terminal.print("\n" + BackendSummary.table(summaries) + "\n");
    summaries.forEach(backend -> backend.crashed().ifPresent(terminal::remark));
    RunEstimate estimate = new RunEstimate(plan, backends, tables);
    terminal.print(estimate.text());
    List<ComparisonReport> reports =
        new RunComparisons(plan, terminal).compare(backends, tables, list, directory);
    reports.forEach(report -> terminal.print(report.text() + "\n"));
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("backends", summaries.stream().map(BackendSummary::json).toList());
    summary.put("comparisons", reports.stream().map(ComparisonReport::json).toList());
    estimate.addTo(summary);
    LayerWork.put(work(backends.get(0)), summary);
    if (!plan.campaign().sample().isAll()) {
      DrawnImages.write(
          directory.file(DrawnImages.FILE), list, i -> plan.campaign().sample().images(done[i]));
    }
    Json.write(directory.file(RunDirectory.SUMMARY), summary);
    claim.finish();
    terminal.print("Written to %s%n".formatted(plan.out()));
    return summary;
  }

  /** By layer, in the order of the list. */
  private Map<String, LayerWork> work(Backend backend) {
    MultiplyAdds work = new MultiplyAdds(plan.campaign(), backend);
    work.uncounted()
        .ifPresent(why -> terminal.remark("multiply-adds of the layers are not counted: " + why));
    Map<String, LayerWork> layers = new LinkedHashMap<>();
    List<FaultRow> rows = plan.list().rows();
    for (int i = 0; i < rows.size(); i++) {
      String initializer = plan.campaign().faults().get(i).site().initializer();
      layers.computeIfAbsent(
          rows.get(i).layer(),
          layer -> new LayerWork(work.head(initializer), work.behind(initializer)));
    }
    return layers;
  }

  private Map<String, Object> manifest(List<Backend> backends) {
    Map<String, Object> manifest = new LinkedHashMap<>(plan.manifest());
    Map<String, Object> described = new LinkedHashMap<>();
    backends.forEach(backend -> described.put(backend.id(), backend.description()));
    manifest.put("backends", described);
    manifest.put("machine", Machine.describe());
    return manifest;
  }

  private BackendRecorder record(Backend backend, RunDirectory directory, int atLeast) {
    int images = plan.campaign().imagesPerFault();
    int faults = plan.campaign().faults().size();
    terminal.remark(
        "%s on %s: %s faults × %s images"
            .formatted(
                backend.title(),
                backend.description().get("device"),
                Figures.count(faults),
                Figures.count(images)));
    try (Journal journal = JournalResults.open(plan.campaign(), directory, backend.id())) {
      int known = journal.known();
      if (known > 0) {
        terminal.remark(
            "%s: going on after %s faults"
                .formatted(backend.title(), Figures.share(known, faults)));
      }
      if (journal.damaged() > 0) {
        terminal.remark(
            "%s: %d damaged records in %s passed over, their faults run again"
                .formatted(
                    backend.title(),
                    journal.damaged(),
                    directory.journal(backend.id()).getFileName()));
      }
      long pairs = (long) (faults - known) * images;
      try (Progress progress = new Progress(terminal, backend.title(), "inferences", pairs)) {
        BackendRecorder recorder =
            new BackendRecorder(
                backend, plan.campaign(), journal, progress, new Looks(plan, atLeast));
        BitSet done = new BitSet(faults);
        journal.forEach(
            outcome -> {
              recorder.keep(outcome);
              done.set(outcome.position());
            });
        plan.engine().run(plan.campaign(), backend, done::get, recorder);
        if (!recorder.wholeModel().isEmpty()) {
          wholeModel.put(backend.id(), recorder.wholeModel());
        }
        times.put(
            backend.id(),
            new MeasuredTime(
                progress.seconds(), recorder.effort(), plan.threads(), faults - known, pairs));
        terminal.remark(
            "%s: done in %s, %s/s%s"
                .formatted(
                    backend.title(), Figures.seconds(progress.seconds()), progress.rate(), peak()));
        return recorder;
      }
    }
  }

  private static String peak() {
    OptionalLong bytes = Machine.peakBytes();
    return bytes.isEmpty()
        ? ""
        : String.format(
            Locale.ROOT, ", peak memory of the process %.1f GiB", bytes.getAsLong() / GIBIBYTE);
  }

  private void verify(Backend backend, BackendRecorder recorder, int... done) {
    if (plan.verify() == 0 || done.length == 0) {
      return;
    }
    Verification verification =
        new Verification(plan.campaign().at(done), plan.verify(), VERIFY_SEED);
    Optional<String> difference = verification.run(backend, plan.threads(), recorder.counts(done));
    difference.ifPresent(text -> failure = Optional.of("verification failed: " + text));
    if (difference.isEmpty()) {
      terminal.remark(
          "%s: verified, the plain engine counts the same for %d faults"
              .formatted(backend.title(), verification.size()));
    }
  }

  /**
   * Layers whose faults ran the whole model although cuts were asked for, and why, by backend. It
   * is no part of the results: a run that is resumed plans only what is left.
   */
  Map<String, Map<String, String>> wholeModel() {
    return Collections.unmodifiableMap(wholeModel);
  }

  /** Why the results cannot be trusted, if a verification found a difference. */
  Optional<String> failure() {
    return failure;
  }

  /** Says that an interrupted run can go on in its folder. */
  static void offerToGoOn(Terminal terminal) {
    terminal.remark(
        "\nonnxfi: interrupted; the same command with --resume goes on where it stopped");
  }

  /** What a backend took for the faults that it ran; nothing in a run that was finished before. */
  MeasuredTime time(String backend) {
    return times.getOrDefault(backend, new MeasuredTime(0, Effort.NONE, plan.threads(), 0, 0));
  }

  /** What was run. */
  ReplayPlan plan() {
    return plan;
  }
}
