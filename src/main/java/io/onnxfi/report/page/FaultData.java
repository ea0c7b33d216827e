package io.onnxfi.report.page;

import io.onnxfi.agreement.FaultKey;
import io.onnxfi.fault.FaultRow;
import io.onnxfi.fault.PublishedCounts;
import io.onnxfi.report.Attribution;
import io.onnxfi.report.Figures;
import io.onnxfi.report.ReplayLine;
import io.onnxfi.report.RunResults;
import io.onnxfi.report.RunSide;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The faults as {@code faults.js} takes them: the most critical ones if there are very many. */
final class FaultData {
  /** So many keep the page at a few megabytes. */
  static final int MOST = 20_000;

  private FaultData() {}

  static Map<String, Object> of(RunResults run) {
    ReplayLine line = ReplayLine.of(run);
    Map<FaultKey, String> causes = run.attribution().map(Attribution::causes).orElse(Map.of());
    Map<FaultKey, List<String>> evidence =
        run.attribution().map(FaultData::evidence).orElse(Map.of());
    List<FaultRow> rows = run.backends().get(0).outcomes().rows();
    List<List<Object>> faults = new ArrayList<>();
    for (int place : shown(rows)) {
      FaultRow row = rows.get(place);
      FaultKey key = new FaultKey(row.injection(), row.layer(), row.index(), row.bit());
      List<Object> cells = new ArrayList<>();
      cells.add(line.row(place));
      cells.add(row.injection());
      cells.add(row.layer());
      cells.add(row.index().toString());
      cells.add(row.bit());
      cells.add(causes.getOrDefault(key, ""));
      cells.add(evidence.getOrDefault(key, List.of()));
      for (RunSide side : run.sides()) {
        PublishedCounts counts = RunSide.counts(side.outcomes().rows().get(place));
        cells.add(List.of(counts.masked(), counts.nonCritical(), counts.critical()));
      }
      faults.add(cells);
    }
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("command", line.faultPrefix());
    data.put("out", " --out fault-");
    data.put("sides", run.sides().stream().map(RunSide::title).toList());
    data.put("measured", run.backends().size());
    data.put("images", run.backends().get(0).images());
    data.put("attributed", run.attribution().isPresent());
    data.put("work", work(run));
    data.put("faults", faults);
    return data;
  }

  /** By layer: multiply-adds per image, and per image that changed. */
  private static Map<String, List<Long>> work(RunResults run) {
    Map<String, List<Long>> work = new LinkedHashMap<>();
    run.work().forEach((layer, of) -> work.put(layer, List.of(of.head(), of.behind())));
    return work;
  }

  /** A line for each pair of sides on which a fault differs. */
  private static Map<FaultKey, List<String>> evidence(Attribution attribution) {
    return attribution.findings().stream()
        .collect(
            Collectors.groupingBy(
                Attribution.Finding::fault,
                Collectors.mapping(
                    finding ->
                        "%s against %s, %s images: %s; %s"
                            .formatted(
                                finding.left(),
                                finding.right(),
                                Figures.count(finding.images()),
                                finding.cause(),
                                finding.evidence()),
                    Collectors.toList())));
  }

  /** All places, or those of the most critical faults, in the order of the run. */
  private static List<Integer> shown(List<FaultRow> rows) {
    return IntStream.range(0, rows.size())
        .boxed()
        .sorted(
            Comparator.comparingLong((Integer i) -> RunSide.counts(rows.get(i)).critical())
                .reversed())
        .limit(MOST)
        .sorted()
        .toList();
  }
}
