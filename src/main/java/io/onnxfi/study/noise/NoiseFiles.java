package io.onnxfi.study.noise;

import io.onnxfi.csv.CsvForm;
import io.onnxfi.report.Json;
import io.onnxfi.study.noise.NetworkSweep.Level;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The published tables: {@code summary.csv}, {@code sweep.csv} and both in {@code results.json}.
 * Their columns are those of the published study, then ours.
 */
final class NoiseFiles {
  private static final double DECIMALS = 1e10;

  private NoiseFiles() {}

  static void write(Path folder, NoiseResult result) {
    csv(folder.resolve("summary.csv"), summary(result));
    csv(folder.resolve("sweep.csv"), sweep(result));
    Json.write(folder.resolve("results.json"), result.json());
  }

  private static void csv(Path file, List<Map<String, Object>> rows) {
    if (!rows.isEmpty()) {
      CsvForm.STANDARD.write(
          file,
          List.copyOf(rows.get(0).keySet()),
          rows.stream().map(row -> row.values().stream().map(NoiseFiles::text).toList()).toList());
    }
  }

  private static String text(Object cell) {
    if (cell instanceof Double number) {
      return BigDecimal.valueOf(number).toPlainString();
    }
    return cell == null ? "" : String.valueOf(cell);
  }

  /** A row for each network. */
  static List<Map<String, Object>> summary(NoiseResult result) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (RegimeDrop regime : result.regimes()) {
      for (NetworkSweep network : regime.networks()) {
        Map<String, Object> row = key(network.network());
        row.put("acc_0", network.clean(result.backend()));
        row.put(
            "acc_01", network.at(NoiseSpec.Sweep.TELLING).orElseThrow().accuracy(result.backend()));
        row.put(
            "drop_at_01", network.drop(result.backend(), NoiseSpec.Sweep.TELLING).orElseThrow());
        rows.add(row);
      }
    }
    return rows;
  }

  /** A row for each network and noise. */
  static List<Map<String, Object>> sweep(NoiseResult result) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (NetworkSweep network : result.sweeps()) {
      for (Level level : network.levels()) {
        Map<String, Object> row = key(network.network());
        row.put("alpha_test", level.alpha());
        for (String id : result.titles().keySet()) {
          String prefix = id.equals(result.backend()) ? "" : id + "_";
          row.put(prefix + "acc", rounded(level.accuracy(id)));
          row.put(prefix + "loss", rounded(level.loss(id)));
        }
        for (String id : result.titles().keySet()) {
          row.put(
              (id.equals(result.backend()) ? "" : id + "_") + "non_finite", level.nonFinite(id));
        }
        row.put("samples", level.samples().size());
        rows.add(row);
      }
    }
    return rows;
  }

  /** To ten decimals: more is what sums of binary fractions leave. JSON has no NaN. */
  private static Double rounded(double value) {
    return Double.isFinite(value) ? Math.rint(value * DECIMALS) / DECIMALS : null;
  }

  private static Map<String, Object> key(NetworkKey key) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("architecture", key.architecture());
    row.put("regime", key.regime().toString());
    row.put("seed", key.seed());
    row.put("dataset", key.dataset());
    row.put("alpha_train", key.alphaTrain());
    return row;
  }
}
