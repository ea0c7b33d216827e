package io.onnxfi.report.page;

import io.onnxfi.fault.Extent;
import io.onnxfi.fault.ImageCounts;
import io.onnxfi.fault.Trial;
import io.onnxfi.outcome.TrialOutcome;
import io.onnxfi.report.Figures;
import io.onnxfi.report.RecordedCauses;
import io.onnxfi.report.ReplayLine;
import io.onnxfi.report.RunResults;
import io.onnxfi.report.RunSide;
import io.onnxfi.workload.SampleKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The faults as {@code faults.js} takes them: the most critical ones if there are very many. */
final class FaultData {
  /** So many keep the page at a few megabytes. */
  static final int MOST = 20_000;

  private FaultData() {}

  static Map<String, Object> of(RunResults run) {
    ReplayLine line = ReplayLine.of(run);
    Map<Trial.Identity, String> causes =
        run.attribution().map(RecordedCauses::causes).orElse(Map.of());
    Map<Trial.Identity, List<String>> evidence =
        run.attribution().map(known -> evidence(known, run.unit())).orElse(Map.of());
    boolean isAnyCrashed = run.sides().stream().anyMatch(side -> side.totals().hasCrashed());
    List<TrialOutcome> trials = run.backends().get(0).trials();
    Function<Trial, String> where = isOfOneKind(trials) ? Trial::index : FaultData::what;
    List<List<Object>> faults = new ArrayList<>();
    for (int place : shown(trials)) {
      Trial trial = trials.get(place).trial();
      List<Object> cells = new ArrayList<>();
      cells.add(line.row(place));
      cells.add(trial.id());
      cells.add(trial.layer());
      cells.add(where.apply(trial));
      cells.add(trial.bit().isPresent() ? (Object) trial.bit().getAsInt() : trial.bitText());
      cells.add(causes.getOrDefault(trial.identity(), ""));
      cells.add(evidence.getOrDefault(trial.identity(), List.of()));
      for (RunSide side : run.sides()) {
        TrialOutcome outcome = side.trials().get(place);
        ImageCounts counts = outcome.counts();
        List<Long> images = new ArrayList<>();
        images.addAll(List.of(counts.masked(), counts.nonCritical(), counts.critical()));
        if (isAnyCrashed) {
          images.add(outcome.crashed().orElse(0));
        }
        cells.add(images);
      }
      faults.add(cells);
    }
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("command", line.faultPrefix());
    data.put("out", " --out fault-");
    data.put("unit", run.unit().toString());
    data.put("sides", run.sides().stream().map(RunSide::title).toList());
    data.put("measured", run.backends().size());
    data.put("images", run.backends().get(0).images());
    data.put("attributed", run.attribution().isPresent());
    data.put("work", work(run));
    data.put("faults", faults);
    return data;
  }

  /** Whether place and bit say all, as in published lists: one thing happens to single weights. */
  private static boolean isOfOneKind(List<TrialOutcome> trials) {
    return trials.stream().map(outcome -> outcome.trial().model()).distinct().count() < 2
        && trials.stream().allMatch(t -> t.trial().reach().equals(Extent.WEIGHT.toString()));
  }

  /** Where and what a trial is: {@code (2, 7, 7), flip, activation}. */
  private static String what(Trial trial) {
    return "%s, %s, %s".formatted(trial.index(), trial.model(), trial.reach());
  }

  /** By layer: multiply-adds per image, and per image that changed. */
  private static Map<String, List<Long>> work(RunResults run) {
    Map<String, List<Long>> work = new LinkedHashMap<>();
    run.work().forEach((layer, of) -> work.put(layer, List.of(of.head(), of.behind())));
    return work;
  }

  /** A line for each pair of sides on which a fault differs. */
  private static Map<Trial.Identity, List<String>> evidence(
      RecordedCauses attribution, SampleKind unit) {
    return attribution.findings().stream()
        .collect(
            Collectors.groupingBy(
                finding -> finding.trial().identity(),
                Collectors.mapping(
                    finding ->
                        "%s against %s, %s %s: %s; %s"
                            .formatted(
                                finding.left(),
                                finding.right(),
                                Figures.count(finding.images()),
                                unit,
                                finding.cause(),
                                finding.evidence()),
                    Collectors.toList())));
  }

  /** All places, or those of the most critical faults, in the order of the run. */
  private static List<Integer> shown(List<TrialOutcome> trials) {
    return IntStream.range(0, trials.size())
        .boxed()
        .sorted(
            Comparator.comparingLong((Integer i) -> trials.get(i).counts().critical()).reversed())
        .limit(MOST)
        .sorted()
        .toList();
  }
}
