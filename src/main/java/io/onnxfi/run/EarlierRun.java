package io.onnxfi.run;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.outcome.Outcomes;
import io.onnxfi.outcome.TrialOutcome;
import io.onnxfi.report.Manifest;
import io.onnxfi.report.RunDirectory;
import io.onnxfi.sampling.SamplingFrame;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The run that outcomes belong to, as far as something is known of it.
 *
 * @param manifest of the folder that the outcomes lie in; empty if it is no run
 */
record EarlierRun(Manifest manifest) {
  /**
   * The run of an outcomes file.
   *
   * @throws MalformedInputException if it is not finished
   */
  static EarlierRun of(Path outcomes) {
    RunDirectory.requireFinishedAround(outcomes);
    Path folder = outcomes.toAbsolutePath().getParent();
    return new EarlierRun(
        RunDirectory.isRun(folder) ? Manifest.read(new RunDirectory(folder)) : Manifest.empty());
  }

  /** Reads outcomes of it. */
  Outcomes read(Path outcomes) {
    return Outcomes.read(outcomes).on(manifest.unit());
  }

  /**
   * The number of images of the data set: as given, else as recorded, else the most that any fault
   * had.
   *
   * @param given by the user, if at all
   */
  int images(OptionalInt given, List<TrialOutcome> sample) {
    int most =
        Math.toIntExact(
            sample.stream().mapToLong(trial -> trial.counts().images()).max().orElseThrow());
    if (given.isPresent() && given.getAsInt() < most) {
      throw MalformedInputException.of(
          "--images",
          "at least the %d of the pilot".formatted(most),
          Integer.toString(given.getAsInt()));
    }
    OptionalInt recorded = manifest.integer("data", "images");
    return given.orElse(Math.max(most, recorded.orElse(most)));
  }

  /** The list that its faults were drawn from, if that is recorded. */
  Optional<SamplingFrame> list() {
    OptionalInt listed = manifest.integer("faults", "listed");
    return manifest
        .text("faults", "file")
        .filter(name -> listed.isPresent())
        .map(name -> new SamplingFrame(name, listed.getAsInt()));
  }

  /** The images that were run at a time, if that is recorded. */
  OptionalInt batch() {
    return manifest.integer("options", "batch");
  }
}
