package io.onnxfi.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.fault.FaultSampler;
import io.onnxfi.file.RunHeader;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.testing.Graphs;
import io.onnxfi.testing.MortalDisk;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * A replay that is killed at any of its steps — at the writing, moving or removing of any file —
 * can go on, and ends with the bytes of one that was not.
 */
class KilledReplayTest {
  /** Twice as many steps of each run are tried: {@code -Donnxfi.test.kills=25} tries all. */
  private static final int KILLS = Integer.getInteger("onnxfi.test.kills", 4);

  @TempDir private Path folder;
  private Path model;
  private Path faults;
  private final Random random = new Random(11);

  @BeforeEach
  void prepare() {
    model = folder.resolve("tiny.onnx");
    Graphs.tinyCnn(2).save(model);
    faults = folder.resolve("faults.csv");
    FaultSampler.draw(OnnxModel.load(model), 520, 3).write(faults);
  }

  private List<String> words(Path out, String... more) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "--model",
                model.toString(),
                "--faults",
                faults.toString(),
                "--dataset",
                "synthetic",
                "--images",
                "10",
                "--batch",
                "5",
                "--out",
                out.toString()));
    words.addAll(Arrays.asList(more));
    return words;
  }

  private void run(Path out, String... more) {
    run(new MortalDisk(folder, Integer.MAX_VALUE), out, more);
  }

  /** What it says, while it lives. */
  private String run(MortalDisk disk, Path out, String... more) {
    StringWriter said = new StringWriter();
    CommandLine command =
        Main.commandLine()
            .setErr(new PrintWriter(said))
            .setOut(new PrintWriter(Writer.nullWriter()));
    command.registerConverter(
        Path.class, text -> text.equals(out.toString()) ? disk.over(out) : Path.of(text));
    List<String> words = new ArrayList<>(List.of("replay"));
    words.addAll(words(out, more));
    CommandLine replay =
        command.parseArgs(words.toArray(String[]::new)).subcommand().commandSpec().commandLine();
    ((ReplayCommand) replay.getCommand()).call();
    return said.toString();
  }

  private static Map<String, String> files(Path run) throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> entries = Files.list(run)) {
      for (Path file : entries.toList()) {
        files.put(
            file.getFileName().toString(), HexFormat.of().formatHex(Files.readAllBytes(file)));
      }
    }
    return files;
  }

  /**
   * Kills a run at each of its changes, or at some, and lets another process go on.
   *
   * @param before what is in the folder before, a run or nothing
   * @param wanted all files in the end
   */
  private void killAtEveryStep(
      Path before, Map<String, String> wanted, String[] killed, String... resumed)
      throws IOException {
    MortalDisk counting = new MortalDisk(folder, Integer.MAX_VALUE);
    run(counting, copy(before, folder.resolve("counted")), killed);
    List<Integer> steps =
        new ArrayList<>(IntStream.range(0, counting.changes().size()).boxed().toList());
    Collections.shuffle(steps, random);
    for (int step : steps.subList(0, Math.min(steps.size(), 2 * KILLS))) {
      Path run = copy(before, folder.resolve("killed" + step));
      MortalDisk disk = new MortalDisk(folder, step);
      assertThatThrownBy(() -> run(disk, run, killed)).isInstanceOf(MortalDisk.Killed.class);
      run(run, resumed);
      assertThat(files(run)).as("after %s", disk.changes()).isEqualTo(wanted);
    }
  }

  private static Path copy(Path from, Path to) throws IOException {
    Files.createDirectory(to);
    if (Files.exists(from)) {
      try (Stream<Path> entries = Files.list(from)) {
        for (Path file : entries.toList()) {
          Files.copy(file, to.resolve(file.getFileName()));
        }
      }
    }
    return to;
  }

  @Test
  void shouldGoOnFromAnyStepOfANewRun() throws IOException {
    Path whole = folder.resolve("whole");
    String[] some = {"--rows", "0-5", "--backend", "ort"};
    run(whole, some);
    String[] resumed = {"--rows", "0-5", "--backend", "ort", "--resume"};
    killAtEveryStep(folder.resolve("nothing"), files(whole), some, resumed);
  }

  @Test
  void shouldGoOnFromAnyStepOfARepeatedRun() throws IOException {
    Path whole = folder.resolve("whole");
    String[] some = {"--rows", "0-5", "--backend", "ort"};
    run(whole, some);
    String[] resumed = {"--rows", "0-5", "--backend", "ort", "--resume"};
    killAtEveryStep(whole, files(whole), some, resumed);
  }

  @Test
  void shouldGoOnFromAnyStepOfARunThatGoesOnToASmallerMargin() throws IOException {
    Path stopped = folder.resolve("stopped");
    run(stopped, "--backend", "ort", "--margin", "30");
    Path whole = folder.resolve("whole");
    run(whole, "--backend", "ort", "--margin", "20");
    assertThat(files(whole)).containsKey("stopped-ort.bin");
    String[] smaller = {"--backend", "ort", "--margin", "20", "--resume"};
    killAtEveryStep(stopped, files(whole), smaller, smaller);
  }

  /** A run all of whose faults are in the journals, and nothing else. */
  private Path interrupted(String name, String rows) throws IOException {
    Path run = folder.resolve(name);
    MortalDisk counting = new MortalDisk(folder, Integer.MAX_VALUE);
    run(counting, folder.resolve(name + "-whole"), "--rows", rows);
    int summary = counting.changes().indexOf("move to summary.json");
    assertThatThrownBy(() -> run(new MortalDisk(folder, summary), run, "--rows", rows))
        .isInstanceOf(MortalDisk.Killed.class);
    assertThat(run.resolve("journal-ort.bin")).exists();
    return run;
  }

  @Test
  void shouldRefuseTheJournalsOfAnotherRunOfTheSameSizeAndOfTheOtherBackend() throws IOException {
    Path one = interrupted("one", "0-5");
    Path other = interrupted("other", "6-11");
    Path journal = one.resolve("journal-ort.bin");
    byte[] own = Files.readAllBytes(journal);
    for (String taken : List.of("journal-ort.bin", "journal-djl.bin")) {
      Path from = (taken.equals("journal-ort.bin") ? other : one).resolve(taken);
      Files.write(journal, Files.readAllBytes(from));
      Cli.Result refused =
          Cli.run(
              Cli.join(new Object[] {"replay"}, words(one, "--rows", "0-5", "--resume").toArray()));
      assertThat(refused.code()).isEqualTo(2);
      assertThat(refused.err().lines().filter(line -> line.startsWith("onnxfi: ")))
          .singleElement()
          .asString()
          .startsWith("onnxfi: " + journal + ": expected the file of ")
          .contains(taken.equals("journal-ort.bin") ? "of another run" : "that of backend djl");
    }
    Files.write(journal, own);
    run(one, "--rows", "0-5", "--resume");
    assertThat(files(one)).isEqualTo(files(folder.resolve("one-whole")));
  }

  @Test
  void shouldEndWithTheSameBytesWhateverAPowerCutLeavesOfAJournal() throws IOException {
    Path run = interrupted("run", "0-5");
    Map<String, String> wanted = files(folder.resolve("run-whole"));
    byte[] journal = Files.readAllBytes(run.resolve("journal-djl.bin"));
    for (int cut = 0; cut < KILLS; cut++) {
      Path damaged = copy(run, folder.resolve("cut" + cut));
      byte[] left = Arrays.copyOf(journal, random.nextInt(journal.length));
      if (left.length > RunHeader.BYTES) {
        left[RunHeader.BYTES + random.nextInt(left.length - RunHeader.BYTES)] ^= 4;
      }
      Files.write(damaged.resolve("journal-djl.bin"), left);
      run(damaged, "--rows", "0-5", "--resume");
      assertThat(files(damaged)).as("%d bytes left", left.length).isEqualTo(wanted);
    }
  }
}
