package io.onnxfi.report;

import io.onnxfi.sampling.SamplingPlan;
import io.onnxfi.workload.SampleKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The commands that carry a plan out, ready to be pasted. What is not known stands in capitals.
 *
 * @param options of the replay that do not depend on the plan, by name
 * @param seed of the draws of faults and images
 */
public record PlanLines(Map<String, String> options, long seed) {
  private static final String LONGER_LIST = "longer.csv";
  private static final double SLACK = 1.05;

  /** Copies, model, list and data set first. */
  public PlanLines {
    Map<String, String> ordered = new LinkedHashMap<>();
    ordered.put("--model", "MODEL.onnx");
    ordered.put("--faults", "LIST.csv");
    ordered.put("--dataset", "DATASET");
    if (options.containsKey("--inputs")) {
      ordered.remove("--dataset");
    }
    ordered.putAll(options);
    options = Collections.unmodifiableMap(ordered);
  }

  /** What samples are called in a replay with these options. */
  SampleKind unit() {
    return options.containsKey("--inputs") ? SampleKind.SAMPLE : SampleKind.IMAGE;
  }

  /**
   * Commands like that of an earlier run.
   *
   * @param manifest of the run; empty if there is none
   * @param outcomes a file of outcomes, which serves as the list if no other is known
   * @param given options that come before those of the run
   */
  public static PlanLines like(
      Manifest manifest, String outcomes, Map<String, String> given, long seed) {
    Map<String, String> options = new LinkedHashMap<>();
    options.put("--faults", outcomes);
    option(options, "--model", manifest, "model", "file");
    option(options, "--faults", manifest, "faults", "file");
    option(options, "--fault", manifest, "faults", "fault");
    option(options, "--profile", manifest, "faults", "profile", "file");
    option(options, ReplayLine.dataOption(manifest), manifest, "data", "name");
    option(options, "--labels", manifest, "data", "labels");
    option(options, "--transform", manifest, "data", "transform");
    option(options, "--images", manifest, "data", "images");
    option(options, "--mean", manifest, "data", "mean");
    option(options, "--std", manifest, "data", "std");
    for (String name : manifest.object("options").keySet()) {
      option(options, "--" + name.replace('_', '-'), manifest, "options", name);
    }
    options.putAll(given);
    return new PlanLines(options, seed);
  }

  private static void option(
      Map<String, String> options, String name, Manifest manifest, String... path) {
    manifest.at(path).ifPresent(value -> options.put(name, Manifest.plain(value)));
  }

  /**
   * Replays a design.
   *
   * @param images of the data set
   */
  String replay(SamplingPlan.Design design, int images) {
    return replay(options, design, images);
  }

  private String replay(Map<String, String> with, SamplingPlan.Design design, int images) {
    List<String> words = new ArrayList<>(List.of("./onnxfi", "replay"));
    with.forEach((name, value) -> words.addAll(List.of(name, value)));
    words.addAll(List.of("--sample", Long.toString(design.faults())));
    if (design.imagesPerFault() < images) {
      words.addAll(List.of("--images-per-fault", Integer.toString(design.imagesPerFault())));
    }
    words.addAll(List.of("--seed", Long.toString(seed), "--out", "run"));
    return ReplayLine.line(words);
  }

  /**
   * Draws a list that is long enough for a design, by the formula of {@code faults generate} with
   * some slack for its finite-population correction.
   *
   * @param z normal quantile of the confidence
   */
  String generate(SamplingPlan.Design design, double z) {
    double margin = z / 2 / Math.sqrt(SLACK * design.faults());
    return ReplayLine.line(
        List.of(
            "./onnxfi",
            "faults",
            "generate",
            "--model",
            options.get("--model"),
            "--margin",
            String.format(Locale.ROOT, "%.3g", margin),
            "--t",
            String.format(Locale.ROOT, "%.4g", z),
            "--out",
            LONGER_LIST));
  }

  /**
   * Runs a pilot and plans again.
   *
   * @param margin a share
   */
  String pilot(double margin) {
    List<String> words = new ArrayList<>(List.of("./onnxfi", "plan"));
    words.addAll(List.of("--margin", Figures.plain(100 * margin)));
    options.forEach((name, value) -> words.addAll(List.of(name, value)));
    words.addAll(List.of("--out", "pilot"));
    return ReplayLine.line(words);
  }

  /** Replays a design on that list. */
  String replayOfLongerList(SamplingPlan.Design design, int images) {
    Map<String, String> with = new LinkedHashMap<>(options);
    with.put("--faults", LONGER_LIST);
    return replay(with, design, images);
  }
}
