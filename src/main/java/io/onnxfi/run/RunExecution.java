package io.onnxfi.run;

import io.onnxfi.backend.Backend;
import io.onnxfi.campaign.Journal;
import io.onnxfi.campaign.LocalDriver;
import io.onnxfi.campaign.MultiplyAdds;
import io.onnxfi.campaign.Verification;
import io.onnxfi.fault.FaultList;
import io.onnxfi.fault.Trial;
import io.onnxfi.outcome.Outcomes;
import io.onnxfi.report.BackendSummary;
import io.onnxfi.report.ComparisonReport;
import io.onnxfi.report.DrawnImages;
import io.onnxfi.report.Json;
import io.onnxfi.report.LayerWork;
import io.onnxfi.report.RunClaim;
import io.onnxfi.report.RunDirectory;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs a prepared campaign in each framework, writes the run directory and compares. */
final class RunExecution {
  private static final long VERIFY_SEED = 1;
  private static final double NANO = 1e-9;

  private final PreparedRun run;
  private final List<Backend> backends;
  private final FaultEngines engines;
  private final RunClaim claim;
  private final RunDirectory directory;
  private final RunListener listener;
  private final Map<String, MeasuredTime> times = new HashMap<>();
  private final Map<String, Map<String, String>> wholeModel = new LinkedHashMap<>();
  private final List<String> remarks = new ArrayList<>();
  private Optional<String> failure = Optional.empty();

  /**
   * A run that is about to begin.
   *
   * @param engines what runs the faults
   */
  RunExecution(
      PreparedRun run,
      List<Backend> backends,
      FaultEngines engines,
      RunClaim claim,
      RunListener listener) {
    this.run = run;
    this.backends = backends;
    this.engines = engines;
    this.claim = claim;
    this.directory = claim.directory();
    this.listener = listener;
  }

  RunResult run() {
    Map<Backend, BackendRecorder> recorders =
        CommonRounds.reach(backends, this::record, BackendRecorder::rounds);
    int[] done = InterimEstimate.faults(run, recorders.get(backends.get(0)).rounds());
    FaultList list = run.list().select(done);
    JournalResults results = new JournalResults(run.campaign(), directory, done);
    backends.forEach(backend -> results.write(backend.id()));
    List<BackendSummary> summaries = new ArrayList<>();
    Map<String, Outcomes> tables = new LinkedHashMap<>();
    for (Backend backend : backends) {
      BackendRecorder recorder = recorders.get(backend);
      verify(backend, recorder, done);
      Outcomes table =
          Outcomes.measured(
                  String.valueOf(directory.outcomes(backend.id()).getFileName()),
                  list,
                  run.campaign().judge(),
                  recorder.counts(done))
              .under(run.spec().list().fault())
              .on(run.campaign().workload().unit());
      table.write(directory.outcomes(backend.id()));
      tables.put(backend.id(), table);
      summaries.add(recorder.summary(table));
    }
    recorders.values().forEach(recorder -> recorder.notes().forEach(listener::note));
    RunEstimate estimate = new RunEstimate(run, backends, tables);
    RunComparisons comparisons = new RunComparisons(run);
    List<ComparisonReport> reports = comparisons.compare(backends, tables, list, directory);
    remarks.addAll(comparisons.remarks());
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("backends", summaries.stream().map(BackendSummary::json).toList());
    summary.put("comparisons", reports.stream().map(ComparisonReport::json).toList());
    estimate.addTo(summary);
    LayerWork.put(work(backends.get(0)), summary);
    engines.putOthers(summary);
    if (!run.campaign().sample().isAll()) {
      DrawnImages.write(
          directory.file(DrawnImages.FILE), list, i -> run.campaign().sample().images(done[i]));
    }
    Json.write(directory.file(RunDirectory.SUMMARY), summary);
    claim.finish();
    return new RunResult(
        directory,
        false,
        summary,
        summaries,
        tables,
        estimate.byTitle(),
        run.spec().rate().confidence(),
        reports,
        remarks,
        wholeModel,
        failure,
        times,
        run.campaign().workload().size());
  }

  /** By layer, in the order of the list. */
  private Map<String, LayerWork> work(Backend backend) {
    MultiplyAdds work = new MultiplyAdds(run.campaign(), backend);
    work.uncounted()
        .ifPresent(
            why -> listener.remark("the multiply-adds of the layers are not counted: " + why));
    Map<String, LayerWork> layers = new LinkedHashMap<>();
    List<Trial> trials = run.list().trials();
    for (int i = 0; i < trials.size(); i++) {
      String tensor = run.campaign().injections().tensors(i).get(0);
      layers.computeIfAbsent(
          trials.get(i).layer(), layer -> new LayerWork(work.head(tensor), work.behind(tensor)));
    }
    return layers;
  }

  /** Runs a framework, or goes on with it, to the first round from some on after which it stops. */
  private BackendRecorder record(Backend backend, int atLeast) {
    int faults = run.campaign().size();
    try (Journal journal = JournalResults.open(run.campaign(), directory, backend.id())) {
      BackendStart start =
          new BackendStart(
              backend.id(),
              backend.title(),
              backend.description().get("device"),
              faults,
              run.campaign().imagesPerFault(),
              run.campaign().workload().unit(),
              journal.known(),
              journal.damaged(),
              directory.journal(backend.id()));
      listener.began(start);
      long began = System.nanoTime();
      BackendRecorder recorder =
          new BackendRecorder(
              backend, run.campaign(), journal, listener, new InterimEstimate(run, atLeast));
      BitSet done = new BitSet(faults);
      journal.forEach(
          outcome -> {
            recorder.keep(outcome);
            done.set(outcome.position());
          });
      new LocalDriver(engines.factory(), run.order())
          .run(run.campaign(), backend, done::get, recorder);
      if (!recorder.wholeModel().isEmpty()) {
        wholeModel.put(backend.id(), recorder.wholeModel());
      }
      double seconds = (System.nanoTime() - began) * NANO;
      times.put(
          backend.id(),
          new MeasuredTime(
              seconds,
              recorder.effort(),
              run.spec().execution().threads(),
              faults - start.known(),
              start.pairs()));
      listener.ended(
          new BackendEnd(backend.title(), seconds, recorder.pairs(), Machine.peakBytes()));
      return recorder;
    }
  }

  private void verify(Backend backend, BackendRecorder recorder, int... done) {
    double share = run.spec().execution().verify();
    if (share == 0 || done.length == 0) {
      return;
    }
    Verification verification = new Verification(run.campaign().at(done), share, VERIFY_SEED);
    Optional<String> difference =
        verification.run(backend, run.spec().execution().threads(), recorder.counts(done));
    difference.ifPresent(text -> failure = Optional.of("verification failed: " + text));
    if (difference.isEmpty()) {
      listener.verified(backend.title(), verification.size());
    }
  }
}
