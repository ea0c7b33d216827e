package io.onnxfi.study;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.error.MissingResourceException;
import io.onnxfi.file.Folders;
import io.onnxfi.file.FreshFile;
import io.onnxfi.report.Json;
import io.onnxfi.report.RunIdentity;
import io.onnxfi.report.RunLock;
import io.onnxfi.run.Machine;
import io.onnxfi.run.OnnxFi;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The folder that one process at a time fills with one study. The same study goes on in its folder
 * with what is there: a stopped one continues, one with more rates or seeds adds them.
 *
 * <p>Its {@code manifest.json} has a part {@value #IDENTITY}, which must be the same each time, and
 * everything else that is needed to repeat the study.
 */
public final class StudyFolder implements AutoCloseable {
  /** What makes a folder one of a study: the study's name. */
  public static final String STUDY = "study";

  /** The part of the manifest on which all results rest. */
  public static final String IDENTITY = "identity";

  private static final String MANIFEST = "manifest.json";
  private static final String LOCK = "lock";

  private final Path path;
  private final RunLock lock;

  private StudyFolder(Path path, RunLock lock) {
    this.path = path;
    this.lock = lock;
  }

  /**
   * Makes a folder, or goes on in that of the same study.
   *
   * @param study its name
   * @throws MalformedInputException if the folder holds something else or a study of other things,
   *     naming the first difference
   * @throws MissingResourceException if another process is at work there, or it cannot be used
   */
  public static StudyFolder claim(Path path, String study, Map<String, Object> identity) {
    Map<String, Object> own = new LinkedHashMap<>();
    own.put(STUDY, study);
    own.put(IDENTITY, identity);
    Folders.make(path, "--out");
    try {
      RunLock lock = RunLock.take(path.resolve(LOCK));
      try {
        requireOwn(path, own);
        return new StudyFolder(path, lock);
      } catch (IOException | RuntimeException e) {
        lock.close();
        throw e;
      }
    } catch (IOException e) {
      throw new MissingResourceException(
          "cannot use the folder %s (%s)".formatted(path, e), "choose another --out", e);
    }
  }

  private static void requireOwn(Path path, Map<String, Object> own) throws IOException {
    Path manifest = path.resolve(MANIFEST);
    if (Files.exists(manifest)) {
      Map<String, Object> there = new LinkedHashMap<>(Json.read(manifest));
      there.keySet().retainAll(own.keySet());
      RunIdentity.of(there).require(RunIdentity.of(own), path, true);
      return;
    }
    try (Stream<Path> entries = Files.list(path)) {
      if (entries.anyMatch(entry -> !isPassing(entry))) {
        throw MalformedInputException.of(
            "--out " + path, "a new folder or the folder of this study", "other files in it");
      }
    }
  }

  /** Whether a file is there only while a process is at work, or was killed. */
  private static boolean isPassing(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.equals(LOCK) || name.endsWith(FreshFile.SUFFIX);
  }

  /**
   * Writes what is needed to repeat the study, before any result.
   *
   * @param study its name
   * @param identity as it was claimed with
   * @param backends what the frameworks compute with, by id
   * @param config all options by name
   */
  public void describe(
      String study,
      Map<String, Object> identity,
      Map<String, Object> backends,
      Map<String, Object> config) {
    Map<String, Object> manifest = new LinkedHashMap<>();
    manifest.put("onnxfi", OnnxFi.version());
    manifest.put(STUDY, study);
    manifest.put(IDENTITY, identity);
    manifest.put("config", config);
    manifest.put("backends", backends);
    manifest.put("machine", Machine.describe());
    Json.write(file(MANIFEST), manifest);
    FreshFile.write(file(StudyConfig.FILE), StudyConfig.render(config));
  }

  /** The command that repeats a study, given in its folder. */
  public static String command(String study) {
    return "onnxfi study %s --config %s --out NEW".formatted(study, StudyConfig.FILE);
  }

  /** The folder. */
  public Path path() {
    return path;
  }

  /** A file in it. */
  public Path file(String name) {
    return path.resolve(name);
  }

  /** Lets other processes in. */
  @Override
  public void close() {
    lock.close();
  }
}
