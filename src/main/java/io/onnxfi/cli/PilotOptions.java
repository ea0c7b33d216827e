package io.onnxfi.cli;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.run.ImageDraw;
import io.onnxfi.run.Pilot;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;

/** A pilot that is run before the plan is made. */
final class PilotOptions {
  private static final List<String> OWN =
      List.of("--pilot-faults", "--images-per-fault", "--seed", "--out", "--resume");

  @Option(
      names = "--model",
      paramLabel = "M.onnx",
      description = "Run a pilot on this model, with --faults and --dataset.")
  private Path model;

  @Option(
      names = "--pilot-faults",
      paramLabel = "N",
      defaultValue = "512",
      description = "Faults of the pilot, drawn at random (default: ${DEFAULT-VALUE}).")
  private int faults;

  @Option(
      names = "--images-per-fault",
      paramLabel = "M",
      description =
          "Random images for each fault of the pilot, drawn separately, a multiple of --batch"
              + " (default: about 100).")
  private Integer imagesPerFault;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "0",
      description = "Seed of the draws of faults and images (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--out",
      paramLabel = "PILOT",
      description = "Keep the pilot in this folder, as an ordinary run.")
  private Path out;

  @Option(names = "--resume", description = "Continue an interrupted pilot in its folder.")
  private boolean resume;

  /** Whether a pilot is to be run. */
  boolean isWanted() {
    return model != null;
  }

  /** The seed of all draws. */
  long seed() {
    return seed;
  }

  Optional<Path> out() {
    return Optional.ofNullable(out);
  }

  /** Checks what was given together. */
  void check(ParseResult given) {
    if (model == null) {
      Stream.concat(OWN.stream(), ReplayOptions.ofModel().stream())
          .filter(given::hasMatchedOption)
          .findFirst()
          .ifPresent(PilotOptions::refuseWithoutModel);
      return;
    }
    requireOne(given, "--faults");
    requireOne(given, "--dataset", "--inputs");
    if (resume && out == null) {
      throw MalformedInputException.of("--resume", "--out with it", "none");
    }
    if (faults < 2) {
      throw MalformedInputException.of("--pilot-faults", "at least 2", Integer.toString(faults));
    }
    if (imagesPerFault != null && imagesPerFault < 2) {
      throw MalformedInputException.of(
          "--images-per-fault", "at least 2 in a pilot", Integer.toString(imagesPerFault));
    }
  }

  private static void requireOne(ParseResult given, String... options) {
    if (Stream.of(options).noneMatch(given::hasMatchedOption)) {
      throw MalformedInputException.of(
          "--model", String.join(" or ", options) + " with it, for a pilot", "none");
    }
  }

  private static void refuseWithoutModel(String option) {
    throw MalformedInputException.of(
        option, "--model with it, since only a pilot uses it", "no --model");
  }

  /** The model. */
  Path model() {
    return model;
  }

  /** Faults of the pilot. */
  int faults() {
    return faults;
  }

  /** Whether to go on with an interrupted pilot. */
  boolean isResumed() {
    return resume;
  }

  /** The images of each fault. */
  ImageDraw draw() {
    return imagesPerFault == null
        ? new ImageDraw.About(Pilot.IMAGES)
        : new ImageDraw.Random(imagesPerFault);
  }
}
