package io.onnxfi.study.noise;

import io.onnxfi.report.figure.CurveFigure;
import io.onnxfi.report.figure.DataTable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What came out of a study: all that its folder holds.
 *
 * @param training how long networks were trained, in words
 * @param titles of the frameworks by id; accuracies are those of the first, unless another is named
 * @param sweeps of networks, in the order of tables
 * @param settled of networks that were trained now, how many values were compared after the last
 *     epoch with those that are learnt, and were the same, bit for bit
 */
public record NoiseResult(
    String training,
    Map<String, String> titles,
    List<NetworkSweep> sweeps,
    Map<NetworkKey, Long> settled) {
  /** Copies, keeping the order. */
  public NoiseResult {
    titles = Collections.unmodifiableMap(new LinkedHashMap<>(titles));
    sweeps = List.copyOf(sweeps);
    settled = Collections.unmodifiableMap(new LinkedHashMap<>(settled));
  }

  /** The framework whose accuracies tables have. */
  String backend() {
    return titles.keySet().iterator().next();
  }

  /** The networks of each architecture, regime and training noise, in the order of tables. */
  List<RegimeDrop> regimes() {
    Map<NetworkKey, List<NetworkSweep>> groups = new LinkedHashMap<>();
    for (NetworkSweep sweep : sweeps) {
      NetworkKey key = sweep.network();
      NetworkKey any =
          new NetworkKey(key.architecture(), key.regime(), 0, key.dataset(), key.alphaTrain());
      if (sweep.at(NoiseSpec.Sweep.TELLING).isPresent()) {
        groups.computeIfAbsent(any, group -> new ArrayList<>()).add(sweep);
      }
    }
    return groups.values().stream().map(group -> new RegimeDrop(group, backend())).toList();
  }

  /** Those of each architecture and training noise. */
  List<List<RegimeDrop>> architectures() {
    return List.copyOf(
        regimes().stream()
            .collect(
                Collectors.groupingBy(
                    drop -> drop.first().architecture() + " " + drop.first().alphaTrain(),
                    LinkedHashMap::new,
                    Collectors.toList()))
            .values());
  }

  /** Tables for the page and for papers. */
  public List<DataTable> tables() {
    return new NoiseTables(this).all();
  }

  /** Accuracy over noise, a figure for each architecture. */
  public List<CurveFigure> figures() {
    return NoiseFigures.of(this);
  }

  /** For people. */
  public String text() {
    return new NoiseReport(this).text();
  }

  /** Whether noise in training left a trace, and whether it helped, for a quick check. */
  public String sanity() {
    return new NoiseReport(this).sanity();
  }

  /** For programs. */
  public Map<String, Object> json() {
    return new NoiseReport(this).json();
  }
}
