package io.onnxfi.report;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.error.MissingResourceException;
import io.onnxfi.fault.FaultList;
import io.onnxfi.file.InputFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The folder of one run: {@code manifest.json}, {@code outcomes-ID.csv} and {@code images-ID.bin}
 * per backend, {@code agreement.csv}, {@code published.csv}, {@code summary.json}; {@link
 * DrawnImages} where each fault had images of its own; {@code stopped-ID.bin} where a run stopped
 * before all faults.
 *
 * @param path the folder
 */
public record RunDirectory(Path path) {
  /** What makes the run repeatable, and one run different from another. */
  public static final String MANIFEST = "manifest.json";

  /** The figures of a finished run; an unfinished one has none. */
  public static final String SUMMARY = "summary.json";

  /**
   * Makes or reuses a folder for a run.
   *
   * @param manifest everything that is needed to repeat the run; the same run may be repeated in
   *     its own folder
   * @param mayDiffer keys, joined by dots, whose values may be others than those of the run there
   * @throws MalformedInputException if the folder holds something else or another run, naming the
   *     first difference
   */
  public static RunDirectory claim(Path path, Map<String, Object> manifest, Set<String> mayDiffer) {
    RunDirectory run = new RunDirectory(path);
    try {
      Files.createDirectories(path);
      if (Files.exists(run.file(MANIFEST))) {
        Map<String, Object> wanted = flat(manifest);
        Map<String, Object> there = flat(Json.read(run.file(MANIFEST)));
        requireSame(path, without(mayDiffer, there), without(mayDiffer, wanted));
        if (!mayDiffer.isEmpty()) {
          Json.write(run.file(MANIFEST), manifest);
        }
      } else {
        try (Stream<Path> entries = Files.list(path)) {
          if (entries.findAny().isPresent()) {
            throw MalformedInputException.of(
                "--out " + path, "a new folder or one of this run", "other files in it");
          }
        }
        Json.write(run.file(MANIFEST), manifest);
      }
    } catch (IOException e) {
      throw new MissingResourceException(
          "cannot use the folder %s (%s)".formatted(path, e), "choose another --out", e);
    }
    return run;
  }

  private static Map<String, Object> without(Set<String> keys, Map<String, Object> flat) {
    Map<String, Object> rest = new TreeMap<>(flat);
    rest.keySet().removeAll(keys);
    return rest;
  }

  private static void requireSame(
      Path path, Map<String, Object> there, Map<String, Object> wanted) {
    TreeSet<String> keys = new TreeSet<>(there.keySet());
    keys.addAll(wanted.keySet());
    for (String key : keys) {
      Object old = there.get(key);
      Object now = wanted.get(key);
      if (!String.valueOf(old).equals(String.valueOf(now))) {
        throw new MalformedInputException(
            "--out %s belongs to another run: its %s is %s, here it is %s; choose another folder"
                .formatted(path, key, old, now));
      }
    }
  }

  /** Nested maps as one, keys joined by dots. */
  private static Map<String, Object> flat(Map<String, Object> nested) {
    Map<String, Object> flat = new TreeMap<>();
    nested.forEach((key, value) -> flatten(key, value, flat));
    return flat;
  }

  private static void flatten(String key, Object value, Map<String, Object> into) {
    if (value instanceof Map<?, ?> map) {
      map.forEach((inner, v) -> flatten(key + "." + inner, v, into));
    } else {
      into.put(key, value);
    }
  }

  /**
   * Keeps other processes out of the folder until the lock is closed.
   *
   * @throws MissingResourceException if another process is at work here
   */
  public RunLock lock() {
    return RunLock.take(file("lock"));
  }

  /**
   * Prepares a run: goes on with an interrupted one on request, and never throws its work away
   * unasked.
   *
   * @throws MalformedInputException if the folder holds an interrupted run and {@code resume} is
   *     false
   */
  public void begin(boolean resume, List<String> backends) {
    try {
      if (resume) {
        for (String backend : backends) {
          if (Files.exists(stopped(backend))) {
            Files.move(stopped(backend), journal(backend));
          }
        }
        Files.deleteIfExists(file(SUMMARY));
        return;
      }
      for (String backend : backends) {
        if (Files.exists(journal(backend))) {
          throw new MalformedInputException(
              "--out %s holds this run, interrupted; go on with --resume, or choose another folder"
                  .formatted(path));
        }
      }
      for (String backend : backends) {
        Files.deleteIfExists(stopped(backend));
      }
      Files.deleteIfExists(file(SUMMARY));
    } catch (IOException e) {
      throw new MissingResourceException(
          "cannot use the folder %s (%s)".formatted(path, e), "choose another --out", e);
    }
  }

  /**
   * Removes the journals of a run whose results are written, or sets them aside.
   *
   * @param isWhole whether all faults were tried; if not, the run can go on
   */
  public void finish(List<String> backends, boolean isWhole) {
    try {
      for (String backend : backends) {
        if (isWhole) {
          Files.deleteIfExists(journal(backend));
        } else {
          Files.move(journal(backend), stopped(backend), StandardCopyOption.REPLACE_EXISTING);
        }
      }
    } catch (IOException e) {
      throw new MissingResourceException(
          "cannot tidy the folder %s (%s)".formatted(path, e), "remove journal-*.bin by hand", e);
    }
  }

  /** The finished faults of an unfinished run. */
  public Path journal(String backend) {
    return file("journal-" + backend + ".bin");
  }

  /** The finished faults of a run that stopped before it had tried all. */
  private Path stopped(String backend) {
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

  /** A file of the run. */
  public Path file(String name) {
    return path.resolve(name);
  }

  /** Outcomes of one backend, as a list. */
  public Path outcomes(String backend) {
    return file("outcomes-" + backend + ".csv");
  }

  /** Outcomes of one backend, image by image. */
  public Path images(String backend) {
    return file("images-" + backend + ".bin");
  }

  /** The replayed rows of the list as they came, if it has outcomes for as many images. */
  public Path published() {
    return file("published.csv");
  }

  /** Why the frameworks differ, fault by fault, if somebody has looked for it. */
  public Path attribution() {
    return file("attribution.csv");
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

  /** The outcomes of a backend, if they are there. */
  public Optional<FaultList> readOutcomes(String backend) {
    return Files.exists(outcomes(backend))
        ? Optional.of(FaultList.read(outcomes(backend)))
        : Optional.empty();
  }
}
