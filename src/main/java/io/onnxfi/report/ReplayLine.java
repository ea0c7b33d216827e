package io.onnxfi.report;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.fault.RowSelection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * The commands that repeat a run or one fault of it, made from its manifest. Files are named as
 * they were called; where they lie is not recorded.
 */
public final class ReplayLine {
  private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

  private static final double PERCENT = 100;

  private final Manifest manifest;
  private final int faults;
  private final String backends;
  private final String outcomes;
  private final Optional<List<Integer>> positions;

  private ReplayLine(RunResults run) {
    this.manifest = run.manifest();
    this.faults = run.backends().get(0).trials().size();
    this.backends = String.join(",", run.backends().stream().map(RunSide::id).toList());
    this.outcomes = run.backends().get(0).outcomes().source();
    this.positions = positions(manifest, faults);
  }

  /** The commands of a run. */
  public static ReplayLine of(RunResults run) {
    return new ReplayLine(run);
  }

  /** The replayed rows, counted from 0 in the whole list; nothing if the manifest cannot tell. */
  private static Optional<List<Integer>> positions(Manifest manifest, int faults) {
    OptionalInt listed = manifest.integer("faults", "listed");
    OptionalInt sample = manifest.integer("faults", "sample");
    String rows = manifest.text("faults", "rows").orElse("all");
    if (sample.isPresent()
        && (listed.isEmpty()
            || !manifest.text("faults", "generator").equals(Optional.of(RowSelection.GENERATOR)))) {
      return Optional.empty();
    }
    int size = listed.orElse(rows.equals("all") ? faults : Integer.MAX_VALUE);
    try {
      int[] chosen =
          rows.equals("all") ? IntStream.range(0, size).toArray() : RowSelection.ranges(rows, size);
      if (sample.isPresent()) {
        long seed = Long.parseLong(manifest.text("faults", "seed").orElse("0"));
        chosen = RowSelection.sample(chosen, sample.getAsInt(), seed);
      }
      return chosen.length == faults
          ? Optional.of(IntStream.of(chosen).boxed().toList())
          : Optional.empty();
    } catch (MalformedInputException | NumberFormatException e) {
      return Optional.empty(); // a manifest that was edited by hand
    }
  }

  /**
   * The row of a fault, counted from 0, in the file that the commands name.
   *
   * @param fault place in the run, from 0
   */
  public int row(int fault) {
    return positions.map(rows -> rows.get(fault)).orElse(fault);
  }

  /** Whether rows are those of the original list, not of the run's own outcomes. */
  public boolean isOfOriginalList() {
    return positions.isPresent();
  }

  /** Whether the commands of faults take the images from {@link DrawnImages}. */
  public boolean isDrawn() {
    return manifest.at("draw").isPresent();
  }

  /** Replays one fault; the row and the folder, {@code --rows N --out fault-N}, come last. */
  public String fault(int fault) {
    return faultPrefix() + row(fault) + " --out fault-" + row(fault);
  }

  /** What the commands of all faults begin with: everything before the number of the row. */
  public String faultPrefix() {
    List<String> words = words(positions.isPresent() ? listFile() : outcomes);
    if (isDrawn()) {
      words.addAll(List.of("--drawn", DrawnImages.FILE));
    }
    option(words, "--seed", "faults", "fault_seed");
    words.add("--rows");
    return line(words) + " ";
  }

  /** Repeats the whole run. */
  public String run() {
    List<String> words = words(listFile());
    manifest
        .text("faults", "rows")
        .filter(rows -> !rows.equals("all"))
        .ifPresent(rows -> words.addAll(List.of("--rows", rows)));
    manifest
        .text("faults", "sample")
        .ifPresent(
            sample ->
                words.addAll(
                    List.of(
                        "--sample",
                        sample,
                        "--seed",
                        manifest.text("faults", "seed").orElse("0"))));
    if (manifest.at("draw", "file").isPresent()) {
      option(words, "--drawn", "draw", "file");
    } else {
      option(words, "--images-per-fault", "draw", "images_per_fault");
    }
    option(words, "--margin", "stop", "margin_points");
    option(words, "--confidence", "stop", "confidence");
    option(words, "--strata", "stop", "strata");
    option(words, "--counts", RunDirectory.COUNTS);
    option(words, "--evidence", "evidence", "kind");
    manifest
        .at("evidence", "missed_at_most")
        .filter(Number.class::isInstance)
        .ifPresent(
            share ->
                words.addAll(
                    List.of(
                        "--missed-at-most",
                        Figures.plain(PERCENT * ((Number) share).doubleValue()))));
    boolean seeded = words.contains("--seed");
    manifest
        .text("draw", "seed")
        .or(() -> manifest.text("stop", "seed"))
        .or(() -> manifest.text("faults", "fault_seed"))
        .or(() -> manifest.text("evidence", "seed"))
        .filter(seed -> !seeded)
        .ifPresent(seed -> words.addAll(List.of("--seed", seed)));
    words.addAll(List.of("--out", "again"));
    return line(words);
  }

  private String listFile() {
    return manifest.text("faults", "file").orElse("LIST.csv");
  }

  private List<String> words(String list) {
    List<String> words = new ArrayList<>(List.of("./onnxfi", "replay"));
    words.addAll(List.of("--model", manifest.text("model", "file").orElse("MODEL.onnx")));
    words.addAll(List.of("--faults", list));
    option(words, "--fault", "faults", "fault");
    option(words, "--profile", "faults", "profile", "file");
    option(words, dataOption(manifest), "data", "name");
    option(words, "--labels", "data", "labels");
    resize(words);
    option(words, "--images", "data", "images");
    option(words, "--mean", "data", "mean");
    option(words, "--std", "data", "std");
    for (Map.Entry<String, Object> entry : manifest.object("options").entrySet()) {
      words.add("--" + entry.getKey().replace('_', '-'));
      words.add(Manifest.plain(entry.getValue()));
    }
    words.addAll(List.of("--backend", backends));
    option(words, "--device", "backends", "ort", "device");
    option(words, "--optimization", "backends", "ort", "optimization");
    return words;
  }

  /** The option that names the data: of arrays, the manifest has the inputs that they are for. */
  static String dataOption(Manifest manifest) {
    return manifest.at("data", "inputs").isPresent() ? "--inputs" : "--dataset";
  }

  private void option(List<String> words, String option, String... path) {
    manifest.at(path).ifPresent(value -> words.addAll(List.of(option, Manifest.plain(value))));
  }

  /**
   * Only folders of images have a choice of sizes; bringing one to its own size changes nothing.
   * What was more than that is recorded.
   */
  private void resize(List<String> words) {
    String name = manifest.text("data", "name").orElse("");
    if (name.startsWith("folder:")
        && !name.matches(".*@\\d+x\\d+x\\d+(\\+.*)?") // resized by its name
        && manifest.at("data", "image").orElse(null) instanceof List<?> shape
        && shape.size() == 3) {
      Optional<String> transform = manifest.text("data", "transform");
      if (transform.isPresent()) {
        words.addAll(List.of("--transform", transform.get()));
        return;
      }
      words.addAll(List.of("--resize", shape.get(1) + "x" + shape.get(2)));
    }
  }

  static String line(List<String> words) {
    return String.join(" ", words.stream().map(ReplayLine::quoted).toList());
  }

  /** As a POSIX shell takes it for one word. */
  private static String quoted(String word) {
    return SAFE.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
