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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A campaign killed at random moments and resumed ends with the bytes of an uninterrupted one. */
class ResumeTest {
  /** {@code -Donnxfi.test.kills=25} for a longer run. */
  private static final int KILLS = Integer.getInteger("onnxfi.test.kills", 4);

  private static final List<String> RESULTS =
      List.of(
          "outcomes-ort.csv",
          "outcomes-djl.csv",
          "images-ort.bin",
          "images-djl.bin",
          "agreement.csv",
          "summary.json");

  @TempDir private Path folder;
  private Path model;
  private Path faults;

  @BeforeEach
  void prepare() {
    OnnxModel tiny = Graphs.tinyCnn(2);
    model = folder.resolve("tiny.onnx");
    tiny.save(model);
    faults = folder.resolve("faults.csv");
    FaultSampler.draw(tiny, 150, 3).write(faults);
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
                "1000",
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
    assertThat(Cli.run((Object[]) replay(whole)).code()).isZero();
    Path killed = folder.resolve("killed");
    Random random = new Random(1);
    int interrupted = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      Process process = start(replay(killed, "--resume"));
      if (!process.waitFor(600 + random.nextInt(2500), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
        interrupted++;
      }
    }
    assertThat(interrupted).as("kills that hit").isPositive();
    Process last = start(replay(killed, "--resume"));
    assertThat(last.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertThat(last.exitValue()).as(Files.readString(folder.resolve("err.txt"))).isZero();
    for (String name : RESULTS) {
      assertThat(killed.resolve(name)).hasSameBinaryContentAs(whole.resolve(name));
    }
    assertThat(killed.resolve("journal-ort.bin")).doesNotExist();
  }

  @Test
  void shouldNotThrowAnInterruptedRunAwayUnasked() throws IOException {
    Path run = folder.resolve("run");
    assertThat(Cli.run((Object[]) replay(run, "--rows", "0-3")).code()).isZero();
    Files.delete(run.resolve("summary.json"));
    Files.createFile(run.resolve("journal-ort.bin"));
    Cli.Result again = Cli.run((Object[]) replay(run, "--rows", "0-3"));
    assertThat(again.code()).isEqualTo(2);
    assertThat(again.err()).contains("holds this run, interrupted; go on with --resume");
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
      assertThat(second.err()).contains("another process is at work in");
    } finally {
      lock.close();
    }
    assertThat(Cli.run((Object[]) replay(run, "--rows", "0-1")).code()).isZero();
  }
}
