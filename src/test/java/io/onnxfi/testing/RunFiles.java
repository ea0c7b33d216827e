package io.onnxfi.testing;

import io.onnxfi.report.AttributionBinding;
import io.onnxfi.report.Json;
import io.onnxfi.report.RunDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes a run directory by hand: chosen faults with chosen outcomes of 100 images each. */
public final class RunFiles {
  /** Images of every fault. */
  public static final int IMAGES = 100;

  private static final String COLUMNS =
      "Injection,Layer,TensorIndex,Bit,n_injections,masked,non_critical,critical";

  private final Path folder;
  private final Map<String, Object> manifest = new LinkedHashMap<>();
  private final Map<String, Object> faults = new LinkedHashMap<>();
  private final Map<String, Object> backends = new LinkedHashMap<>();
  private final List<Object> summaries = new ArrayList<>();

  private RunFiles(Path folder) {
    this.folder = folder;
    manifest.put("onnxfi", "0");
    manifest.put("model", new LinkedHashMap<>(Map.of("file", "net.onnx")));
    faults.put("file", "list.csv");
    manifest.put("faults", faults);
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("name", "mnist");
    data.put("images", IMAGES);
    data.put("mean", List.of(0.5));
    data.put("std", List.of(0.25));
    manifest.put("data", data);
    Map<String, Object> options = new LinkedHashMap<>();
    options.put("batch", 25);
    options.put("nan_rule", "numpy");
    manifest.put("options", options);
    manifest.put("backends", backends);
  }

  /** A run in a new folder. */
  public static RunFiles in(Path folder) {
    try {
      return new RunFiles(Files.createDirectories(folder));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Something about the fault list in the manifest. */
  public RunFiles faults(String key, Object value) {
    faults.put(key, value);
    return this;
  }

  /** Where the images of each fault come from, in the manifest. */
  public RunFiles draw(Map<String, Object> draw) {
    manifest.put("draw", draw);
    return this;
  }

  /**
   * The outcomes of a backend, of which 90 images are right without faults.
   *
   * @param rows as {@code 0,conv1,"(0, 1)",30,60,30,10}: fault, masked, non_critical, critical
   */
  public RunFiles backend(String id, String framework, String... rows) {
    Map<String, Object> described = new LinkedHashMap<>();
    described.put("framework", framework);
    if (id.equals("ort")) {
      described.put("device", "cpu");
      described.put("optimization", "all");
    }
    backends.put(id, described);
    summaries.add(Map.of("backend", id, "images", IMAGES, "clean_correct", 90));
    write("outcomes-" + id + ".csv", list(COLUMNS + ",due", ",0", rows));
    return this;
  }

  /** The outcomes that came with the list. */
  public RunFiles published(String... rows) {
    write("published.csv", list(COLUMNS, "", rows));
    return this;
  }

  private static String list(String header, String end, String... rows) {
    StringBuilder text = new StringBuilder(header).append('\n');
    for (String row : rows) {
      int counts = row.lastIndexOf(',', row.lastIndexOf(',', row.lastIndexOf(',') - 1) - 1);
      text.append(row, 0, counts).append(',').append(IMAGES);
      text.append(row.substring(counts)).append(end).append('\n');
    }
    return text.toString();
  }

  /** Any file. */
  public RunFiles write(String name, String text) {
    try {
      Files.writeString(folder.resolve(name), text);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes manifest and summary, and binds the causes, if there are any, to the outcomes. */
  public Path finish() {
    Path folder = unfinished();
    Json.write(folder.resolve("summary.json"), Map.of("backends", summaries));
    AttributionBinding.write(new RunDirectory(folder), List.copyOf(backends.keySet()));
    return folder;
  }

  /** Writes the manifest only, as of a run that was interrupted. */
  public Path unfinished() {
    Json.write(folder.resolve("manifest.json"), manifest);
    return folder;
  }
}
