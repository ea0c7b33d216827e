package io.onnxfi.report;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.error.MissingResourceException;
import io.onnxfi.file.Folders;
import io.onnxfi.file.FreshFile;
import io.onnxfi.file.RunHeader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A folder that one process at a time fills with one run.
 *
 * <p>The order of its steps makes a kill between any two harmless. The manifest is there before any
 * result. {@code summary.json} is written after all other results and goes before any of them is
 * touched again: where it is, the run is finished, and a journal beside it is left over. Where it
 * is not, whatever {@code journal-*.bin} or, failing that, {@code stopped-*.bin} holds is known.
 */
public final class RunClaim implements AutoCloseable {
  private final RunDirectory run;
  private final List<String> backends;
  private final RunLock lock;
  private boolean isFinished;

  private RunClaim(RunDirectory run, List<String> backends, RunLock lock) {
    this.run = run;
    this.backends = List.copyOf(backends);
    this.lock = lock;
  }

  /**
   * Makes or reuses a folder for a run.
   *
   * @param manifest everything that is needed to repeat the run; the same run may be repeated in
   *     its own folder
   * @param resume whether to go on with what is there, perhaps to another margin
   * @throws MalformedInputException if the folder holds something else or another run, naming the
   *     first difference, or this run interrupted and {@code resume} is false
   * @throws MissingResourceException if another process is at work here, or the folder cannot be
   *     used
   */
  public static RunClaim take(
      Path path, Map<String, Object> manifest, List<String> backends, boolean resume) {
    RunDirectory run = new RunDirectory(path);
    Folders.requireNoFile(path, "--out");
    try {
      requireOwn(run);
      Folders.make(path, "--out");
      RunLock lock = run.lock();
      boolean isTaken = false;
      try {
        requireOwn(run);
        RunClaim claim = new RunClaim(run, backends, lock);
        claim.begin(manifest, resume);
        isTaken = true;
        return claim;
      } finally {
        if (!isTaken) {
          lock.close();
        }
      }
    } catch (IOException e) {
      throw cannotUse(path, e);
    }
  }

  /** A folder without a manifest may hold what a process leaves that is killed before that. */
  private static void requireOwn(RunDirectory run) throws IOException {
    if (!Files.exists(run.path()) || RunDirectory.isRun(run.path())) {
      return;
    }
    try (Stream<Path> entries = Files.list(run.path())) {
      if (entries.anyMatch(entry -> !run.isPassing(entry))) {
        throw MalformedInputException.of(
            "--out " + run.path(), "a new folder or the folder of this run", "other files in it");
      }
    }
  }

  private void begin(Map<String, Object> manifest, boolean resume) throws IOException {
    removeParts();
    RunIdentity wanted = RunIdentity.of(manifest);
    if (!RunDirectory.isRun(run.path())) {
      Json.write(run.file(RunDirectory.MANIFEST), manifest);
      return;
    }
    RunIdentity there = RunIdentity.of(Json.read(run.file(RunDirectory.MANIFEST)));
    there.require(wanted, run.path(), !resume);
    if (resume) {
      goOn(there, wanted, manifest);
    } else {
      repeat();
    }
  }

  private void goOn(RunIdentity there, RunIdentity wanted, Map<String, Object> manifest)
      throws IOException {
    requireOwnFaults(there);
    if (run.isFinished()) {
      boolean stopped = backends.stream().allMatch(id -> Files.exists(run.stopped(id)));
      if (!stopped || wanted.margin() >= there.margin()) {
        requireResults();
        finish();
        isFinished = true;
        return;
      }
      finish();
      reopen();
    }
    if (wanted.margin() != there.margin()) {
      Json.write(run.file(RunDirectory.MANIFEST), manifest);
    }
    for (String backend : backends) {
      if (Files.exists(run.journal(backend))) {
        Files.deleteIfExists(run.stopped(backend)); // a copy of part of it
      } else if (Files.exists(run.stopped(backend))) {
        Files.move(run.stopped(backend), run.journal(backend), StandardCopyOption.ATOMIC_MOVE);
      }
    }
    FreshFile.syncFolder(run.file(RunDirectory.MANIFEST));
  }

  /** Before anything is changed or run; a journal that was hardly begun is left to itself. */
  private void requireOwnFaults(RunIdentity identity) throws IOException {
    for (String backend : backends) {
      for (Path file : List.of(run.journal(backend), run.stopped(backend))) {
        if (Files.exists(file) && Files.size(file) >= RunHeader.BYTES) {
          RunHeader.read(file, RunHeader.Kind.JOURNAL).require(identity.stamp(backend), file);
        }
      }
    }
  }

  private void requireResults() {
    for (String backend : backends) {
      for (Path file : run.results(backend)) {
        if (!Files.exists(file)) {
          throw MalformedInputException.of(
              "--out " + run.path(),
              "all results of a finished run",
              "no %s; run it again without --resume".formatted(file.getFileName()));
        }
      }
    }
  }

  /** Never throws the work of an interrupted run away. */
  private void repeat() throws IOException {
    if (run.isFinished()) {
      finish();
      reopen();
      for (String backend : backends) {
        Files.deleteIfExists(run.stopped(backend));
      }
      return;
    }
    for (String backend : backends) {
      if (!Files.exists(run.journal(backend))) {
        Files.deleteIfExists(run.pieces(backend)); // without their journal
      }
      if (Files.exists(run.journal(backend)) || Files.exists(run.stopped(backend))) {
        throw new MalformedInputException(
            "--out %s holds this run, interrupted; continue with --resume, or choose another folder"
                .formatted(run.path()));
      }
    }
  }

  /** From here on the run is not finished, also after a power cut. */
  private void reopen() throws IOException {
    Files.delete(run.file(RunDirectory.SUMMARY));
    FreshFile.syncFolder(run.file(RunDirectory.SUMMARY));
  }

  private void removeParts() throws IOException {
    try (Stream<Path> entries = Files.list(run.path())) {
      for (Path part : entries.filter(RunDirectory::isPart).toList()) {
        Files.deleteIfExists(part);
      }
    }
  }

  /** The folder. */
  public RunDirectory directory() {
    return run;
  }

  /** Whether there is nothing to do: the run went on to its end before. */
  public boolean isFinished() {
    return isFinished;
  }

  /** Removes the journals of a run whose results are all written. */
  public void finish() {
    try {
      for (String backend : backends) {
        Files.deleteIfExists(run.pieces(backend));
        Files.deleteIfExists(run.journal(backend));
      }
    } catch (IOException e) {
      throw new MissingResourceException(
          "cannot clean up the folder %s (%s)".formatted(run.path(), e),
          "remove journal-* by hand",
          e);
    }
  }

  private static MissingResourceException cannotUse(Path path, IOException cause) {
    return new MissingResourceException(
        "cannot use the folder %s (%s)".formatted(path, cause), "choose another --out", cause);
  }

  /** Lets other processes in. */
  @Override
  public void close() {
    lock.close();
  }
}
