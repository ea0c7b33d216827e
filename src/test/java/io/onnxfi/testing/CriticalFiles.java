package io.onnxfi.testing;

import io.onnxfi.report.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes the folder of a run that counts critical pairs. */
public final class CriticalFiles {
  /** The columns of its tables. */
  public static final String HEADER =
      "Injection,Layer,TensorIndex,Bit,n_injections,critical,not_critical,proven,screened,run\n";

  private final Path folder;
  private final Map<String, Object> backends = new LinkedHashMap<>();
  private final List<Map<String, Object>> summaries = new ArrayList<>();

  private CriticalFiles(Path folder) {
    this.folder = folder;
  }

  /** A folder that is made if need be. */
  public static CriticalFiles in(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new CriticalFiles(folder);
  }

  /** A fault on some images, of which some were not run. */
  public static String row(
      int injection, String layer, String index, int bit, int images, int critical, int screened) {
    return "%d,%s,\"%s\",%d,%d,%d,%d,0,%d,%d"
        .formatted(
            injection,
            layer,
            index,
            bit,
            images,
            critical,
            images - critical,
            screened,
            images - screened);
  }

  /**
   * A framework.
   *
   * @param missed limit on the critical pairs that were not run
   */
  public CriticalFiles backend(String id, String framework, double missed, List<String> rows) {
    write("critical-" + id + ".csv", HEADER + String.join("\n", rows) + "\n");
    backends.put(id, Map.of("framework", framework));
    long critical = sum(rows, 5);
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("backend", id);
    summary.put("pairs", sum(rows, 6));
    summary.put("critical", critical);
    summary.put("run", sum(rows, 1));
    summary.put("screened", sum(rows, 2));
    summary.put("audited", 50);
    summary.put("contradicted", Map.of("conv1, loss below 0.1", 2));
    summary.put("run_because_of_that", List.of());
    summary.put("missed_at_most_pairs", missed);
    summary.put("missed_at_most_share", missed == 0 ? 0 : missed / (critical + missed));
    summaries.add(summary);
    return this;
  }

  /** Sum of a column that is counted from the right, from 1. */
  private static long sum(List<String> rows, int fromRight) {
    return rows.stream()
        .map(row -> row.split(",", -1))
        .mapToLong(cells -> Long.parseLong(cells[cells.length - fromRight]))
        .sum();
  }

  /** Writes the rest. */
  public Path finish() {
    Map<String, Object> manifest = new LinkedHashMap<>();
    manifest.put("onnxfi", "0.0.0");
    manifest.put("model", Map.of("file", "m.onnx", "sha256", "0"));
    manifest.put("faults", Map.of("file", "L.csv", "fault", "flip", "rows", "all"));
    manifest.put("data", Map.of("name", "synthetic", "images", 10));
    manifest.put("backends", backends);
    manifest.put("counts", "critical");
    manifest.put(
        "evidence", Map.of("kind", "audited", "missed_at_most", 0.01, "seed", 4, "loss", 0.1));
    Json.write(folder.resolve("manifest.json"), manifest);
    Json.write(
        folder.resolve("summary.json"),
        Map.of("backends", summaries, "tensors_without_rule", List.of("bn.weight")));
    return folder;
  }

  private void write(String name, String text) {
    try {
      Files.writeString(folder.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
