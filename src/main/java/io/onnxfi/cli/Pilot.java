package io.onnxfi.cli;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.error.MissingResourceException;
import io.onnxfi.fault.FaultList;
import io.onnxfi.report.Json;
import io.onnxfi.report.Manifest;
import io.onnxfi.report.RunDirectory;
import io.onnxfi.sampling.CostModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A small replay whose outcomes and times a plan is made of.
 *
 * @param outcomes of its faults
 * @param framework that it was run in
 * @param images of the data set
 * @param cost of faults and images, if any were run
 */
record Pilot(FaultList outcomes, String framework, int images, Optional<CostModel> cost) {
  /** Images per fault, if nobody says: their share of a rate's error is about a thousandth. */
  private static final int IMAGES = 100;

  /**
   * Runs a pilot.
   *
   * @param shared options that a replay takes too
   */
  static Pilot run(PilotOptions options, Map<String, String> shared, Terminal terminal) {
    if (options.out().isPresent()) {
      return run(
          words(options, shared, options.out().get()),
          terminal,
          () -> Replay.offerToGoOn(terminal));
    }
    Path folder = temporaryFolder();
    try {
      return run(
          words(options, shared, folder),
          terminal,
          () -> {
            remove(folder);
            terminal.remark("\nonnxfi: interrupted; with --out, a pilot can go on");
          });
    } finally {
      remove(folder);
    }
  }

  private static Pilot run(List<String> words, Terminal terminal, Runnable farewell) {
    ReplayCommand command = ReplayCommand.of(words).withAboutImages(IMAGES);
    Replay replay = command.prepare(terminal.withoutResults(), farewell);
    command.run(replay);
    RunDirectory run = new RunDirectory(replay.plan().out());
    String backend = run.backends().get(0);
    return new Pilot(
        run.readOutcomes(backend).orElseThrow(),
        new Manifest(Json.read(run.file(RunDirectory.MANIFEST)))
            .text("backends", backend, "framework")
            .orElse(backend),
        replay.plan().campaign().images().size(),
        replay.time(backend).cost());
  }

  private static List<String> words(PilotOptions options, Map<String, String> shared, Path out) {
    String backend = shared.get(ReplayOptions.BACKEND);
    if (backend.contains(",")) {
      throw MalformedInputException.of(
          ReplayOptions.BACKEND, "one backend for a pilot, ort or djl", backend);
    }
    List<String> words = new ArrayList<>();
    shared.forEach((name, value) -> words.addAll(List.of(name, value)));
    words.addAll(options.words(out));
    return words;
  }

  private static Path temporaryFolder() {
    try {
      return Files.createTempDirectory("onnxfi-pilot");
    } catch (IOException e) {
      throw new MissingResourceException(
          "no temporary folder can be made (%s)".formatted(e), "give --out", e);
    }
  }

  private static void remove(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      // what is left of it lies where the system clears up
    }
  }
}
