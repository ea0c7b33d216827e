package io.onnxfi.run;

import io.onnxfi.backend.Backend;
import io.onnxfi.backend.BackendProvider;
import io.onnxfi.campaign.Campaign;
import io.onnxfi.campaign.Preflight;
import io.onnxfi.csv.CsvForm;
import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.evidence.CriticalCounts;
import io.onnxfi.evidence.PairScreen;
import io.onnxfi.evidence.PairScreen.Harmless;
import io.onnxfi.evidence.ProvenPairs;
import io.onnxfi.fault.FaultList;
import io.onnxfi.onnx.ValueInfo;
import io.onnxfi.outcome.TopClass;
import io.onnxfi.report.Json;
import io.onnxfi.report.RunClaim;
import io.onnxfi.report.RunDirectory;
import io.onnxfi.tensor.ElementType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Counts how often each fault is critical, and no more than that: pairs that cannot matter much are
 * not run. Results are in files of their own.
 */
public final class CriticalRun {
  private static final double NANO = 1e-9;
  private static final List<String> COLUMNS =
      List.of("n_injections", "critical", "not_critical", "proven", "screened", "run");

  private final CampaignSpec spec;
  private final Evidence evidence;
  private final double missedAtMost;
  private final RunListener listener;

  /**
   * A run.
   *
   * @param evidence what is to stand behind the counts
   * @param missedAtMost share of the critical pairs that may be missed, at 95 % confidence
   */
  public CriticalRun(
      CampaignSpec spec, Evidence evidence, double missedAtMost, RunListener listener) {
    this.spec = spec;
    this.evidence = evidence;
    this.missedAtMost = missedAtMost;
    this.listener = listener;
  }

  /**
   * Runs it.
   *
   * @throws io.onnxfi.error.OnnxFiException if a file cannot be read, files do not fit together, or
   *     the campaign asks for more than counts of critical pairs; before anything is run
   */
  public CriticalResult execute(RunDirectory out) {
    PreparedRun run = PreparedRun.of(spec, out, listener);
    require(run);
    List<Backend> backends = new ArrayList<>();
    try {
      for (BackendProvider provider : run.backends()) {
        backends.add(provider.open(spec.settings()));
      }
      Preflight preflight = new Preflight(spec.model().file().toString(), run.campaign());
      backends.forEach(preflight::run);
      try (RunClaim claim =
          RunClaim.take(
              out.path(),
              manifest(run, backends),
              backends.stream().map(Backend::id).toList(),
              false)) {
        listener.claimed(claim.directory());
        return execute(run, backends, claim.directory());
      }
    } finally {
      backends.forEach(Backend::close);
    }
  }

  private void require(PreparedRun run) {
    Campaign campaign = run.campaign();
    String what =
        !campaign.sample().isAll()
            ? "images drawn for each fault"
            : run.spec().margin().isPresent()
                ? "a margin to stop at"
                : !campaign.judge().equals(TopClass.ONE)
                    ? "another judge than top1"
                    : run.list().rows().size() != campaign.size() ? "trials of several faults" : "";
    if (!what.isEmpty()) {
      throw new UnsupportedInputException(
          "--counts critical: expected every fault on all images, judged by the class, found "
              + what);
    }
    if (evidence != Evidence.RUN) {
      requireScores(campaign);
    }
  }

  /** Slopes and bounds are of scores by one input of floats. */
  private void requireScores(Campaign campaign) {
    List<ValueInfo> inputs = campaign.inputs();
    List<Long> scores = campaign.output().dims();
    if (inputs.size() != 1
        || inputs.get(0).type() != ElementType.FLOAT
        || scores.size() != 2
        || scores.get(1) < 2) {
      throw new UnsupportedInputException(
          "--evidence %s: expected one float input and scores [n, classes], found %s and %s"
              .formatted(evidence.label(), inputs, campaign.output()));
    }
  }

  private Map<String, Object> manifest(PreparedRun run, List<Backend> backends) {
    Map<String, Object> manifest = Runs.manifest(run, backends);
    manifest.put(RunDirectory.COUNTS, "critical");
    Map<String, Object> counts = new LinkedHashMap<>();
    counts.put("kind", evidence.label());
    if (evidence == Evidence.AUDITED) {
      counts.put("loss", Harmless.USUAL.loss());
      counts.put("reach", Harmless.USUAL.reach());
      counts.put("missed_at_most", missedAtMost);
      counts.put("seed", spec.seed());
    }
    manifest.put("evidence", counts);
    return manifest;
  }

  private CriticalResult execute(PreparedRun run, List<Backend> backends, RunDirectory out) {
    Campaign campaign = run.campaign();
    int threads = spec.execution().threads();
    PairScreen screen = screen(campaign, threads);
    Set<String> unruled = new TreeSet<>(screen.unruled());
    List<CriticalResult.Side> sides = new ArrayList<>();
    for (Backend backend : backends) {
      listener.began(
          new BackendStart(
              backend.id(),
              backend.title(),
              backend.description().get("device"),
              campaign.size(),
              campaign.workload().size(),
              campaign.workload().unit(),
              0,
              0,
              out.journal(backend.id())));
      long start = System.nanoTime();
      Optional<ProvenPairs> proven =
          evidence == Evidence.PROVEN
              ? Optional.of(ProvenPairs.of(campaign, backend, threads, done -> {}))
              : Optional.empty();
      proven.ifPresent(
          found ->
              found
                  .unruled()
                  .forEach((tensor, reason) -> unruled.add("%s: %s".formatted(tensor, reason))));
      CriticalCounts counts =
          proven.isPresent()
              ? CriticalCounts.of(
                  campaign,
                  backend,
                  proven.get(),
                  threads,
                  spec.execution().memory(),
                  listener::advanced)
              : CriticalCounts.of(
                  campaign,
                  backend,
                  screen,
                  missedAtMost,
                  threads,
                  spec.execution().memory(),
                  listener::advanced);
      double seconds = (System.nanoTime() - start) * NANO;
      listener.ended(
          new BackendEnd(
              backend.title(),
              seconds,
              (long) campaign.size() * campaign.workload().size(),
              Machine.peakBytes()));
      write(out, backend.id(), run.list(), campaign, counts, proven);
      long count = proven.map(ProvenPairs::proven).orElse(0L);
      sides.add(CriticalResult.Side.of(backend, campaign, counts, count));
    }
    CriticalResult result = CriticalResult.of(out, sides, unruled, missedAtMost);
    Json.write(out.file(RunDirectory.SUMMARY), result.json());
    return result;
  }

  private PairScreen screen(Campaign campaign, int threads) {
    if (evidence != Evidence.AUDITED) {
      return PairScreen.none(campaign);
    }
    listener.measuring("screening", campaign.workload().size());
    PairScreen screen =
        PairScreen.of(campaign, Harmless.USUAL, spec.seed(), threads, listener::advanced);
    listener.measured();
    return screen;
  }

  private static void write(
      RunDirectory out,
      String backend,
      FaultList list,
      Campaign campaign,
      CriticalCounts counts,
      Optional<ProvenPairs> pairs) {
    int labels = FaultList.FAULT_COLUMNS.size();
    List<String> header = new ArrayList<>(list.header().subList(0, labels));
    header.addAll(COLUMNS);
    List<List<String>> rows = new ArrayList<>();
    long images = campaign.workload().size();
    for (int fault = 0; fault < campaign.size(); fault++) {
      List<String> cells = new ArrayList<>(list.rows().get(fault).cells().subList(0, labels));
      long critical = counts.critical(fault);
      int row = fault;
      long proven = pairs.map(found -> found.proven(row)).orElse(0L);
      for (long count :
          new long[] {
            images,
            critical,
            images - critical - counts.detected(fault),
            proven,
            images - counts.ran(fault) - proven,
            counts.ran(fault)
          }) {
        cells.add(Long.toString(count));
      }
      rows.add(cells);
    }
    CsvForm.STANDARD.write(out.file("critical-%s.csv".formatted(backend)), header, rows);
  }
}
