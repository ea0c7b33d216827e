package io.onnxfi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.onnxfi.fault.FaultSampler;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.testing.Graphs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code replay --master local[2]}: what a cluster does, in one process. */
class SparkReplayTest {
  private static final List<String> RESULTS =
      List.of(
          "manifest.json",
          "summary.json",
          "agreement.csv",
          "outcomes-ort.csv",
          "outcomes-djl.csv",
          "images-ort.bin",
          "images-djl.bin");

  @TempDir private Path folder;
  private Path model;
  private Path faults;

  @BeforeEach
  void prepare() {
    OnnxModel tiny = Graphs.tinyCnn(4);
    model = folder.resolve("tiny.onnx");
    tiny.save(model);
    faults = folder.resolve("faults.csv");
    FaultSampler.draw(tiny, 60, 3).write(faults);
  }

  private Cli.Result replay(String run, Object... more) {
    Object[] words = {
      "replay",
      "--model",
      model,
      "--faults",
      faults,
      "--dataset",
      "synthetic",
      "--images",
      110,
      "--out",
      folder.resolve(run)
    };
    return Cli.run(Cli.join(words, more));
  }

  private void assertSameFiles(String one, String other) {
    for (String file : RESULTS) {
      assertThat(folder.resolve(other).resolve(file))
          .hasSameBinaryContentAs(folder.resolve(one).resolve(file));
    }
  }

  @Test
  void shouldWriteTheSameBytesAsOneProcess() {
    assertThat(replay("here").code()).isEqualTo(ExitCode.DONE);
    Cli.Result spark = replay("spark", "--master", "local[2]");
    assertThat(spark.code()).as(spark.err()).isEqualTo(ExitCode.DONE);
    assertThat(spark.err()).containsPattern("Spark: \\d+ tasks");
    assertSameFiles("here", "spark");
  }

  @Test
  void shouldSendWhatElseACampaignIsMadeOf() {
    Object[] words = {
      "--fault", "random:-1,1", "--images-per-fault", 50, "--seed", 3, "--sample", 40
    };
    assertThat(replay("here", words).code()).isEqualTo(ExitCode.DONE);
    Cli.Result spark = replay("spark", Cli.join(words, "--master", "local[2]"));
    assertThat(spark.code()).as(spark.err()).isEqualTo(ExitCode.DONE);
    assertSameFiles("here", "spark");
  }

  @Test
  void shouldGoOnWithWhatOneProcessBegan() throws IOException {
    assertThat(replay("whole").code()).isEqualTo(ExitCode.DONE);
    assertThat(replay("part").code()).isEqualTo(ExitCode.DONE);
    // As if it had been killed: half of a journal, and nothing that is written at the end.
    Path run = folder.resolve("part");
    for (String end : List.of("summary.json", "outcomes-ort.csv", "outcomes-djl.csv")) {
      Files.delete(run.resolve(end));
    }
    Cli.Result spark = replay("part", "--master", "local[1]", "--resume");
    assertThat(spark.code()).as(spark.err()).isEqualTo(ExitCode.DONE);
    assertSameFiles("whole", "part");
  }

  @Test
  void shouldRefuseWhatItCannotDoInOneLine() {
    Cli.Result unknown = replay("run", "--master", "mesos://x");
    assertThat(unknown.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(unknown.err()).contains("--master: expected local[N] or spark://HOST:PORT");
    Cli.Result critical = replay("run", "--master", "local[1]", "--counts", "critical");
    assertThat(critical.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(critical.err()).contains("--master: expected no --counts critical with it");
  }
}
