package io.onnxfi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.onnxfi.fault.FaultList;
import io.onnxfi.fault.FaultSampler;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.report.ReplayLine;
import io.onnxfi.report.RunDirectory;
import io.onnxfi.report.RunResults;
import io.onnxfi.testing.Fonts;
import io.onnxfi.testing.Graphs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportCommandTest {
  @TempDir private Path folder;
  private Path model;
  private Path faults;
  private Path run;

  @BeforeEach
  void prepare() {
    OnnxModel tiny = Graphs.tinyCnn(2);
    model = folder.resolve("tiny.onnx");
    tiny.save(model);
    faults = folder.resolve("faults.csv");
    FaultSampler.draw(tiny, 30, 3).write(faults);
    run = folder.resolve("run");
  }

  @Test
  void shouldReportARunOfBothFrameworks() throws IOException {
    assertThat(Cli.replay(model, faults, run).code()).isZero();
    Fonts.require();
    Path figures = folder.resolve("paper/figures");
    Path tables = folder.resolve("paper/tables");
    Cli.Result result = Cli.run("report", run, "--figures", figures, "--tables", tables);
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out())
        .contains("clean accuracy")
        .contains("ONNX Runtime against PyTorch (DJL)")
        .contains("Undecided within ±0.1 pp")
        .contains("Written to " + run.resolve("report.html"))
        .contains("10 figures in " + figures)
        .contains("15 tables in " + tables);
    assertThat(run.resolve("report.html")).isRegularFile();
    try (var files = Files.list(figures)) {
      assertThat(files.map(f -> f.getFileName().toString()))
          .hasSize(20)
          .contains("outcomes.png", "critical-by-bit.svg", "critical-per-fault-ort-djl.png");
    }
    assertThat(tables.resolve("statistics-ort-djl.csv"))
        .content()
        .startsWith("statistic,unit,estimate,95 % from,95 % to")
        .contains("\"critical rate of all faults, ONNX Runtime\",%,")
        .contains("Cohen's κ of outcomes,,");
    assertThat(tables.resolve("sides.csv"))
        .content()
        .startsWith("side,\"clean accuracy, %\",correct images,images,faults,masked")
        .contains("ONNX Runtime,");
  }

  @Test
  void shouldNotWriteOverTheRun() throws IOException {
    assertThat(Cli.replay(model, faults, run).code()).isZero();
    byte[] outcomes = Files.readAllBytes(run.resolve("outcomes-ort.csv"));
    byte[] agreement = Files.readAllBytes(run.resolve("agreement.csv"));

    Cli.Result page = Cli.run("report", run, "--out", run.resolve("outcomes-ort.csv"));
    assertThat(page.code()).isEqualTo(2);
    assertThat(page.err()).contains("--out: expected a path that is not an input of this command");
    Cli.Result tables = Cli.run("report", run, "--tables", run);
    assertThat(tables.code()).isEqualTo(2);
    assertThat(tables.err()).contains("--tables: expected a path", "agreement.csv");
    assertThat(run.resolve("outcomes-ort.csv")).hasBinaryContent(outcomes);
    assertThat(run.resolve("agreement.csv")).hasBinaryContent(agreement);

    Path list = Files.copy(faults, run.resolve("published.csv"));
    Cli.Result again = Cli.replay(model, list, run);
    assertThat(again.code()).isEqualTo(2);
    assertThat(again.err()).contains("--out " + run + ": expected a path");
  }

  @Test
  void shouldCompareEveryPairOfBackends() throws IOException {
    assertThat(Cli.replay(model, faults, run).code()).isZero();
    Files.copy(run.resolve("outcomes-djl.csv"), run.resolve("outcomes-third.csv"));

    Cli.Result result = Cli.run("compare", run);
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out())
        .contains(run + " djl against " + run + " ort")
        .contains(run + " djl against " + run + " third")
        .contains(run + " ort against " + run + " third");
  }

  @Test
  void shouldWriteTheSamePageTwice() {
    assertThat(Cli.replay(model, faults, run, "--backend", "ort").code()).isZero();
    Path first = folder.resolve("first.html");
    Path second = folder.resolve("second.html");
    assertThat(Cli.run("report", run, "--out", first).code()).isZero();
    assertThat(Cli.run("report", run, "--out", second).code()).isZero();
    assertThat(first).hasSameBinaryContentAs(second);
    assertThat(run.resolve("report.html")).doesNotExist();
  }

  @Test
  void shouldNameTheCommandThatReplaysAFault() {
    FaultSampler.draw(OnnxModel.load(model), 200, 3).write(faults);
    assertThat(Cli.replay(model, faults, run, "--sample", 9, "--seed", 4).code()).isZero();
    assertSameCountsByCommand("faults.csv", 2, 7);
  }

  /** Their images come from the file of the run. */
  @Test
  void shouldNameTheCommandThatReplaysAFaultOnItsOwnImages() {
    FaultSampler.draw(OnnxModel.load(model), 200, 3).write(faults);
    Object[] drawn = {"--sample", 9, "--seed", 4, "--images-per-fault", 25};
    assertThat(Cli.replay(model, faults, run, drawn).code()).isZero();
    assertSameCountsByCommand("faults.csv", 2, 7);
    Cli.Result result = Cli.run("report", run);
    assertThat(result.out()).containsPattern("\\(\\d+ of 60\\) +9 "); // clean accuracy, faults
    assertThat(result.err())
        .contains(
            "Each fault was run on 25 images of its own, which are listed in drawn-images.csv.");
    assertThat(run.resolve("report.html"))
        .content()
        .contains("--drawn drawn-images.csv --rows ")
        .contains("<code>--drawn</code> takes them from drawn-images.csv in this folder");
  }

  /** Of a run that stopped, the manifest does not tell which rows were run. */
  @Test
  void shouldNameTheCommandThatReplaysAFaultOfARunThatStopped() {
    FaultSampler.draw(OnnxModel.load(model), 600, 3).write(faults);
    Object[] stopped = {"--margin", 20, "--seed", 4, "--images-per-fault", 25};
    assertThat(Cli.replay(model, faults, run, stopped).code()).isZero();
    assertSameCountsByCommand("outcomes-ort.csv", 3, 500);
  }

  private void assertSameCountsByCommand(String list, int... places) {
    ReplayLine line = ReplayLine.of(RunResults.read(new RunDirectory(run)));
    for (int fault : places) {
      assertThat(line.fault(fault)).contains("--faults " + list);
      Object[] words =
          Arrays.stream(line.fault(fault).split(" ", -1))
              .skip(1) // ./onnxfi
              .map(word -> placed(word))
              .toArray();
      Cli.Result replayed = Cli.run(words);
      assertThat(replayed.code()).as(replayed.err()).isZero();
      Path out = folder.resolve("fault-" + line.row(fault));
      for (String file : new String[] {"outcomes-ort.csv", "outcomes-djl.csv"}) {
        assertThat(FaultList.read(out.resolve(file)).rows())
            .singleElement()
            .extracting(row -> row.cells())
            .isEqualTo(FaultList.read(run.resolve(file)).rows().get(fault).cells());
      }
    }
  }

  /** Puts the paths in, as a user would: files of the run are in its folder. */
  private String placed(String word) {
    if (word.equals("drawn-images.csv") || word.equals("outcomes-ort.csv")) {
      return run.resolve(word).toString();
    }
    return word.endsWith(".onnx") || word.endsWith(".csv") || word.startsWith("fault-")
        ? folder.resolve(word).toString()
        : word;
  }

  @Test
  void shouldKeepThePublishedOutcomesOfTheReplayedRows() throws IOException {
    assertThat(Cli.replay(model, faults, run, "--backend", "ort").code()).isZero();
    assertThat(run.resolve("published.csv")).doesNotExist();
    Path list = folder.resolve("published.csv");
    Files.copy(run.resolve("outcomes-ort.csv"), list);
    Path second = folder.resolve("second");
    Cli.Result replayed = Cli.replay(model, list, second, "--backend", "ort", "--rows", "3-5,20");
    assertThat(replayed.code()).as(replayed.err()).isZero();
    assertThat(FaultList.read(second.resolve("published.csv")))
        .returns(FaultList.read(list).select(3, 4, 5, 20).rows().size(), l -> l.rows().size())
        .satisfies(
            kept ->
                assertThat(kept.rows().get(3).cells())
                    .isEqualTo(FaultList.read(list).rows().get(20).cells()));
    Cli.Result result = Cli.run("report", second);
    assertThat(result.out()).contains("ONNX Runtime against published:\n   Undecided within");
  }

  @Test
  void shouldRefuseWhatIsNoFinishedRun() throws IOException {
    Cli.Result none = Cli.run("report", folder);
    assertThat(none.code()).isEqualTo(2);
    assertThat(none.err().lines())
        .singleElement()
        .asString()
        .contains("expected a run directory (manifest.json), found none");
    assertThat(Cli.replay(model, faults, run, "--backend", "ort").code()).isZero();
    Files.delete(run.resolve("summary.json"));
    Cli.Result unfinished = Cli.run("report", run);
    assertThat(unfinished.code()).isEqualTo(2);
    assertThat(unfinished.err().lines()).singleElement().asString().contains("--resume");
    assertThat(run.resolve("report.html")).doesNotExist();
  }

  @Test
  void shouldSayWhereItCannotWrite() {
    assertThat(Cli.replay(model, faults, run, "--backend", "ort").code()).isZero();
    Cli.Result result = Cli.run("report", run, "--out", folder.resolve("no/such/page.html"));
    assertThat(result.code()).isEqualTo(3);
    assertThat(result.err()).contains("cannot write ").contains("check the folder");
  }
}
