package io.onnxfi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.onnxfi.fault.FaultSampler;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.outcome.CriticalTable;
import io.onnxfi.report.Json;
import io.onnxfi.testing.Graphs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That the benchmark runs and compares; what it measures is no matter of tests. */
class BenchCommandTest {
  @TempDir private Path folder;
  private Path model;
  private Path faults;

  @BeforeEach
  void prepare() {
    OnnxModel tiny = Graphs.tinyCnn(2);
    model = folder.resolve("tiny.onnx");
    tiny.save(model);
    faults = folder.resolve("faults.csv");
    FaultSampler.draw(tiny, 40, 3).write(faults);
  }

  private Cli.Result bench(Object... more) {
    return Cli.run(
        Cli.join(
            new Object[] {
              "bench",
              "--model",
              model,
              "--faults",
              faults,
              "--dataset",
              "synthetic",
              "--images",
              40,
              "--sample",
              8
            },
            more));
  }

  @Test
  void shouldCompareTheEnginesInBothFrameworks() {
    Cli.Result result = bench();
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out())
        .contains("ONNX Runtime", "PyTorch (DJL)", "plain engine", "cutting engine", "attainable")
        .contains("identical counts: 8 of 8", "tails");
  }

  @Test
  void shouldGiveTheFiguresAsJson() throws IOException {
    Cli.Result result = bench("--backend", "ort", "--json");
    assertThat(result.code()).as(result.err()).isZero();
    Map<String, Object> figures =
        Json.read(Files.writeString(folder.resolve("bench.json"), result.out()));
    assertThat(figures).containsKey("machine");
    assertThat(figures.get("ort"))
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
        .containsEntry("faults", 8)
        .containsEntry("images", 40)
        .containsEntry("identical_counts", 8);
  }

  /** Of the whole list, beside the rows that the engines run. */
  @Test
  void shouldCompareCountsOfCriticalPairsWithTheEngines() throws IOException {
    Object[] words = {"--backend", "ort", "--counts", "critical"};
    Path kept = folder.resolve("kept");
    Cli.Result result = bench(Cli.join(words, "--out", kept));
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(CriticalTable.read(kept.resolve("critical-ort.csv")).rows()).hasSize(40);
    Cli.Result again = bench(Cli.join(words, "--out", kept));
    assertThat(again.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(again.err()).contains("kept: expected a new or an empty folder, found files in it");
    assertThat(result.out())
        .contains("critical, audited", "to cutting", "identical counts: 8 of 8", "missed at most")
        .contains("critical counts as of the plain engine: 8 of 8");
    Cli.Result figures = bench(Cli.join(words, "--evidence", "run", "--json"));
    assertThat(Json.read(Files.writeString(folder.resolve("bench.json"), figures.out())).get("ort"))
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
        .containsEntry("rows", 40)
        .containsEntry("evidence", "run")
        .containsEntry("rows_with_the_plain_count", 8)
        .containsEntry("missed", 0)
        .containsKeys("screening_seconds", "ratio_to_plain", "ratio_to_cutting");
    Cli.Result growth = bench(Cli.join(words, "--growth"));
    assertThat(growth.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(growth.err()).contains("--growth: expected no --counts critical with it");
    Cli.Result all = bench("--out", folder.resolve("all"));
    assertThat(all.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(all.err()).contains("--out: expected --counts critical with it, found all");
  }

  @Test
  void shouldShowHowTimeGrowsAndSayOnceWhatWasAssumedOfTheList() throws IOException {
    Files.writeString(faults, Files.readString(faults).replace("\n", ",\n"));
    Cli.Result result = bench("--backend", "ort", "--growth");
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out().lines().filter(line -> line.contains("more faults"))).hasSize(3);
    assertThat(result.out().lines().filter(line -> line.contains("more images"))).hasSize(3);
    assertThat(result.out()).contains("resnet44, random weights");
    assertThat(result.err()).containsOnlyOnce("onnxfi: note: faults.csv");
  }
}
