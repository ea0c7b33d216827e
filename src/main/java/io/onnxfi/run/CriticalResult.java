package io.onnxfi.run;

import io.onnxfi.backend.Backend;
import io.onnxfi.campaign.Campaign;
import io.onnxfi.evidence.Audit;
import io.onnxfi.evidence.CriticalCounts;
import io.onnxfi.report.Figures;
import io.onnxfi.report.RunDirectory;
import io.onnxfi.report.TextTable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What came of counting critical pairs.
 *
 * @param directory where the counts are
 * @param json all figures
 * @param text the same for people
 * @param isWithin whether the limit on what may be missed is kept to in every framework
 */
public record CriticalResult(
    RunDirectory directory, Map<String, Object> json, String text, boolean isWithin) {
  private static final double PERCENT = 100;
  private static final String WITHIN = "within_limit";

  /** Copies. */
  public CriticalResult {
    json = new LinkedHashMap<>(json);
  }

  /**
   * One framework.
   *
   * @param pairs of a fault and an image
   * @param critical of these, as far as is known
   * @param run of these
   * @param proven of these, not run since a bound proves them not critical
   */
  record Side(
      String id,
      String title,
      long pairs,
      long critical,
      long run,
      long proven,
      Audit audit,
      Map<String, Long> contradicted,
      Collection<String> widened) {
    static Side of(Backend backend, Campaign campaign, CriticalCounts counts, long proven) {
      long critical = 0;
      long run = 0;
      for (int fault = 0; fault < campaign.size(); fault++) {
        critical += counts.critical(fault);
        run += counts.ran(fault);
      }
      return new Side(
          backend.id(),
          backend.title(),
          (long) campaign.size() * campaign.workload().size(),
          critical,
          run,
          proven,
          counts.audit(),
          new TreeMap<>(counts.contradicted()),
          new TreeSet<>(counts.widened()));
    }

    Map<String, Object> json() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("backend", id);
      json.put("pairs", pairs);
      json.put("critical", critical);
      json.put("run", run);
      json.put("proven", proven);
      json.put("screened", pairs - run - proven);
      json.put("audited", audit.audited());
      json.put("contradicted", contradicted);
      json.put("run_because_of_that", widened);
      json.put("missed_at_most_pairs", audit.missed());
      json.put("missed_at_most_share", audit.missedShare());
      return json;
    }
  }

  /** A run that had gone on to its end before. */
  static CriticalResult finishedBefore(RunDirectory out, Map<String, Object> summary) {
    String text = "%s is finished; nothing was left to do.\n".formatted(out.path());
    return new CriticalResult(out, summary, text, Boolean.TRUE.equals(summary.get(WITHIN)));
  }

  static CriticalResult of(
      RunDirectory out, List<Side> sides, Collection<String> unruled, double missedAtMost) {
    boolean within = sides.stream().allMatch(side -> side.audit.missedShare() <= missedAtMost);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("backends", sides.stream().map(Side::json).toList());
    json.put("tensors_without_rule", new TreeSet<>(unruled));
    json.put(WITHIN, within);
    return new CriticalResult(out, json, text(sides, unruled, missedAtMost), within);
  }

  /** A table of these, and what else there is to say. */
  static String text(List<Side> sides, Collection<String> unruled, double missedAtMost) {
    TextTable table =
        new TextTable(
            "framework",
            "pairs",
            "critical",
            "proven",
            "run",
            "audited",
            "contradicted",
            "missed at most");
    List<String> remarks = new ArrayList<>();
    for (Side side : sides) {
      long contradicted = side.contradicted.values().stream().mapToLong(Long::longValue).sum();
      table.row(
          side.title,
          Figures.count(side.pairs),
          Figures.count(side.critical),
          Figures.share(side.proven, side.pairs),
          Figures.share(side.run, side.pairs),
          Figures.count(side.audit.audited()),
          Figures.count(contradicted),
          "%,.0f pairs (%.2f %%)"
              .formatted(side.audit.missed(), PERCENT * side.audit.missedShare()));
      side.contradicted.forEach(
          (stratum, count) ->
              remarks.add(
                  "%s: %d audited pairs of %s are critical after all%s"
                      .formatted(
                          side.title,
                          count,
                          stratum,
                          side.widened.contains(stratum) ? "; all of these were run" : "")));
      if (side.audit.missedShare() > missedAtMost) {
        remarks.add(
            "%s: more than %s %% of the critical pairs may have been missed"
                .formatted(side.title, PERCENT * missedAtMost));
      }
    }
    unruled.stream()
        .sorted()
        .forEach(tensor -> remarks.add("run on all images, for there is no rule: " + tensor));
    return table.render() + String.join("\n", remarks) + (remarks.isEmpty() ? "" : "\n");
  }
}
