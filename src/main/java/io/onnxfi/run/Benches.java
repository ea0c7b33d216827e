package io.onnxfi.run;

import io.onnxfi.backend.Backend;
import io.onnxfi.backend.BackendProvider;
import io.onnxfi.campaign.Preflight;
import io.onnxfi.error.MalformedInputException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Times the engines on a campaign, on this machine, in each of its frameworks. */
public final class Benches {
  /** {@link #growth} takes up to this many times the faults and the images. */
  public static final int GROWTH = GrowthBench.STEP;

  private Benches() {}

  /**
   * What was measured.
   *
   * @param figures by the id of the framework, and what they were measured on
   * @param exact whether both engines gave the same counts for every fault
   */
  public record Result(Map<String, Object> figures, boolean exact) {}

  /**
   * The cutting engine against running the whole model for every fault.
   *
   * @param tables told of each framework's figures, for people, as soon as they are there
   */
  public static Result engines(CampaignSpec spec, RunListener listener, Consumer<String> tables) {
    PreparedRun run = PreparedRun.of(spec, listener);
    preflight(run);
    Map<String, Object> figures = machine();
    boolean exact = true;
    for (BackendProvider provider : run.backends()) {
      EngineBench bench = new EngineBench(spec.settings(), spec.execution(), listener);
      bench.run(provider, run.campaign());
      tables.accept(bench.text());
      figures.put(provider.id(), bench.json());
      exact &= bench.isExact();
    }
    return new Result(figures, exact);
  }

  /**
   * Counts of critical pairs, for the whole list, against both engines, which run the rows that are
   * drawn from it.
   *
   * @param evidence what is to stand behind the counts
   * @param missedAtMost share of the critical pairs that may be missed, at 95 % confidence
   * @param out an empty folder for the counts, if they are to be kept
   * @param tables told of each framework's figures, for people, as soon as they are there
   */
  public static Result critical(
      CampaignSpec spec,
      Evidence evidence,
      double missedAtMost,
      Optional<Path> out,
      RunListener listener,
      Consumer<String> tables) {
    PreparedRun drawn = PreparedRun.of(spec, listener);
    PreparedRun whole = PreparedRun.of(spec.whole(), RunListener.SILENT);
    CriticalRun.require(whole, evidence);
    preflight(drawn);
    Map<String, Object> figures = machine();
    boolean exact = true;
    for (BackendProvider provider : drawn.backends()) {
      CriticalBench bench = new CriticalBench(drawn, whole, evidence, missedAtMost, out, listener);
      bench.run(provider);
      tables.accept(bench.text());
      figures.put(provider.id(), bench.json());
      exact &= bench.isWithin();
    }
    return new Result(figures, exact);
  }

  /**
   * How time grows with faults, images and depth: from a quarter to four times the numbers of the
   * specification.
   *
   * @param spec with a number of faults to draw and a number of images
   * @param tables told of each framework's figures, for people, as soon as they are there
   */
  public static Result growth(CampaignSpec spec, RunListener listener, Consumer<String> tables) {
    int faults = spec.list().sample().orElseThrow();
    int images = spec.data().count().orElseThrow();
    if (images < GrowthBench.STEP || faults < GrowthBench.STEP) {
      throw MalformedInputException.of(
          "--images and --sample",
          "at least %d each".formatted(GrowthBench.STEP),
          images + " and " + faults);
    }
    PreparedRun run = PreparedRun.of(spec, listener);
    preflight(run);
    Map<String, Object> figures = machine();
    for (BackendProvider provider : run.backends()) {
      try (Backend backend = provider.open(spec.settings())) {
        GrowthBench bench = new GrowthBench(backend, spec.execution(), listener);
        bench.run(
            backend,
            (some, shown) -> PreparedRun.of(spec.of(some, shown), RunListener.SILENT).campaign(),
            faults,
            images);
        tables.accept(bench.text());
        figures.put(provider.id(), bench.json());
      }
    }
    return new Result(figures, true);
  }

  private static void preflight(PreparedRun run) {
    Preflight preflight = new Preflight(run.spec().model().file().toString(), run.campaign());
    for (BackendProvider provider : run.backends()) {
      try (Backend backend = provider.open(run.spec().settings())) {
        preflight.run(backend);
      }
    }
  }

  private static Map<String, Object> machine() {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("onnxfi", OnnxFi.version());
    figures.put("machine", Machine.describe());
    return figures;
  }
}
