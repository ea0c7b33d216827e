package io.onnxfi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.onnxfi.fault.FaultList;
import io.onnxfi.fault.FaultSampler;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.report.Json;
import io.onnxfi.testing.CriticalFiles;
import io.onnxfi.testing.Graphs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code replay --counts critical}. */
class CriticalReplayTest {
  private static final int IMAGES = 40;

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
      IMAGES,
      "--out",
      folder.resolve(run)
    };
    return Cli.run(Cli.join(words, more));
  }

  private List<String> column(Path file, String name) throws IOException {
    List<String> lines = Files.readAllLines(file);
    int place = List.of(lines.get(0).split(",", -1)).indexOf(name);
    int fromEnd = lines.get(0).split(",", -1).length - place;
    return lines.stream()
        .skip(1)
        .map(line -> line.split(",", -1))
        .map(cells -> cells[cells.length - fromEnd])
        .toList();
  }

  @Test
  void shouldCountWhatAReplayOfAllPairsCounts() throws IOException {
    assertThat(replay("all").code()).isZero();
    Cli.Result run = replay("run", "--counts", "critical");
    assertThat(run.code()).as(run.err()).isZero();
    Cli.Result audited =
        replay("audited", "--counts", "critical", "--evidence", "audited", "--seed", 2);
    assertThat(audited.code()).as(audited.err()).isZero();
    assertThat(audited.out()).contains("contradicted", "missed at most", "ONNX Runtime");
    for (String backend : List.of("ort", "djl")) {
      FaultList outcomes = FaultList.read(folder.resolve("all/outcomes-" + backend + ".csv"));
      List<String> critical =
          outcomes.rows().stream()
              .map(row -> Long.toString(row.counts().orElseThrow().critical()))
              .toList();
      assertThat(critical).anyMatch(count -> !count.equals("0"));
      Path exact = folder.resolve("run/critical-" + backend + ".csv");
      assertThat(column(exact, "critical")).isEqualTo(critical);
      assertThat(column(exact, "run")).containsOnly(Integer.toString(IMAGES));
      Path found = folder.resolve("audited/critical-" + backend + ".csv");
      assertThat(column(found, "critical")).isEqualTo(critical);
      for (int row = 0; row < critical.size(); row++) {
        long ran = Long.parseLong(column(found, "run").get(row));
        assertThat(ran + Long.parseLong(column(found, "screened").get(row))).isEqualTo(IMAGES);
      }
    }
    assertThat(Json.read(folder.resolve("audited/manifest.json")).get("evidence").toString())
        .contains("kind=audited", "missed_at_most=0.01", "seed=2");
    Cli.Result compared =
        Cli.run("compare", folder.resolve("audited"), folder.resolve("all"), "--tolerance", 0);
    assertThat(compared.code()).as(compared.out()).isZero();
    assertThat(compared.out())
        .contains(folder.resolve("audited") + " ort against " + folder.resolve("all") + " ort")
        .containsPattern("equal critical +60 of 60 +100.00 %")
        .doesNotContain(" djl against " + folder.resolve("all") + " ort");
    Cli.Result other = replay("audited", "--counts", "critical");
    assertThat(other.code()).as("another run in its folder").isEqualTo(ExitCode.BAD_INPUT);
  }

  /** What is proven is not run, and nothing is audited; the counts are the same. */
  @Test
  void shouldCountTheSameWithoutWhatIsProven() throws IOException {
    assertThat(replay("run", "--counts", "critical").code()).isZero();
    Cli.Result proven = replay("proven", "--counts", "critical", "--evidence", "proven");
    assertThat(proven.code()).as(proven.err()).isZero();
    assertThat(proven.out()).contains("proven");
    for (String backend : List.of("ort", "djl")) {
      Path exact = folder.resolve("run/critical-" + backend + ".csv");
      Path found = folder.resolve("proven/critical-" + backend + ".csv");
      assertThat(column(exact, "critical")).anyMatch(count -> !count.equals("0"));
      for (String name : List.of("n_injections", "critical", "not_critical", "screened")) {
        assertThat(column(found, name)).as(name).isEqualTo(column(exact, name));
      }
      long sum = 0;
      for (int row = 0; row < column(found, "run").size(); row++) {
        long own = Long.parseLong(column(found, "proven").get(row));
        assertThat(own + Long.parseLong(column(found, "run").get(row))).isEqualTo(IMAGES);
        sum += own;
      }
      assertThat(sum).isGreaterThan(column(found, "run").size() * IMAGES / 2);
    }
    assertThat(Json.read(folder.resolve("proven/manifest.json")).get("evidence").toString())
        .isEqualTo("{kind=proven}");
  }

  /** A fault is what its row says, also when the counts are read again. */
  @Test
  void shouldKeepTheModelsAndSitesOfItsList() throws IOException {
    Files.writeString(
        faults,
        """
        Injection,Layer,TensorIndex,Bit,n_injections,note,Model,Site
        0,conv2,"(0, 0, 0, 0)",30,9,first,stuck-at-1,
        1,conv2,"(0, 0, 0, 0)",30,9,,stuck-at-0,
        2,conv2,"(1, 0, 0, 0)",30,9,,,
        """);
    assertThat(replay("all").code()).isZero();
    Cli.Result run = replay("run", "--counts", "critical");
    assertThat(run.code()).as(run.err()).isZero();
    Path table = folder.resolve("run/critical-ort.csv");
    assertThat(table)
        .content()
        .startsWith(
            CriticalFiles.HEADER.strip()
                + ",note,Model,Site\n0,conv2,\"(0, 0, 0, 0)\",30,%d,".formatted(IMAGES))
        .contains(",first,stuck-at-1,\n", ",,stuck-at-0,\n", ",,,\n");
    Files.writeString(faults, Files.readString(faults).replace("note", "run"));
    assertThat(replay("own").code()).isZero();
    assertThat(folder.resolve("own/outcomes-ort.csv"))
        .content()
        .as("a column of the user that only critical counts have")
        .contains(",run,Model,Site\n", ",first,stuck-at-1,\n");
    assertThat(FaultList.read(table).trials()).isEqualTo(FaultList.read(faults).trials());
    Cli.Result compared =
        Cli.run("compare", folder.resolve("run"), folder.resolve("all"), "--tolerance", 0);
    assertThat(compared.code()).as(compared.out() + compared.err()).isZero();
    assertThat(compared.out()).containsPattern("equal critical +3 of 3 +100.00 %");
  }

  @Test
  void shouldGiveTheSameBytesForTheSameSeed() throws IOException {
    Object[] words = {"--counts", "critical", "--evidence", "audited", "--backend", "ort"};
    assertThat(replay("one", Cli.join(words, "--threads", 1)).code()).isZero();
    assertThat(replay("two", Cli.join(words, "--threads", 2)).code()).isZero();
    for (String file : List.of("critical-ort.csv", "summary.json", "manifest.json")) {
      assertThat(folder.resolve("one").resolve(file))
          .hasSameBinaryContentAs(folder.resolve("two").resolve(file));
    }
  }

  /** Of few pairs, all are audited, rather than to miss what cannot be known. */
  @Test
  void shouldRunAllPairsWhereNoneIsCritical() throws IOException {
    Files.writeString(faults, "Injection,Layer,TensorIndex,Bit\n0,conv2,\"(0, 0, 0, 0)\",0\n");
    Cli.Result result =
        replay("none", "--counts", "critical", "--evidence", "audited", "--backend", "ort");
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(column(folder.resolve("none/critical-ort.csv"), "run"))
        .containsExactly(Integer.toString(IMAGES));
  }

  @Test
  void shouldRefuseWhatDoesNotGoTogether() {
    assertRefused("--evidence: expected --counts critical with it", "--evidence", "audited");
    assertRefused("--missed-at-most: expected --counts critical", "--missed-at-most", 2);
    assertRefused("--counts: expected all or critical, found 'some'", "--counts", "some");
    assertRefused(
        "--evidence: expected run, audited or proven", "--counts", "critical", "--evidence", "x");
    assertRefused(
        "--missed-at-most: expected --evidence audited",
        "--counts",
        "critical",
        "--missed-at-most",
        2);
    assertRefused(
        "--missed-at-most: expected --evidence audited with it, found proven",
        "--counts",
        "critical",
        "--evidence",
        "proven",
        "--missed-at-most",
        2);
    assertRefused(
        "--missed-at-most: expected above 0 and below 100 percent",
        "--counts",
        "critical",
        "--evidence",
        "audited",
        "--missed-at-most",
        0);
    assertRefused(
        "found images drawn", "--counts", "critical", "--images-per-fault", 10, "--batch", 10);
    assertRefused("found a margin to stop at", "--counts", "critical", "--margin", 5);
    assertRefused("--verify: expected no --counts critical", "--counts", "critical", "--verify", 5);
    assertThat(folder.resolve("run")).doesNotExist();
  }

  private void assertRefused(String message, Object... words) {
    Cli.Result result = replay("run", words);
    assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(result.err().lines()).singleElement().asString().contains(message);
  }

  /** What needs all outcomes refuses it; {@link CriticalFolderTest} has what does not. */
  @Test
  void shouldNotTakeItsFilesForOutcomes() {
    assertThat(replay("run", "--counts", "critical", "--backend", "ort").code()).isZero();
    Cli.Result result =
        Cli.run("attribute", folder.resolve("run"), "--model", model, "--dataset", "synthetic");
    assertThat(result.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(result.err()).contains("counts all outcomes, found one of --counts critical");
  }
}
