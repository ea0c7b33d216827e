package io.onnxfi.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.report.RunDirectory;
import io.onnxfi.run.Cluster;
import io.onnxfi.run.RunListener;
import io.onnxfi.run.Runs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  /** What need not be run is found here, and the pairs that are left are run there. */
  @ParameterizedTest
  @ValueSource(strings = {"run", "audited", "proven"})
  void shouldCountTheSameCriticalPairs(String evidence) {
    Object[] words = {"--counts", "critical", "--evidence", evidence, "--seed", 5};
    if (evidence.equals("audited")) {
      words = Cli.join(words, "--missed-at-most", 40);
    }
    assertThat(replay.run("here", words).code()).isEqualTo(ExitCode.DONE);
    Cli.Result spark = replay.run("spark", Cli.join(words, "--master", "local[2]"));
    assertThat(spark.code()).as(spark.err()).isEqualTo(ExitCode.DONE);
    assertThat(spark.err()).containsPattern("Spark: \\d+ tasks");
    replay.assertSameCounts("here", "spark");
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

  /** A task that is done is kept, also where others of its faults are not. */
  @Test
  void shouldGoOnAfterTheTasksThatAreDone() {
    Path run = folder.resolve("spark");
    assertThatThrownBy(
            () -> {
              try (Cluster cluster = Cluster.at("local[1]", false, "--master")) {
                Runs.execute(
                    replay.campaign("ort"),
                    new RunDirectory(run),
                    false,
                    Optional.of(cluster),
                    new Interruption());
              }
            })
        .hasMessage(Interruption.MESSAGE);
    assertThat(run.resolve("journal-ort.bin.pieces")).isNotEmptyFile();
    try (Cluster cluster = Cluster.at("local[1]", false, "--master")) {
      Runs.execute(
          replay.campaign("ort"),
          new RunDirectory(run),
          true,
          Optional.of(cluster),
          RunListener.SILENT);
    }
    Runs.execute(
        replay.campaign("ort"), new RunDirectory(folder.resolve("here")), RunListener.SILENT);
    for (String file : List.of("summary.json", "outcomes-ort.csv", "images-ort.bin")) {
      assertThat(run.resolve(file)).hasSameBinaryContentAs(folder.resolve("here").resolve(file));
    }
    assertThat(run.resolve("journal-ort.bin.pieces")).doesNotExist();
  }

  /** Ends a run when the first fault is done. */
  private static final class Interruption implements RunListener {
    private static final String MESSAGE = "as if it had been killed";

    @Override
    public void advanced(long pairs) {
      throw new IllegalStateException(MESSAGE);
    }
  }

  @Test
  void shouldRefuseWhatItCannotDoInOneLine() {
    Cli.Result unknown = replay.run("run", "--master", "mesos://x");
    assertThat(unknown.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(unknown.err()).contains("--master: expected local[N] or spark://HOST:PORT");
  }
}
