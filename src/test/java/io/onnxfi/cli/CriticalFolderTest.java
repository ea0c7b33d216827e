package io.onnxfi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.onnxfi.testing.CriticalFiles;
import io.onnxfi.testing.Fonts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code compare}, {@code estimate} and {@code report} make of counts of critical pairs. */
class CriticalFolderTest {
  private static final List<String> ORT =
      List.of(
          CriticalFiles.row(0, "conv1", "(0, 1)", 30, 10, 8, 0),
          CriticalFiles.row(1, "conv1", "(0, 2)", 3, 10, 0, 6),
          CriticalFiles.row(2, "fc", "(2, 3)", 30, 10, 4, 2),
          CriticalFiles.row(3, "fc", "(2, 3)", 5, 10, 0, 9));
  private static final List<String> DJL =
      List.of(
          CriticalFiles.row(0, "conv1", "(0, 1)", 30, 10, 8, 0),
          CriticalFiles.row(1, "conv1", "(0, 2)", 3, 10, 1, 6),
          CriticalFiles.row(2, "fc", "(2, 3)", 30, 10, 0, 2),
          CriticalFiles.row(3, "fc", "(2, 3)", 5, 10, 0, 9));

  @TempDir private Path folder;
  private Path run;

  @BeforeEach
  void prepare() {
    run = run("run", ORT, DJL);
  }

  private Path run(String name, List<String> ort, List<String> djl) {
    return CriticalFiles.in(folder.resolve(name))
        .backend("ort", "ONNX Runtime", 1.5, ort)
        .backend("djl", "PyTorch", 0, djl)
        .finish();
  }

  private Path list(int images) throws IOException {
    return Files.writeString(
        folder.resolve("list-%d.csv".formatted(images)),
        """
        Injection,Layer,TensorIndex,Bit,n_injections,masked,non_critical,critical
        0,conv1,"(0, 1)",30,%1$d,0,1,9
        1,conv1,"(0, 2)",3,%1$d,10,0,0
        2,fc,"(2, 3)",30,%1$d,3,3,4
        """
            .formatted(images));
  }

  private static void assertRefused(String message, Object... words) {
    Cli.Result result = Cli.run(words);
    assertThat(result.code()).as(result.out()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(result.err().lines()).singleElement().asString().contains(message);
  }

  @Test
  void shouldCompareTheFrameworksOfOneRun() {
    Cli.Result result = Cli.run("compare", run);
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out())
        .contains(run + " ort against " + run + " djl")
        .containsPattern("equal critical +2 of 4 +50.00 %")
        .containsPattern("critical within ±1 +3 of 4 +75.00 %")
        .containsPattern("critical within ±3 +3 of 4 +75.00 %")
        .containsPattern("critical within ±5 +4 of 4 +100.00 %")
        .containsPattern("images × faults +not_critical +critical")
        .containsPattern("ort +28 +12 +30.00 %")
        .containsPattern("\n fc +2 +50.00 % +100.00 % +4 +20.00 % +0 +0.00 %")
        .doesNotContain("masked", "identical");
    assertThat(result.err())
        .contains("run ort: up to 1.5 more pairs may be critical")
        .doesNotContain("run djl: up to");
    assertThat(Cli.run("compare", run, "--tolerance", 3).code()).isEqualTo(ExitCode.DISAGREEMENT);
  }

  @Test
  void shouldCompareWithAnotherRunAndWithAListWithOutcomes() throws IOException {
    Path other = run("other", DJL, DJL);
    Cli.Result runs = Cli.run("compare", run, other);
    assertThat(runs.out())
        .contains(run + " ort against " + other + " ort", run + " djl against " + other + " djl")
        .doesNotContain(run + " ort against " + other + " djl");
    // Masked and non-critical images of the list are one number, as in the run.
    Cli.Result list = Cli.run("compare", run.resolve("critical-ort.csv"), list(10), "--json");
    assertThat(list.code()).as(list.err()).isZero();
    assertThat(list.out())
        .contains("\"only_left\" : 1", "\"0\" : 2", "\"1\" : 3", "\"not_critical\" : 17")
        .contains("\"layer\" : \"fc\"")
        .doesNotContain("\"masked\"", "\"identical\"", "non_critical");
  }

  @Test
  void shouldRefuseWhatCannotBeCompared() throws IOException {
    assertRefused(
        "injection 0: expected as many images in critical-djl.csv as in list-11.csv, found 10 and"
            + " 11",
        "compare",
        run.resolve("critical-djl.csv"),
        list(11));
  }

  @Test
  void shouldWidenTheUpperEndByWhatMayBeMissed() {
    Cli.Result result = Cli.run("estimate", run, "--json");
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out()).containsOnlyOnce("\"missed_at_most_pairs\" : 1.5");
    assertThat(Cli.run("estimate", run).out())
        .contains("Up to 1.5 critical pairs were not run (upper 95 % limit of the audit)")
        .contains("both hold together with at least 90 %");
  }

  @Test
  void shouldSayThatTheAuditOfALoneFileIsNotKnown() throws IOException {
    Path alone = folder.resolve("alone.csv");
    Files.copy(run.resolve("critical-ort.csv"), alone);
    Cli.Result result = Cli.run("estimate", alone);
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.err()).contains("alone.csv: 17 pairs were not run");
    assertThat(result.out()).doesNotContain("critical pairs were not run");
  }

  @Test
  void shouldReport() throws IOException {
    Path tables = folder.resolve("tables");
    Cli.Result result = Cli.run("report", run, "--tables", tables);
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out())
        .containsPattern("ONNX Runtime +4 +40 +12 +30.000 +0 +0 +17 +23 +50 +2 +1.500 +11.111")
        .contains("ONNX Runtime against PyTorch", "Written to " + run.resolve("report.html"));
    assertThat(run.resolve("report.html"))
        .content()
        .contains("at most 2 more were missed (upper 95 % limit), 11.12 % of all critical ones")
        .contains("PyTorch: 9 of 40 (22.50 %) pairs are critical, and none can have been missed")
        .contains("Criticality by layer and bit: ONNX Runtime")
        .contains("No layer has 2,000 faults")
        .contains("--counts critical --evidence audited --missed-at-most 1 --seed 4 --out again")
        .contains("for there is no rule: bn.weight")
        .doesNotContain("id=\"signature\"", "masked-difference");
    assertThat(tables.resolve("critical-by-layer-and-bit-ort.csv"))
        .content()
        .contains("conv1,30,1,80", "fc,30,1,40");
    byte[] page = Files.readAllBytes(run.resolve("report.html"));
    assertThat(Cli.run("report", run).code()).isZero();
    assertThat(run.resolve("report.html")).hasBinaryContent(page);
    Cli.Result over = Cli.run("report", run, "--out", run.resolve("critical-ort.csv"));
    assertThat(over.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(over.err()).contains("--out: expected a path that is not an input");
  }

  @Test
  void shouldDrawTheWeightsOfALargeLayer() throws IOException {
    List<String> rows =
        IntStream.range(0, 2_048)
            .mapToObj(
                i ->
                    CriticalFiles.row(
                        i, "conv1", "(%d, %d)".formatted(i / 256, i / 32 % 8), i % 32, 10, 0, 0))
            .toList();
    Path large = run("large", rows, rows);
    Path figures = folder.resolve("figures");
    Fonts.require();
    Cli.Result result = Cli.run("report", large, "--figures", figures);
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(figures.resolve("critical-weights-conv1-ort.png")).isRegularFile();
    assertThat(large.resolve("report.html"))
        .content()
        .contains(
            "href=\"data:image/png;base64,", "one weight in each column, from (0, 0) to (7, 7)");
  }

  @Test
  void shouldNameWhatIsDamaged() throws IOException {
    Path others = run("others", ORT, List.of(DJL.get(1), DJL.get(0), DJL.get(2), DJL.get(3)));
    for (String command : List.of("compare", "estimate", "report")) {
      assertRefused(
          "critical-djl.csv: expected the faults of critical-ort.csv, row by row, found other"
              + " faults",
          command,
          others);
    }
    Path summary = run.resolve("summary.json");
    Files.writeString(
        summary, Files.readString(summary).replace("\"critical\" : 12", "\"critical\" : 11"));
    assertRefused(
        "summary.json, critical of ort: expected 12, the sum of critical-ort.csv, found 11",
        "report",
        run);
    Files.delete(summary);
    assertRefused(
        "expected a finished run (summary.json), found an unfinished one; continue with the same"
            + " replay command and --resume",
        "estimate",
        run);
  }
}
