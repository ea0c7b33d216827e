package io.onnxfi.run;

import io.onnxfi.backend.Backend;
import io.onnxfi.backend.BackendProvider;
import io.onnxfi.backend.BackendSettings;
import io.onnxfi.campaign.Campaign;
import io.onnxfi.campaign.Effort;
import io.onnxfi.campaign.MultiplyAdds;
import io.onnxfi.campaign.PlainEngine;
import io.onnxfi.campaign.Stage;
import io.onnxfi.campaign.Stopwatch;
import io.onnxfi.outcome.OutcomeCounts;
import io.onnxfi.report.Figures;
import io.onnxfi.report.TextTable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The cutting engine against the plain one at its fastest, in one backend. Counts are compared with
 * a plain run of the same arithmetic: the same options and, where results depend on it, as of some
 * models in ONNX Runtime, the same batch.
 */
final class EngineBench {
  private final BackendSettings settings;
  private final Execution execution;
  private final RunListener listener;
  private final Map<String, Object> figures = new LinkedHashMap<>();
  private String text = "";
  private boolean exact;
  private List<OutcomeCounts> counts = List.of();
  private double plainRate;
  private double cutRate;

  /**
   * A bench.
   *
   * @param settings of the framework
   * @param execution of the cutting engine
   */
  EngineBench(BackendSettings settings, Execution execution, RunListener listener) {
    this.settings = settings;
    this.execution = execution;
    this.listener = listener;
  }

  /** Times both engines on a campaign in one framework and compares every count. */
  void run(BackendProvider provider, Campaign campaign) {
    PlainTuning tuning = new PlainTuning(settings, execution.threads(), listener);
    PlainTuning.Setting fastest = tuning.fastest(provider, campaign);
    text = tuning.table();
    figures.put("plain_settings", tuning.json());
    Stopwatch plain;
    try (Backend backend = fastest.open()) {
      listener.remark("%s: plain engine with %s".formatted(backend.title(), fastest.label()));
      plain = Stopwatch.run(PlainEngine.factory(fastest.workers()), fastest.of(campaign), backend);
    }
    try (Backend backend = provider.open(settings)) {
      listener.remark("%s: cutting engine".formatted(backend.title()));
      Stopwatch cut = Stopwatch.run(execution.engines(), campaign, backend);
      report(backend, campaign, plain, cut);
      boolean isOther = fastest.batch() != campaign.batch() && equal(plain, cut) < campaign.size();
      if (!fastest.isChosen() || isOther) {
        listener.remark(
            "%s: plain engine with the options of the cutting engine".formatted(backend.title()));
        plain = Stopwatch.run(PlainEngine.factory(execution.threads()), campaign, backend);
      }
      compare(campaign, plain, cut);
    }
  }

  private void report(Backend backend, Campaign campaign, Stopwatch plain, Stopwatch cut) {
    long pairs = (long) campaign.size() * campaign.workload().size();
    MultiplyAdds work = new MultiplyAdds(campaign, backend);
    plainRate = pairs / plain.seconds();
    cutRate = pairs / cut.seconds();
    double floorSeconds = work.floor(cut.effort()) / (plainRate * work.whole());
    TextTable table = new TextTable(backend.title(), "seconds", "inferences/s", "ratio");
    row(table, "plain engine", plain.seconds(), plainRate, 1);
    row(table, "cutting engine", cut.seconds(), cutRate, cutRate / plainRate);
    row(table, "attainable", floorSeconds, pairs / floorSeconds, plain.seconds() / floorSeconds);
    text +=
        table.render()
            + "%s faults × %s images; the engine reaches %.0f %% of the attainable speed\n"
                .formatted(
                    Figures.count(campaign.size()),
                    Figures.count(campaign.workload().size()),
                    100 * floorSeconds / cut.seconds())
            + "(attainable: only the multiply-adds that cannot be avoided, at the plain engine's"
            + " speed)\n"
            + "\n"
            + stages(cut.effort());
    figures.put("faults", campaign.size());
    figures.put("images", campaign.workload().size());
    figures.put("plain_seconds", plain.seconds());
    figures.put("cut_seconds", cut.seconds());
    figures.put("floor_seconds", floorSeconds);
    figures.put("ratio", cutRate / plainRate);
    figures.put("floor_share", floorSeconds / cut.seconds());
    figures.put("whole_model_layers", cut.whole());
    Map<String, Object> stages = new LinkedHashMap<>();
    cut.effort().nanos().forEach((stage, nanos) -> stages.put(stage.label(), nanos / 1e9));
    figures.put("stage_seconds", stages);
  }

  /** Of two runs of the same arithmetic. */
  private void compare(Campaign campaign, Stopwatch plain, Stopwatch cut) {
    int faults = campaign.size();
    long equal = equal(plain, cut);
    exact = equal == faults;
    counts = plain.counts();
    text += "identical counts: %s\n\n".formatted(Figures.share(equal, faults));
    figures.put("identical_counts", equal);
  }

  /** Faults with the same counts. */
  private static long equal(Stopwatch one, Stopwatch other) {
    return IntStream.range(0, one.counts().size())
        .filter(i -> one.counts().get(i).equals(other.counts().get(i)))
        .count();
  }

  private static void row(TextTable table, String name, double seconds, double rate, double ratio) {
    table.row(
        name,
        String.format(Locale.ROOT, "%.1f", seconds),
        Figures.rate(rate),
        String.format(Locale.ROOT, "%.2f", ratio));
  }

  /** Where the workers' time goes. */
  static String stages(Effort effort) {
    TextTable table = new TextTable("time of all workers", "seconds", "share");
    long all = effort.nanos().values().stream().mapToLong(Long::longValue).sum();
    for (Stage stage : Stage.values()) {
      long nanos = effort.nanos().getOrDefault(stage, 0L);
      table.row(
          stage.label(),
          String.format(Locale.ROOT, "%.1f", nanos / 1e9),
          Figures.percent(nanos, all));
    }
    return table.render() + "\n";
  }

  /** What the plain engine counted, by fault. */
  List<OutcomeCounts> counts() {
    return counts;
  }

  /** Pairs of a fault and an image in a second, of the plain engine at its fastest. */
  double plainRate() {
    return plainRate;
  }

  /** The same of the cutting engine. */
  double cutRate() {
    return cutRate;
  }

  /** Whether both engines gave the same counts for every fault. */
  boolean isExact() {
    return exact;
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
