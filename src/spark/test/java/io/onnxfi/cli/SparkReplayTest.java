package io.onnxfi.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.report.RunDirectory;
import io.onnxfi.run.BackendStart;
import io.onnxfi.run.Cluster;
import io.onnxfi.run.RunListener;
import io.onnxfi.run.Runs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code replay --master local[2]}: what a cluster does, in one process. */
class SparkReplayTest {
  private static final int FAULTS = 60;
  private static final int SOME = 5;
  private static final int ALL = Integer.MAX_VALUE;

  @TempDir private Path folder;
  private TinyReplay replay;

  @BeforeEach
  void prepare() {
    replay = TinyReplay.in(folder, FAULTS);
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

  /** What one process began goes on on Spark, and the other way round. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldGoOnWithWhatAnotherBegan(boolean isSparkFirst) {
    run("here", false, new Diary(ALL));
    assertThatThrownBy(() -> run("part", isSparkFirst, new Diary(SOME)))
        .hasMessage(Diary.INTERRUPTED);
    Diary rest = new Diary(ALL);
    run("part", !isSparkFirst, rest);
    assertThat(rest.known).isEqualTo(SOME);
    assertSameFiles();
  }

  /** A task that is done is kept, also where others of its faults are not. */
  @Test
  void shouldGoOnAfterTheTasksThatAreDone() {
    run("here", false, new Diary(ALL));
    Diary first = new Diary(SOME);
    assertThatThrownBy(() -> run("part", true, first)).hasMessage(Diary.INTERRUPTED);
    Path pieces = folder.resolve("part/journal-ort.bin.pieces");
    assertThat(pieces).isNotEmptyFile();
    Diary rest = new Diary(ALL);
    run("part", true, rest);
    assertThat(rest.tasks).isPositive().isLessThan(first.tasks);
    assertThat(rest.progress)
        .as("all tasks done, in this process")
        .isEqualTo("%1$d of %1$d, 1".formatted(rest.tasks));
    assertSameFiles();
    assertThat(pieces).doesNotExist();
  }

  /** Runs the campaign in one framework, or goes on with it. */
  private void run(String name, boolean isOnSpark, Diary diary) {
    RunDirectory run = new RunDirectory(folder.resolve(name));
    boolean isBegun = Files.exists(run.path());
    try (ClusterOption.Connection spark =
        new ClusterOption.Connection(
            isOnSpark
                ? Optional.of(Cluster.at("local[1]", false, "--master"))
                : Optional.empty())) {
      Runs.execute(replay.campaign("ort"), run, isBegun, spark.cluster(), diary);
    }
  }

  private void assertSameFiles() {
    for (String file : List.of("summary.json", "outcomes-ort.csv", "images-ort.bin")) {
      assertThat(folder.resolve("part").resolve(file))
          .hasSameBinaryContentAs(folder.resolve("here").resolve(file));
    }
  }

  /** Ends a run when so many faults are done. */
  private static final class Diary implements RunListener {
    private static final String INTERRUPTED = "as if it had been killed";
    private static final Pattern TASKS = Pattern.compile("Spark: (\\d+) tasks.*");

    private final int most;
    private int done;
    private int known;
    private int tasks;
    private String progress = "";

    Diary(int most) {
      this.most = most;
    }

    @Override
    public void began(BackendStart start) {
      known = start.known();
    }

    @Override
    public void remark(String remark) {
      Matcher said = TASKS.matcher(remark);
      if (said.matches()) {
        tasks = Integer.parseInt(said.group(1));
      }
    }

    @Override
    public void tasks(int taskDone, int all, int executors) {
      progress = "%d of %d, %d".formatted(taskDone, all, executors);
    }

    @Override
    public void advanced(long pairs) {
      if (++done == most) {
        throw new IllegalStateException(INTERRUPTED);
      }
    }
  }

  @Test
  void shouldRefuseWhatItCannotDoInOneLine() {
    Cli.Result unknown = replay.run("run", "--master", "mesos://x");
    assertThat(unknown.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(unknown.err()).contains("--master: expected local[N] or spark://HOST:PORT");
  }
}
