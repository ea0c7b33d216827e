package io.onnxfi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code replay --master local[2]}: what a cluster does, in one process. */
class SparkReplayTest {
  @TempDir private Path folder;
  private TinyReplay replay;

  @BeforeEach
  void prepare() {
    replay = TinyReplay.in(folder, 60);
  }

  @Test
  void shouldWriteTheSameBytesAsOneProcess() {
    assertThat(replay.run("here").code()).isEqualTo(ExitCode.DONE);
    Cli.Result spark = replay.run("spark", "--master", "local[2]");
    assertThat(spark.code()).as(spark.err()).isEqualTo(ExitCode.DONE);
    assertThat(spark.err()).containsPattern("Spark: \\d+ tasks");
    replay.assertSameFiles("here", "spark");
  }

  @Test
  void shouldSendWhatElseACampaignIsMadeOf() {
    Object[] words = {
      "--fault", "random:-1,1", "--images-per-fault", 50, "--seed", 3, "--sample", 40
    };
    assertThat(replay.run("here", words).code()).isEqualTo(ExitCode.DONE);
    Cli.Result spark = replay.run("spark", Cli.join(words, "--master", "local[2]"));
    assertThat(spark.code()).as(spark.err()).isEqualTo(ExitCode.DONE);
    replay.assertSameFiles("here", "spark");
  }

  @Test
  void shouldGoOnWithWhatOneProcessBegan() throws IOException {
    assertThat(replay.run("whole").code()).isEqualTo(ExitCode.DONE);
    assertThat(replay.run("part").code()).isEqualTo(ExitCode.DONE);
    // As if it had been killed: half of a journal, and nothing that is written at the end.
    Path run = folder.resolve("part");
    for (String end : List.of("summary.json", "outcomes-ort.csv", "outcomes-djl.csv")) {
      Files.delete(run.resolve(end));
    }
    Cli.Result spark = replay.run("part", "--master", "local[1]", "--resume");
    assertThat(spark.code()).as(spark.err()).isEqualTo(ExitCode.DONE);
    replay.assertSameFiles("whole", "part");
  }

  @Test
  void shouldRefuseWhatItCannotDoInOneLine() {
    Cli.Result unknown = replay.run("run", "--master", "mesos://x");
    assertThat(unknown.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(unknown.err()).contains("--master: expected local[N] or spark://HOST:PORT");
    Cli.Result critical = replay.run("run", "--master", "local[1]", "--counts", "critical");
    assertThat(critical.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(critical.err()).contains("--master: expected no --counts critical with it");
  }
}
