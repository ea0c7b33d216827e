package io.onnxfi.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.error.MissingResourceException;
import io.onnxfi.file.FreshFile;
import io.onnxfi.file.RunHeader;
import io.onnxfi.file.RunStamp;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunClaimTest {
  private static final List<String> BACKENDS = List.of("ort", "djl");

  @TempDir private Path folder;

  private static Map<String, Object> manifest(String model, Double margin) {
    Map<String, Object> manifest = new LinkedHashMap<>();
    manifest.put("model", Map.of("sha256", model));
    if (margin != null) {
      Map<String, Object> stop = new LinkedHashMap<>();
      stop.put("margin_points", margin);
      stop.put("seed", 7);
      manifest.put("stop", stop);
    }
    return manifest;
  }

  private static RunClaim claim(Path run, Map<String, Object> manifest, boolean resume) {
    return RunClaim.take(run, manifest, BACKENDS, resume);
  }

  /** A run with all its results, stopped at a margin if there is one. */
  private Path finished(Double margin) throws IOException {
    Path run = folder.resolve("run");
    claim(run, manifest("a", margin), false).close();
    for (String backend : BACKENDS) {
      Files.writeString(run.resolve("outcomes-" + backend + ".csv"), "outcomes " + backend);
      Files.writeString(run.resolve("images-" + backend + ".bin"), "images " + backend);
      if (margin != null) {
        Files.write(run.resolve("stopped-" + backend + ".bin"), faults(run, backend, 0));
      }
    }
    Files.writeString(run.resolve("summary.json"), "{}");
    return run;
  }

  /** A journal without records, told from others by what would be in them. */
  private static byte[] faults(Path run, String backend, int more) {
    RunStamp stamp = new RunDirectory(run).stamp(backend);
    byte[] header = new RunHeader(RunHeader.Kind.JOURNAL, stamp, 10, 78).bytes();
    return Arrays.copyOf(header, header.length + more);
  }

  private static Map<String, String> files(Path run) throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> entries = Files.list(run)) {
      for (Path file : entries.toList()) {
        files.put(
            file.getFileName().toString(),
            Files.getLastModifiedTime(file)
                + " "
                + HexFormat.of().formatHex(Files.readAllBytes(file)));
      }
    }
    return files;
  }

  private static void age(Path run) throws IOException {
    try (Stream<Path> entries = Files.list(run)) {
      for (Path file : entries.toList()) {
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000_000_000L));
      }
    }
  }

  @Test
  void shouldTouchNothingOfAFinishedRun() throws IOException {
    Path run = finished(null);
    age(run);
    Map<String, String> before = files(run);
    try (RunClaim claim = claim(run, manifest("a", null), true)) {
      assertThat(claim.isFinished()).isTrue();
    }
    assertThat(files(run)).isEqualTo(before);
  }

  @Test
  void shouldTouchNothingOfARunThatStoppedAtASmallerMargin() throws IOException {
    Path run = finished(0.5);
    age(run);
    Map<String, String> before = files(run);
    for (double margin : new double[] {0.5, 2}) {
      try (RunClaim claim = claim(run, manifest("a", margin), true)) {
        assertThat(claim.isFinished()).isTrue();
      }
      assertThat(files(run)).isEqualTo(before);
    }
  }

  @Test
  void shouldGoOnToASmallerMargin() throws IOException {
    Path run = finished(0.5);
    try (RunClaim claim = claim(run, manifest("a", 0.1), true)) {
      assertThat(claim.isFinished()).isFalse();
      assertThat(run.resolve("summary.json")).doesNotExist();
      assertThat(run.resolve("stopped-ort.bin")).doesNotExist();
      assertThat(run.resolve("journal-ort.bin")).hasBinaryContent(faults(run, "ort", 0));
      assertThat(run.resolve("journal-djl.bin")).hasBinaryContent(faults(run, "djl", 0));
      assertThat(run.resolve("manifest.json")).content().contains("\"margin_points\" : 0.1");
    }
  }

  @Test
  void shouldStampFilesAlikeWhateverTheMargin() throws IOException {
    Path run = finished(0.5);
    RunDirectory directory = new RunDirectory(run);
    var before = directory.stamp("ort");
    claim(run, manifest("a", 0.1), true).close();
    assertThat(directory.stamp("ort")).isEqualTo(before).isNotEqualTo(directory.stamp("djl"));
    claim(folder.resolve("other"), manifest("b", 0.1), false).close();
    assertThat(new RunDirectory(folder.resolve("other")).stamp("ort")).isNotEqualTo(before);
  }

  /** The journal was begun anew or is whole; what stopped is a copy of part of it. */
  @Test
  void shouldGoOnFromTheJournalIfBothAreThere() throws IOException {
    Path run = finished(0.5);
    Files.delete(run.resolve("summary.json"));
    Files.write(run.resolve("journal-ort.bin"), faults(run, "ort", 3));
    try (RunClaim claim = claim(run, manifest("a", 0.5), true)) {
      assertThat(claim.isFinished()).isFalse();
      assertThat(run.resolve("journal-ort.bin")).hasBinaryContent(faults(run, "ort", 3));
      assertThat(run.resolve("journal-djl.bin")).hasBinaryContent(faults(run, "djl", 0));
      assertThat(run.resolve("stopped-ort.bin")).doesNotExist();
    }
  }

  /** Before the summary goes, and before any backend has run for hours. */
  @Test
  void shouldRefuseTheFaultsOfAnotherRunAndChangeNothing() throws IOException {
    Path run = finished(0.5);
    Path stopped = run.resolve("stopped-djl.bin");
    Files.write(stopped, faults(run, "ort", 0));
    Map<String, String> before = files(run);
    assertThatThrownBy(() -> claim(run, manifest("a", 0.1), true))
        .isInstanceOf(MalformedInputException.class)
        .hasMessage(stopped + ": expected the file of backend djl, found that of backend ort");
    assertThat(files(run)).isEqualTo(before);
  }

  @Test
  void shouldRefuseTheFaultsOfAnEarlierVersionAndChangeNothing() throws IOException {
    Path run = finished(0.5);
    Path stopped = run.resolve("stopped-djl.bin");
    byte[] earlier = faults(run, "djl", 0);
    earlier["OFI-JRNL".length() + Integer.BYTES - 1] = 2;
    Files.write(stopped, earlier);
    Map<String, String> before = files(run);
    assertThatThrownBy(() -> claim(run, manifest("a", 0.1), true))
        .isInstanceOf(MalformedInputException.class)
        .hasMessage(
            stopped
                + ": expected a journal of finished faults of version 3, found version 2, written"
                + " by an earlier version of OnnxFI, which this one cannot resume; replay with"
                + " --out of a new folder");
    assertThat(files(run)).isEqualTo(before);
    claim(run, manifest("a", 0.5), false).close();
    assertThat(stopped).as("of a run that is repeated").doesNotExist();
  }

  @Test
  void shouldClearWhatAKillLeft() throws IOException {
    Path run = finished(null);
    Files.writeString(run.resolve("summary.json" + FreshFile.SUFFIX), "{");
    Files.writeString(run.resolve("journal-ort.bin"), "left over");
    Files.writeString(run.resolve("journal-ort.bin.pieces"), "left over");
    Files.writeString(run.resolve("lock"), "");
    claim(run, manifest("a", null), true).close();
    assertThat(files(run).keySet())
        .containsExactly(
            "images-djl.bin",
            "images-ort.bin",
            "manifest.json",
            "outcomes-djl.csv",
            "outcomes-ort.csv",
            "summary.json");
  }

  @Test
  void shouldBeginInAFolderWhereAProcessWasKilledBeforeTheManifest() throws IOException {
    Path run = Files.createDirectory(folder.resolve("run"));
    Files.writeString(run.resolve("lock"), "");
    Files.writeString(run.resolve("manifest.json" + FreshFile.SUFFIX), "{");
    claim(run, manifest("a", null), false).close();
    assertThat(files(run).keySet()).containsExactly("manifest.json");
  }

  @Test
  void shouldKeepTheWorkOfAnInterruptedRun() throws IOException {
    Path run = folder.resolve("run");
    claim(run, manifest("a", null), false).close();
    Files.writeString(run.resolve("journal-djl.bin"), "faults");
    Map<String, String> before = files(run);
    assertThatThrownBy(() -> claim(run, manifest("a", null), false))
        .isInstanceOf(MalformedInputException.class)
        .hasMessage(
            "--out %s holds this run, interrupted; continue with --resume, or choose another folder"
                .formatted(run));
    assertThat(files(run)).isEqualTo(before);
  }

  /** Pieces belong to their journal. */
  @Test
  void shouldBeginAnewWhereTheJournalWasTakenAway() throws IOException {
    Path run = folder.resolve("run");
    claim(run, manifest("a", null), false).close();
    Files.writeString(run.resolve("journal-djl.bin.pieces"), "pieces");
    claim(run, manifest("a", null), false).close();
    assertThat(files(run).keySet()).containsExactly("manifest.json");
  }

  @Test
  void shouldSayThatResultsOfAFinishedRunAreMissing() throws IOException {
    Path run = finished(null);
    Files.delete(run.resolve("images-djl.bin"));
    assertThatThrownBy(() -> claim(run, manifest("a", null), true))
        .isInstanceOf(MalformedInputException.class)
        .hasMessage(
            "--out %s: expected all results of a finished run, found no images-djl.bin; run it again"
                    .formatted(run)
                + " without --resume");
  }

  @Test
  void shouldRefuseAnotherRunAndChangeNothing() throws IOException {
    Path run = finished(0.5);
    age(run);
    Map<String, String> before = files(run);
    assertThatThrownBy(() -> claim(run, manifest("b", 0.5), true))
        .isInstanceOf(MalformedInputException.class)
        .hasMessage(
            "--out %s belongs to another run: its model.sha256 is a, here it is b; choose another"
                    .formatted(run)
                + " folder");
    assertThatThrownBy(() -> claim(run, manifest("a", 0.1), false))
        .hasMessageContaining("its stop.margin_points is 0.5, here it is 0.1");
    assertThat(files(run)).isEqualTo(before);
  }

  /**
   * A second process with another margin would otherwise have changed the manifest of the first.
   */
  @Test
  void shouldKeepASecondProcessOutBeforeItChangesAnything() throws IOException {
    Path run = finished(0.5);
    try (RunClaim first = claim(run, manifest("a", 0.5), true)) {
      assertThat(first.isFinished()).isTrue();
      String manifest = Files.readString(run.resolve("manifest.json"));
      assertThatThrownBy(() -> claim(run, manifest("a", 0.1), true))
          .isInstanceOf(MissingResourceException.class)
          .hasMessage(
              "another process is using %s; wait for it to finish, or end it".formatted(run));
      assertThat(run.resolve("manifest.json")).hasContent(manifest);
      assertThat(run.resolve("summary.json")).exists();
      assertThat(run.resolve("lock")).exists();
    }
    assertThat(run.resolve("lock")).doesNotExist();
  }

  @Test
  void shouldRefuseWhatIsNoFolderOfARun() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "text");
    assertThatThrownBy(() -> claim(file, manifest("a", null), false))
        .isInstanceOf(MalformedInputException.class)
        .hasMessage("--out %s: expected a folder, found a file".formatted(file));
    assertThatThrownBy(() -> claim(folder, manifest("a", null), true))
        .isInstanceOf(MalformedInputException.class)
        .hasMessage(
            "--out %s: expected a new folder or the folder of this run, found other files in it"
                .formatted(folder));
    assertThat(files(folder).keySet()).containsExactly("file");
    assertThatThrownBy(() -> claim(file.resolve("run"), manifest("a", null), false))
        .isInstanceOf(MalformedInputException.class)
        .hasMessage(
            "--out %s: expected a folder, found the file %s".formatted(file.resolve("run"), file));
  }

  @Test
  void shouldSayThatAFolderCannotBeWrittenTo() throws IOException {
    Path run = Files.createDirectory(folder.resolve("run"));
    Files.setPosixFilePermissions(run, PosixFilePermissions.fromString("r-xr-xr-x"));
    Assumptions.assumeFalse(Files.isWritable(run), "this user may write everywhere");
    assertThatThrownBy(() -> claim(run, manifest("a", null), false))
        .isInstanceOf(MissingResourceException.class)
        .hasMessageEndingWith("; choose another folder");
  }

  @Test
  void shouldSayThatTheDiskIsFullAndLeaveNothingHalf() throws IOException {
    Configuration small = Configuration.unix().toBuilder().setBlockSize(64).setMaxSize(256).build();
    try (FileSystem disk = Jimfs.newFileSystem(small)) {
      Path run = disk.getPath("/run");
      assertThatThrownBy(() -> claim(run, manifest("a".repeat(1000), null), false))
          .isInstanceOf(MissingResourceException.class)
          .hasMessageContaining("cannot write /run/manifest.json (")
          .hasMessageContaining("out of disk space");
      assertThat(files(run)).isEmpty();
      claim(run, manifest("a", null), false).close();
      assertThat(files(run).keySet()).containsExactly("manifest.json");
    }
  }
}
