package io.onnxfi.run;

import io.onnxfi.backend.Backend;
import io.onnxfi.campaign.Campaign;
import io.onnxfi.campaign.EngineFactory;
import io.onnxfi.campaign.Journal;
import io.onnxfi.csv.CsvForm;
import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.evidence.CriticalCounts;
import io.onnxfi.evidence.PairScreen;
import io.onnxfi.evidence.PairScreen.Harmless;
import io.onnxfi.evidence.ProvenPairs;
import io.onnxfi.evidence.Settled;
import io.onnxfi.fault.FaultList;
import io.onnxfi.onnx.ValueInfo;
import io.onnxfi.outcome.CriticalTable;
import io.onnxfi.outcome.TopClass;
import io.onnxfi.report.Json;
import io.onnxfi.report.ParquetTable;
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
   * Runs it, or goes on with what an interrupted run has done there.
   *
   * @param out where the results go
   * @param resume whether to go on
   * @param cluster where pairs are run, if not in this process
   * @throws io.onnxfi.error.OnnxFiException if a file cannot be read, files do not fit together, or
   *     the campaign asks for more than counts of critical pairs; before anything is run
   */
  public CriticalResult execute(RunDirectory out, boolean resume, Optional<Cluster> cluster) {
    PreparedRun run = PreparedRun.of(spec, out, listener);
    require(run, evidence);
    try (OpenBackends backends = OpenBackends.of(run)) {
      Map<String, Object> manifest = manifest(run, backends.list());
      try (RunClaim claim = RunClaim.take(out.path(), manifest, backends.ids(), resume)) {
        if (claim.isFinished()) {
          return CriticalResult.finishedBefore(out, Json.read(out.file(RunDirectory.SUMMARY)));
        }
        listener.claimed(out);
        try (FaultEngines engines = FaultEngines.of(run, manifest, cluster, listener)) {
          CriticalResult result = execute(run, backends.list(), engines.factory(), out);
          Map<String, Object> summary = result.json();
          engines.putOthers(summary);
          Json.write(out.file(RunDirectory.SUMMARY), summary);
          claim.finish();
          return result;
        }
      }
    }
  }

  /** Refuses what has no counts of critical pairs. */
  static void require(PreparedRun run, Evidence evidence) {
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
    if (evidence == Evidence.AUDITED) {
      requireSlopes(campaign);
    }
  }

  /** Slopes are of scores by one input of floats. */
  private static void requireSlopes(Campaign campaign) {
    List<ValueInfo> inputs = campaign.inputs();
    List<Long> scores = campaign.output().dims();
    if (inputs.size() != 1
        || inputs.get(0).type() != ElementType.FLOAT
        || scores.size() != 2
        || scores.get(1) < 2) {
      throw new UnsupportedInputException(
          "--evidence audited: expected one float input and scores [n, classes], found %s and %s"
              .formatted(inputs, campaign.output()));
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

  private CriticalResult execute(
      PreparedRun run, List<Backend> backends, EngineFactory engines, RunDirectory out) {
    Campaign campaign = run.campaign();
    int threads = spec.execution().threads();
    PairScreen screen = screen(evidence, spec.seed(), campaign, threads, listener);
    Set<String> unruled = new TreeSet<>();
    List<CriticalResult.Side> sides = new ArrayList<>();
    for (Backend backend : backends) {
      Settled settled = settle(evidence, screen, campaign, backend, threads, listener);
      unruled.addAll(settled.unruled());
      CriticalCounts counts = count(campaign, backend, settled, engines, out);
      write(out, backend.id(), run.list(), campaign, counts, settled);
      sides.add(CriticalResult.Side.of(backend, campaign, counts, settled.allProven()));
    }
    return CriticalResult.of(out, sides, unruled, missedAtMost);
  }

  private CriticalCounts count(
      Campaign campaign,
      Backend backend,
      Settled settled,
      EngineFactory engines,
      RunDirectory out) {
    try (Journal journal = JournalResults.open(campaign, out, backend.id())) {
      BackendStart start =
          new BackendStart(
              backend.id(),
              backend.title(),
              backend.description().get("device"),
              campaign.size(),
              campaign.workload().size(),
              campaign.workload().unit(),
              journal.known(),
              journal.damaged(),
              out.journal(backend.id()));
      listener.began(start);
      long began = System.nanoTime();
      CriticalCounts counts =
          CriticalCounts.of(
              campaign,
              backend,
              settled,
              Optional.of(journal),
              missedAtMost,
              engines,
              listener::advanced);
      double seconds = (System.nanoTime() - began) * NANO;
      long pairs = (long) (campaign.size() - start.known()) * campaign.workload().size();
      listener.ended(new BackendEnd(backend.title(), seconds, pairs, Machine.peakBytes()));
      return counts;
    }
  }

  /** Which pairs are run, by the evidence that is asked for. */
  static PairScreen screen(
      Evidence evidence, long seed, Campaign campaign, int threads, RunListener listener) {
    if (evidence != Evidence.AUDITED) {
      return PairScreen.none(campaign);
    }
    listener.measuring("screening", campaign.workload().size());
    PairScreen screen = PairScreen.of(campaign, Harmless.USUAL, seed, threads, listener::advanced);
    listener.measured();
    return screen;
  }

  /** What is known of the pairs before any is run in a framework. */
  static Settled settle(
      Evidence evidence,
      PairScreen screen,
      Campaign campaign,
      Backend backend,
      int threads,
      RunListener listener) {
    if (evidence != Evidence.PROVEN) {
      return new Settled(screen, Optional.empty());
    }
    listener.measuring("proving", campaign.workload().size());
    ProvenPairs proven = ProvenPairs.of(campaign, backend, threads, listener::advanced);
    listener.measured();
    return new Settled(screen, Optional.of(proven));
  }

  /** Writes the counts of a framework by rows and by columns. */
  static void write(
      RunDirectory out,
      String backend,
      FaultList list,
      Campaign campaign,
      CriticalCounts counts,
      Settled settled) {
    List<String> header = CriticalTable.header(list);
    Iterable<List<String>> rows =
        CriticalTable.cells(list, fault -> row(campaign, counts, settled, fault));
    CsvForm.STANDARD.write(out.critical(backend), header, rows);
    ParquetTable.write(out.criticalByColumn(backend), header, rows);
  }

  private static CriticalTable.Row row(
      Campaign campaign, CriticalCounts counts, Settled settled, int fault) {
    long images = campaign.workload().size();
    long critical = counts.critical(fault);
    long ran = counts.ran(fault);
    long proven = settled.proven(fault);
    return new CriticalTable.Row(
        images,
        critical,
        images - critical - counts.detected(fault),
        proven,
        images - ran - proven,
        ran);
  }
}
