package io.onnxfi.run;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.fault.FaultList;
import io.onnxfi.outcome.CriticalTable;
import io.onnxfi.outcome.Outcomes;
import io.onnxfi.report.CriticalSide;
import io.onnxfi.report.DrawnImages;
import io.onnxfi.report.ImageConfusion;
import io.onnxfi.report.Manifest;
import io.onnxfi.report.RunDirectory;
import io.onnxfi.sampling.MissedPairs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads the sides that a file or a folder holds, whatever was counted in them. */
final class SideReader {
  private SideReader() {}

  /** See {@link Side#of}. */
  static List<Side> read(Path path) {
    requireEnded(path);
    if (!Files.isDirectory(path)) {
      return List.of(ofFile(path));
    }
    RunDirectory run = new RunDirectory(path);
    if (run.countsCritical()) {
      return CriticalSide.read(run).stream()
          .map(side -> critical(path + " " + side.id(), Optional.of(side.id()), side))
          .toList();
    }
    List<Side> sides = new ArrayList<>();
    for (String backend : run.backends()) {
      run.readOutcomes(backend)
          .ifPresent(
              outcomes ->
                  sides.add(
                      measured(
                          path + " " + backend,
                          Optional.of(backend),
                          outcomes,
                          Optional.of(ImageConfusion.Side.of(run, backend, outcomes))
                              .filter(side -> Files.exists(side.images())),
                          Optional.of(run.file(DrawnImages.FILE)).filter(Files::exists))));
    }
    if (sides.isEmpty()) {
      throw MalformedInputException.of(path.toString(), "a finished run (outcomes-*.csv)", "none");
    }
    return sides;
  }

  private static Side ofFile(Path path) {
    RunDirectory folder = new RunDirectory(path.toAbsolutePath().getParent());
    if (folder.countsCritical()) {
      for (CriticalSide side : CriticalSide.read(folder)) {
        if (folder.critical(side.id()).equals(path.toAbsolutePath())) {
          return critical(path.toString(), Optional.empty(), side);
        }
      }
    }
    FaultList list = FaultList.read(path);
    Manifest manifest =
        RunDirectory.isRun(folder.path()) ? Manifest.read(folder) : Manifest.empty();
    if (!CriticalTable.isMeantBy(list.header())) {
      return measured(
          path.toString(),
          Optional.empty(),
          Outcomes.of(list).on(manifest.unit()),
          Optional.empty(),
          Optional.empty());
    }
    CriticalTable table = CriticalTable.of(list);
    long notRun = table.sum(row -> row.images() - row.run());
    List<String> notes = new ArrayList<>(list.notes());
    if (notRun > 0) {
      notes.add(
          "%s: %d pairs were not run, and what their audit found is not known, as the file is not in"
                  .formatted(list.source(), notRun)
              + " the folder of its run; critical ones among them are counted nowhere");
    }
    return new Side(
        path.toString(),
        Optional.empty(),
        table.outcomes(manifest.unit()),
        Optional.empty(),
        Optional.empty(),
        MissedPairs.NONE,
        notes);
  }

  private static Side measured(
      String name,
      Optional<String> backend,
      Outcomes outcomes,
      Optional<ImageConfusion.Side> images,
      Optional<Path> drawn) {
    return new Side(name, backend, outcomes, images, drawn, MissedPairs.NONE, outcomes.notes());
  }

  private static Side critical(String name, Optional<String> backend, CriticalSide side) {
    List<String> notes = new ArrayList<>(side.outcomes().notes());
    if (!side.missed().isNone()) {
      notes.add(
          String.format(
              Locale.ROOT,
              "%s: up to %,.1f more pairs may be critical, as not all were run (upper 95 %% limit)",
              name,
              side.missed().most()));
    }
    return new Side(
        name, backend, side.outcomes(), Optional.empty(), Optional.empty(), side.missed(), notes);
  }

  /**
   * Requires that a path is no run, or no file of one, that has not ended.
   *
   * @throws MalformedInputException if it is
   */
  static void requireEnded(Path path) {
    RunDirectory folder =
        new RunDirectory(Files.isDirectory(path) ? path : path.toAbsolutePath().getParent());
    if (Files.isDirectory(path) || RunDirectory.isRun(folder.path())) {
      folder.requireEnded();
    }
  }
}
