package io.onnxfi.run;

import io.onnxfi.backend.Backend;
import io.onnxfi.backend.BackendProvider;
import io.onnxfi.campaign.Campaign;
import io.onnxfi.campaign.cut.CutEngine;
import io.onnxfi.evidence.CriticalCounts;
import io.onnxfi.evidence.PairScreen;
import io.onnxfi.evidence.Settled;
import io.onnxfi.fault.Trial;
import io.onnxfi.report.Figures;
import io.onnxfi.report.RunDirectory;
import io.onnxfi.report.TextTable;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Counts of critical pairs of a whole list against the engines that count all outcomes of some of
 * its rows, in one backend: how fast, how many pairs are run, and whether the counts of these rows
 * are those of the plain engine.
 */
final class CriticalBench {
  private static final double NANO = 1e-9;

  private final PreparedRun drawn;
  private final PreparedRun whole;
  private final Evidence evidence;
  private final double missedAtMost;
  private final Optional<Path> out;
  private final RunListener listener;
  private final Map<String, Object> figures = new LinkedHashMap<>();
  private String text = "";
  private boolean isWithin;

  /**
   * A bench.
   *
   * @param drawn rows that the engines run
   * @param whole the list that they are drawn from
   * @param out a folder for the counts, if they are to be kept
   */
  CriticalBench(
      PreparedRun drawn,
      PreparedRun whole,
      Evidence evidence,
      double missedAtMost,
      Optional<Path> out,
      RunListener listener) {
    this.drawn = drawn;
    this.whole = whole;
    this.evidence = evidence;
    this.missedAtMost = missedAtMost;
    this.out = out;
    this.listener = listener;
  }

  /** Times everything in one framework. */
  void run(BackendProvider provider) {
    CampaignSpec spec = whole.spec();
    EngineBench engines = new EngineBench(spec.settings(), spec.execution(), listener);
    engines.run(provider, drawn.campaign());
    text = engines.text();
    figures.put("engines", engines.json());
    Campaign campaign = whole.campaign();
    int threads = spec.execution().threads();
    try (Backend backend = provider.open(spec.settings())) {
      listener.remark("%s: counts of critical pairs".formatted(backend.title()));
      long start = System.nanoTime();
      PairScreen screen =
          CriticalRun.screen(evidence, spec.seed(), campaign, threads, RunListener.SILENT);
      Settled settled =
          CriticalRun.settle(evidence, screen, campaign, backend, threads, RunListener.SILENT);
      double screening = (System.nanoTime() - start) * NANO;
      CriticalCounts counts =
          CriticalCounts.of(
              campaign,
              backend,
              settled,
              Optional.empty(),
              missedAtMost,
              CutEngine.factory(threads, spec.execution().memory()),
              pairs -> {});
      double seconds = (System.nanoTime() - start) * NANO;
      out.map(RunDirectory::new)
          .ifPresent(
              folder ->
                  CriticalRun.write(folder, backend.id(), whole.list(), campaign, counts, settled));
      CriticalResult.Side side =
          CriticalResult.Side.of(backend, campaign, counts, settled.allProven());
      report(engines, side, screening, seconds);
      text +=
          CriticalResult.text(List.of(side), settled.unruled(), missedAtMost)
              + "\n"
              + EngineBench.stages(counts.effort());
      compare(engines, counts);
      isWithin &= side.audit().missedShare() <= missedAtMost;
    }
  }

  private void report(
      EngineBench engines, CriticalResult.Side side, double screening, double seconds) {
    double rate = side.pairs() / seconds;
    TextTable table =
        new TextTable(side.title(), "rows", "seconds", "pairs/s", "to plain", "to cutting");
    int images = whole.campaign().workload().size();
    int some = drawn.campaign().size();
    double plain = engines.plainRate();
    double cut = engines.cutRate();
    row(table, "plain engine", some, (double) some * images / plain, plain, engines);
    row(table, "cutting engine", some, (double) some * images / cut, cut, engines);
    String name = "critical, " + evidence.label();
    row(table, name, whole.campaign().size(), seconds, rate, engines);
    text +=
        table.render()
            + "%s images; %.1f s of it to settle pairs that are not run\n\n"
                .formatted(Figures.count(images), screening);
    figures.put("evidence", evidence.label());
    figures.put("rows", whole.campaign().size());
    figures.put("seconds", seconds);
    figures.put("screening_seconds", screening);
    figures.put("ratio_to_plain", rate / plain);
    figures.put("ratio_to_cutting", rate / cut);
    figures.put("counts", side.json());
  }

  private static void row(
      TextTable table, String name, int rows, double seconds, double rate, EngineBench engines) {
    table.row(
        name,
        Figures.count(rows),
        String.format(Locale.ROOT, "%.1f", seconds),
        Figures.rate(rate),
        String.format(Locale.ROOT, "%.2f", rate / engines.plainRate()),
        String.format(Locale.ROOT, "%.2f", rate / engines.cutRate()));
  }

  /** The rows that the plain engine ran too. */
  private void compare(EngineBench engines, CriticalCounts counts) {
    Map<Trial.Identity, Integer> places = new HashMap<>();
    for (int fault = 0; fault < whole.campaign().size(); fault++) {
      places.put(whole.list().trials().get(fault).identity(), fault);
    }
    int rows = drawn.campaign().size();
    long equal = 0;
    long missed = 0;
    long critical = 0;
    boolean isBeyond = false;
    for (int row = 0; row < rows; row++) {
      long exact = engines.counts().get(row).critical();
      long found = counts.critical(places.get(drawn.list().trials().get(row).identity()));
      equal += exact == found ? 1 : 0;
      missed += Math.max(0, exact - found);
      critical += exact;
      isBeyond |= found > exact;
    }
    isWithin = !isBeyond && engines.isExact();
    text +=
        "critical counts as of the plain engine: %s of its rows; %s of its critical pairs missed\n\n"
            .formatted(Figures.share(equal, rows), Figures.share(missed, critical));
    figures.put("rows_with_the_plain_count", equal);
    figures.put("missed", missed);
    figures.put("critical_of_plain", critical);
  }

  /** Whether the counts are those that were promised. */
  boolean isWithin() {
    return isWithin;
  }

  /** Tables for people. */
  String text() {
    return text;
  }

  /** The same figures for programs. */
  Map<String, Object> json() {
    return figures;
  }
}
