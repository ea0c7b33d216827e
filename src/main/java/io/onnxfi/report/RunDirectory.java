package io.onnxfi.report;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.fault.model.FaultModel;
import io.onnxfi.fault.model.FaultModels;
import io.onnxfi.file.FreshFile;
import io.onnxfi.file.InputFile;
import io.onnxfi.file.RunStamp;
import io.onnxfi.outcome.Outcomes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The folder of one run: {@code manifest.json}, {@code outcomes-ID.csv} and {@code images-ID.bin}
 * per backend, {@code agreement.csv}, {@code published.csv}, {@code summary.json}; {@code
 * critical-ID.csv} instead where only critical pairs were counted; {@link DrawnImages} where each
 * fault had images of its own; {@code stopped-ID.bin} where a run stopped before all faults.
 *
 * @param path the folder
 */
public record RunDirectory(Path path) {
  /** What makes the run repeatable, and one run different from another. */
  public static final String MANIFEST = "manifest.json";

  /** The figures of a finished run; an unfinished one has none. */
  public static final String SUMMARY = "summary.json";

  /** The part of the manifest that says how answers were read, if not as they are. */
  public static final String JUDGED = "judged";

  /** Key of what a run counts, if it does not count all outcomes, in its manifest. */
  public static final String COUNTS = "counts";

  /** The part of the manifest that says when a run stops before all faults. */
  public static final String STOP = "stop";

  /** In that part, the margin: with a smaller one, the same run continues. */
  public static final String MARGIN = "margin_points";

  private static final String LOCK = "lock";

  private static final Pattern OWN =
      Pattern.compile(
          "manifest\\.json|summary\\.json|published\\.csv|drawn-images\\.csv"
              + "|agreement(-.*)?\\.csv|attribution(-published)?\\.(csv|json)|outcomes-.*\\.csv"
              + "|critical-.*\\.(csv|parquet)"
              + "|(images|journal|stopped)-.*\\.bin|journal-.*\\.bin\\.pieces");

  /** Whether a file is there only while a process is at work, or was killed. */
  boolean isPassing(Path file) {
    return file.equals(file(LOCK)) || isPart(file);
  }

  /** Whether a file was begun and not put in its place. */
  static boolean isPart(Path file) {
    return file.getFileName().toString().endsWith(FreshFile.SUFFIX);
  }

  /**
   * Keeps other processes out of the folder until the lock is closed.
   *
   * @throws io.onnxfi.error.MissingResourceException if another process is at work here
   */
  public RunLock lock() {
    return RunLock.take(file(LOCK));
  }

  /**
   * Whose file it is that has results of a backend here.
   *
   * @throws MalformedInputException if the manifest cannot be read
   */
  public RunStamp stamp(String backend) {
    return RunIdentity.of(Json.read(file(MANIFEST))).stamp(backend);
  }

  /** Whether all results are written. */
  public boolean isFinished() {
    return isRun(path) && Files.exists(file(SUMMARY));
  }

  /**
   * Requires a run that counts all outcomes, whose results are all written.
   *
   * @throws MalformedInputException if it is none, or not finished
   */
  public void requireFinished() {
    requireEnded();
    if (countsCritical()) {
      throw MalformedInputException.of(
          path.toString(), "a run that counts all outcomes", "one of --counts critical");
    }
  }

  /** Whether the run counts critical pairs and nothing else. */
  public boolean countsCritical() {
    return isRun(path) && Manifest.read(this).text(COUNTS).isPresent();
  }

  /**
   * Requires a run whose results are all written, whatever it counts.
   *
   * @throws MalformedInputException if it is none, or not finished
   */
  public void requireEnded() {
    if (!isRun(path)) {
      throw MalformedInputException.of(path.toString(), "a run directory (manifest.json)", found());
    }
    Manifest.read(this)
        .text("study")
        .ifPresent(
            study -> {
              throw MalformedInputException.of(
                  path.toString(), "a run of replay", "a study (%s)".formatted(study));
            });
    if (!isFinished()) {
      throw MalformedInputException.of(
          path.toString(),
          "a finished run (summary.json)",
          "an unfinished one; continue with the same replay command and --resume");
    }
  }

  /**
   * Requires that outcomes of a run are those of a finished one; others may lie anywhere.
   *
   * @param outcomes a file
   * @throws MalformedInputException if it lies in the folder of a run that is not finished
   */
  public static void requireFinishedAround(Path outcomes) {
    Path folder = outcomes.toAbsolutePath().getParent();
    if (isRun(folder)) {
      new RunDirectory(folder).requireFinished();
    }
  }

  /** The finished faults of an unfinished run. */
  public Path journal(String backend) {
    return file("journal-" + backend + ".bin");
  }

  /** The faults of an unfinished run that have been tried on some of their images. */
  public Path pieces(String backend) {
    return file("journal-" + backend + ".bin.pieces");
  }

  /** The finished faults of a run that stopped before it had tried all. */
  public Path stopped(String backend) {
    return file("stopped-" + backend + ".bin");
  }

  /** What stands at the path of a run that is none, in words that follow "found". */
  public String found() {
    return Files.isDirectory(path) ? "none" : InputFile.found(path);
  }

  /** Whether a folder holds a run. */
  public static boolean isRun(Path path) {
    return Files.isRegularFile(path.resolve(MANIFEST));
  }

  /** The files of a run that are here, not what else somebody put beside them. */
  public List<Path> files() {
    if (!Files.isDirectory(path)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(path)) {
      return files
          .filter(file -> OWN.matcher(String.valueOf(file.getFileName())).matches())
          .toList();
    } catch (IOException e) {
      throw new MalformedInputException("%s: cannot be read (%s)".formatted(path, e), e);
    }
  }

  /** A file of the run. */
  public Path file(String name) {
    return path.resolve(name);
  }

  /** Outcomes of one backend, as a list. */
  public Path outcomes(String backend) {
    return file("outcomes-" + backend + ".csv");
  }

  /** How often each fault is critical in one backend, in a run that counts no more than that. */
  public Path critical(String backend) {
    return file("critical-" + backend + ".csv");
  }

  /** Outcomes of one backend, image by image. */
  public Path images(String backend) {
    return file("images-" + backend + ".bin");
  }

  /** The same by column, in Parquet. */
  public Path criticalByColumn(String backend) {
    return file("critical-" + backend + ".parquet");
  }

  /** What a finished run has of a backend. */
  List<Path> results(String backend) {
    return countsCritical()
        ? List.of(critical(backend), criticalByColumn(backend))
        : List.of(outcomes(backend), images(backend));
  }

  /** The replayed rows of the list as they came, if it has outcomes for as many images. */
  public Path published() {
    return file("published.csv");
  }

  /** Why the frameworks differ, fault by fault, if somebody has looked for it. */
  public Path attribution() {
    return file("attribution.csv");
  }

  /** Says which outcomes the causes belong to; see {@link AttributionBinding}. */
  Path attributionBinding() {
    return file("attribution.json");
  }

  /** Backends that have outcomes here, in the order of their names. */
  public List<String> backends() {
    try (Stream<Path> files = Files.list(path)) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> name.startsWith("outcomes-") && name.endsWith(".csv"))
          .map(name -> name.substring("outcomes-".length(), name.length() - ".csv".length()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new MalformedInputException("%s: cannot be read (%s)".formatted(path, e), e);
    }
  }

  /**
   * The outcomes of a backend, if they are there, under the fault model of the run and on its
   * samples.
   */
  public Optional<Outcomes> readOutcomes(String backend) {
    if (!Files.exists(outcomes(backend))) {
      return Optional.empty();
    }
    Manifest manifest = isRun(path) ? Manifest.read(this) : Manifest.empty();
    Outcomes outcomes = Outcomes.read(outcomes(backend)).on(manifest.unit());
    return Optional.of(faultModel(manifest).map(outcomes::under).orElse(outcomes));
  }

  /** What the run did to the bits, if its manifest tells. */
  private Optional<FaultModel> faultModel(Manifest manifest) {
    return manifest
        .text("faults", "fault")
        .map(label -> FaultModels.parse(path + ", faults.fault", label));
  }
}
