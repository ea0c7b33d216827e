package io.onnxfi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.onnxfi.fault.FaultSampler;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.report.RunDirectory;
import io.onnxfi.report.RunLock;
import io.onnxfi.testing.Graphs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A campaign killed at random moments and resumed ends with the bytes of an uninterrupted one. */
class ResumeTest {
  /** {@code -Donnxfi.test.kills=25} for a longer run. */
  private static final int KILLS = Integer.getInteger("onnxfi.test.kills", 4);

  @TempDir private Path folder;
  private Path model;
  private Path faults;

  @BeforeEach
  void prepare() {
    OnnxModel tiny = Graphs.tinyCnn(2);
    model = folder.resolve("tiny.onnx");
    tiny.save(model);
    faults = folder.resolve("faults.csv");
    FaultSampler.draw(tiny, 600, 3).write(faults);
  }

  private String[] replay(Path run, String... more) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "replay",
                "--model",
                model.toString(),
                "--faults",
                faults.toString(),
                "--dataset",
                "synthetic",
                "--images",
                "100",
                "--out",
                run.toString()));
    words.addAll(Arrays.asList(more));
    return words.toArray(String[]::new);
  }

  /** In a process of its own, which can be killed. */
  private Process start(String... arguments) throws IOException {
    List<String> words =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@src/main/launcher/jvm.options",
                "-cp",
                System.getProperty("java.class.path"),
                "io.onnxfi.cli.Main"));
    words.addAll(Arrays.asList(arguments));
    return new ProcessBuilder(words)
        .redirectOutput(folder.resolve("out.txt").toFile())
        .redirectError(folder.resolve("err.txt").toFile())
        .start();
  }

  @Test
  void shouldEndWithTheSameBytesHoweverOftenItIsKilled() throws Exception {
    Path whole = folder.resolve("whole");
    assertThat(Cli.run((Object[]) replay(whole, "--margin", "20")).code()).isZero();
    assertThat(whole.resolve("stopped-ort.bin")).exists();
    Path killed = folder.resolve("killed");
    Random random = new Random(1);
    int interrupted = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      Process process =
          start(
              replay(
                  killed,
                  "--resume",
                  "--threads",
                  Integer.toString(1 + random.nextInt(3)),
                  "--memory",
                  Integer.toString(1 << random.nextInt(8)),
                  "--margin",
                  Integer.toString(20 + random.nextInt(20))));
      interrupted += killAtWork(process, killed, random) ? 1 : 0;
    }
    assertThat(interrupted).as("kills that hit").isPositive();
    Process last = start(replay(killed, "--resume", "--margin", "20"));
    assertThat(last.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertThat(last.exitValue()).as(Files.readString(folder.resolve("err.txt"))).isZero();
    assertThat(files(killed)).isEqualTo(files(whole));
  }

  /** Kills a process at a random size of its journals, or soon after it writes a result. */
  private static boolean killAtWork(Process process, Path run, Random random) throws Exception {
    long size = random.nextInt(120_000);
    boolean whileWriting = random.nextInt(3) == 0;
    while (process.isAlive()) {
      boolean isTime = whileWriting ? hasResults(run) : size(run, "ort") + size(run, "djl") > size;
      if (isTime) {
        Thread.sleep(random.nextInt(20));
        boolean wasAlive = process.isAlive();
        process.destroyForcibly().waitFor();
        return wasAlive;
      }
      Thread.sleep(1);
    }
    return false;
  }

  private static long size(Path run, String backend) {
    return run.resolve("journal-" + backend + ".bin").toFile().length();
  }

  private static boolean hasResults(Path run) {
    return Files.exists(run.resolve("images-ort.bin"))
        && Files.exists(run.resolve("journal-ort.bin"))
        && !Files.exists(run.resolve("summary.json"));
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

  /** Orders that differ from process to process show in one of these files. */
  @Test
  void shouldWriteTheSameBytesInEveryProcess() throws Exception {
    Path whole = folder.resolve("whole");
    Path again = folder.resolve("again");
    Process process = start(replay(whole, "--rows", "0-39", "--seed", "2"));
    assertThat(Cli.run((Object[]) replay(again, "--rows", "0-39", "--seed", "2")).code()).isZero();
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(folder.resolve("err.txt"))).isZero();
    assertThat(files(again)).isEqualTo(files(whole));
  }

  @Test
  void shouldDoNothingOnceItIsFinished() throws IOException {
    Path run = folder.resolve("run");
    String[] words = replay(run, "--rows", "0-3", "--resume", "--json");
    Cli.Result first = Cli.run((Object[]) words);
    assertThat(first.code()).as(first.err()).isZero();
    FileTime old = FileTime.fromMillis(1_000_000_000_000L);
    Map<String, String> before = files(run);
    for (String name : before.keySet()) {
      Files.setLastModifiedTime(run.resolve(name), old);
    }
    Cli.Result second = Cli.run((Object[]) words);
    assertThat(second.code()).isZero();
    assertThat(second.err()).contains(run + " is finished: nothing to do");
    assertThat(second.out()).isEqualTo(first.out());
    assertThat(files(run)).isEqualTo(before);
    for (String name : before.keySet()) {
      assertThat(Files.getLastModifiedTime(run.resolve(name))).as(name).isEqualTo(old);
    }
  }

  @Test
  void shouldNotReadTheResultsOfAnUnfinishedRun() throws IOException {
    Path run = folder.resolve("run");
    assertThat(Cli.run((Object[]) replay(run, "--rows", "0-3")).code()).isZero();
    Files.delete(run.resolve("summary.json"));
    Path outcomes = run.resolve("outcomes-ort.csv");
    for (Object[] command :
        new Object[][] {
          {"compare", run},
          {"compare", outcomes, faults},
          {"compare", faults, outcomes},
          {"report", run},
          {"estimate", run},
          {"estimate", outcomes},
          {"attribute", run, "--model", model, "--dataset", "synthetic"}
        }) {
      Cli.Result result = Cli.run(command);
      assertThat(result.code()).isEqualTo(2);
      assertThat(result.err())
          .isEqualToIgnoringNewLines(
              "onnxfi: %s: expected a finished run (summary.json), found an unfinished one; continue"
                      .formatted(run)
                  + " with the same replay command and --resume");
    }
  }

  @Test
  void shouldRefuseOutcomesThatAreNotThoseOfTheImages() throws IOException {
    Path run = folder.resolve("run");
    assertThat(Cli.run((Object[]) replay(run, "--rows", "0-3")).code()).isZero();
    Path images = run.resolve("images-djl.bin");
    byte[] own = Files.readAllBytes(images);
    Files.copy(run.resolve("images-ort.bin"), images, StandardCopyOption.REPLACE_EXISTING);
    Object[][] commands = {
      {"compare", run},
      {"report", run},
      {"attribute", run, "--model", model, "--dataset", "synthetic"}
    };
    for (Object[] command : commands) {
      Cli.Result result = Cli.run(command);
      assertThat(result.code()).isEqualTo(2);
      assertThat(result.err())
          .isEqualToIgnoringNewLines(
              "onnxfi: %s: expected the file of backend djl, found that of backend ort"
                  .formatted(images));
    }
    own[own.length - 1] ^= 1;
    Files.write(images, own);
    for (Object[] command : commands) {
      Cli.Result result = Cli.run(command);
      assertThat(result.code()).isEqualTo(2);
      assertThat(result.err())
          .startsWith(
              "onnxfi: %s, row 3: expected images, masked, non_critical, critical as in"
                      .formatted(images)
                  + " outcomes-djl.csv:5: 100, ")
          .hasLineCount(1);
    }
  }

  @Test
  void shouldNotThrowAnInterruptedRunAwayUnasked() throws IOException {
    Path run = folder.resolve("run");
    assertThat(Cli.run((Object[]) replay(run, "--rows", "0-3")).code()).isZero();
    Files.delete(run.resolve("summary.json"));
    Files.createFile(run.resolve("journal-ort.bin"));
    Cli.Result again = Cli.run((Object[]) replay(run, "--rows", "0-3"));
    assertThat(again.code()).isEqualTo(2);
    assertThat(again.err()).contains("holds this run, interrupted; continue with --resume");
    Cli.Result resumed = Cli.run((Object[]) replay(run, "--rows", "0-3", "--resume"));
    assertThat(resumed.code()).as(resumed.err()).isZero();
  }

  @Test
  void shouldKeepASecondProcessOut() {
    Path run = folder.resolve("run");
    assertThat(Cli.run((Object[]) replay(run, "--rows", "0-1")).code()).isZero();
    RunLock lock = new RunDirectory(run).lock();
    try {
      Cli.Result second = Cli.run((Object[]) replay(run, "--rows", "0-1"));
      assertThat(second.code()).isEqualTo(3);
      assertThat(second.err()).contains("another process is using");
    } finally {
      lock.close();
    }
    assertThat(Cli.run((Object[]) replay(run, "--rows", "0-1")).code()).isZero();
  }
}
