package io.onnxfi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.onnxfi.fault.FaultList;
import io.onnxfi.fault.FaultSampler;
import io.onnxfi.fault.ImageCounts;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.report.Json;
import io.onnxfi.testing.Graphs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayCommandTest {
  @TempDir private Path folder;
  private Path model;
  private Path faults;

  @BeforeEach
  void prepare() {
    OnnxModel tiny = Graphs.tinyCnn(2);
    model = folder.resolve("tiny.onnx");
    tiny.save(model);
    faults = folder.resolve("faults.csv");
    FaultSampler.draw(tiny, 12, 3).write(faults);
  }

  @Test
  void shouldPrintAllStatisticsWhenAsked() {
    Cli.Result brief = Cli.replay(model, faults, folder.resolve("brief"));
    Cli.Result result = Cli.replay(model, faults, folder.resolve("long"), "--details");
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out())
        .contains("identical counts", "same outcome for", "The counts agree", "Cohen's κ")
        .contains(brief.out().lines().limit(7).toList().subList(1, 7));
  }

  @Test
  void shouldReplayInBothFrameworksAndCompare() throws IOException {
    Path run = folder.resolve("run");
    Cli.Result result = Cli.replay(model, faults, run);
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out())
        .contains("clean accuracy")
        .contains("ONNX Runtime against PyTorch (DJL):\n   Undecided within ±0.1 pp")
        .contains("Written to %s. To see more: ./onnxfi report %s".formatted(run, run))
        .doesNotContain("identical counts")
        .hasLineCount(9);
    try (var files = Files.list(run)) {
      assertThat(files.map(f -> f.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "manifest.json",
              "outcomes-ort.csv",
              "outcomes-djl.csv",
              "images-ort.bin",
              "images-djl.bin",
              "agreement.csv",
              "summary.json");
    }
    FaultList outcomes = FaultList.read(run.resolve("outcomes-ort.csv"));
    assertThat(outcomes.header())
        .containsExactly(
            "Injection",
            "Layer",
            "TensorIndex",
            "Bit",
            "n_injections",
            "masked",
            "non_critical",
            "critical",
            "non_finite",
            "due",
            "crashed",
            "sdc_5",
            "correct",
            "max_abs_diff");
    assertThat(outcomes.rows()).hasSize(12);
    outcomes
        .rows()
        .forEach(
            row -> {
              ImageCounts c = row.counts().orElseThrow();
              assertThat(c.masked() + c.nonCritical() + c.critical()).isEqualTo(60);
            });
    Map<String, Object> manifest = Json.read(run.resolve("manifest.json"));
    assertThat(manifest)
        .containsOnlyKeys("onnxfi", "model", "faults", "data", "options", "backends", "machine");
    assertThat(manifest.toString()).doesNotContain(folder.toString());
  }

  @Test
  void shouldWriteTheSameBytesTwice() throws IOException {
    Path first = folder.resolve("first");
    Path second = folder.resolve("second");
    assertThat(Cli.replay(model, faults, first, "--threads", 1).code()).isZero();
    assertThat(Cli.replay(model, faults, second, "--threads", 3).code()).isZero();
    try (var files = Files.list(first)) {
      for (Path file : files.toList()) {
        assertThat(second.resolve(file.getFileName())).hasSameBinaryContentAs(file);
      }
    }
    assertThat(Cli.replay(model, faults, first).code()).as("the same run again").isZero();
    Cli.Result plain = Cli.replay(model, faults, first, "--engine", "plain");
    assertThat(plain.code()).as("another engine is the same run: " + plain.err()).isZero();
    assertThat(first.resolve("outcomes-ort.csv"))
        .hasSameBinaryContentAs(second.resolve("outcomes-ort.csv"));
    assertThat(first.resolve("images-djl.bin"))
        .hasSameBinaryContentAs(second.resolve("images-djl.bin"));
  }

  @Test
  void shouldVerifyAShareOfTheFaultsOnRequest() {
    Cli.Result result = Cli.replay(model, faults, folder.resolve("run"), "--verify", 50);
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.err())
        .contains("ONNX Runtime: verified, the plain engine gives the same counts for 6 faults")
        .contains("PyTorch (DJL): verified, the plain engine gives the same counts for 6 faults");
  }

  @Test
  void shouldSayHowToGetSpark() {
    Cli.Result result = Cli.replay(model, faults, folder.resolve("run"), "--master", "local[2]");
    assertThat(result.code()).isEqualTo(ExitCode.MISSING);
    assertThat(result.err())
        .contains("--master local[2]: this is OnnxFI without Spark", "./onnxfi package --spark");
    Cli.Result mixed = Cli.replay(model, faults, folder.resolve("run"), "--mixed");
    assertThat(mixed.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(mixed.err()).contains("--mixed: expected --master with it, found none");
  }

  @Test
  void shouldRefuseAFolderOfAnotherRun() throws IOException {
    Path run = folder.resolve("run");
    assertThat(Cli.replay(model, faults, run, "--rows", "0-1").code()).isZero();
    byte[] before = Files.readAllBytes(run.resolve("outcomes-ort.csv"));
    Cli.Result other = Cli.replay(model, faults, run, "--rows", "0-2");
    assertThat(other.code()).isEqualTo(2);
    assertThat(other.err().lines())
        .singleElement()
        .asString()
        .contains("belongs to another run: its faults.rows is 0-1, here it is 0-2");
    assertThat(run.resolve("outcomes-ort.csv")).hasBinaryContent(before);
    Cli.Result foreign = Cli.replay(model, faults, folder);
    assertThat(foreign.code()).isEqualTo(2);
    assertThat(foreign.err()).contains("found other files in it");
  }

  @Test
  void shouldDrawTheSameSampleForTheSameSeed() {
    Cli.replay(model, faults, folder.resolve("a"), "--sample", 5, "--seed", 1, "--backend", "ort");
    Cli.replay(model, faults, folder.resolve("b"), "--sample", 5, "--seed", 1, "--backend", "ort");
    Cli.replay(model, faults, folder.resolve("c"), "--sample", 5, "--seed", 2, "--backend", "ort");
    assertThat(injections("a")).hasSize(5).isEqualTo(injections("b")).isNotEqualTo(injections("c"));
  }

  private List<Long> injections(String run) {
    return FaultList.read(folder.resolve(run).resolve("outcomes-ort.csv")).rows().stream()
        .map(row -> row.injection())
        .toList();
  }

  @Test
  void shouldCompareWithPublishedOutcomesAndKeepOtherColumns() throws IOException {
    Path run = folder.resolve("first");
    Cli.replay(model, faults, run, "--backend", "ort");
    FaultList measured = FaultList.read(run.resolve("outcomes-ort.csv"));
    StringBuilder published = new StringBuilder();
    published.append(
        "Injection,Layer,TensorIndex,Bit,n_injections,masked,non_critical,critical,note\n");
    measured
        .rows()
        .forEach(
            row -> {
              List<String> c = row.cells();
              published.append(
                  "%s,%s,\"%s\",%s,%s,%s,%s,%s,kept\n"
                      .formatted(
                          c.get(0), c.get(1), c.get(2), c.get(3), c.get(4), c.get(5), c.get(6),
                          c.get(7)));
            });
    Path list = folder.resolve("published.csv");
    Files.writeString(list, published);
    Path second = folder.resolve("second");
    Cli.Result result = Cli.replay(model, list, second, "--backend", "ort");
    assertThat(result.code()).isZero();
    assertThat(result.out()).contains("ONNX Runtime against published").contains("of 12 faults");
    FaultList again = FaultList.read(second.resolve("outcomes-ort.csv"));
    assertThat(again.header()).endsWith("max_abs_diff", "note");
    assertThat(again.rows().get(3).cells()).endsWith("kept");
    Cli.Result compared = Cli.run("compare", second.resolve("outcomes-ort.csv"), list);
    assertThat(compared.code()).isZero();
  }

  @Test
  void shouldPrintOneJsonDocumentOnRequest() throws IOException {
    Cli.Result result = Cli.replay(model, faults, folder.resolve("run"), "--rows", "0-3", "--json");
    assertThat(result.code()).isZero();
    Path json = folder.resolve("out.json");
    Files.writeString(json, result.out());
    assertThat(Json.read(json)).containsOnlyKeys("backends", "comparisons", "work");
  }

  @Test
  void shouldEstimateOnTheWayInRandomOrderAndEndWithTheSameResults() throws IOException {
    FaultSampler.draw(OnnxModel.load(model), 80, 3).write(faults);
    Path listed = folder.resolve("listed");
    Path random = folder.resolve("random");
    assertThat(Cli.replay(model, faults, listed, "--backend", "ort").code()).isZero();
    Cli.Result result =
        Cli.replay(model, faults, random, "--backend", "ort", "--order", "random", "--seed", 5);
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.err())
        .contains("(95 %), from 32 of 80 faults")
        .contains("± 0.00 % (95 %), from 80 of 80 faults");
    assertThat(random.resolve("outcomes-ort.csv"))
        .hasSameBinaryContentAs(listed.resolve("outcomes-ort.csv"));
  }

  @Test
  void shouldRoundTheOperandsOfTheChosenLayers() throws IOException {
    Path run = folder.resolve("run");
    Cli.Result result = Cli.replay(model, faults, run, "--precision", "tf32:conv*");
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.err()).contains("reduced precision: tf32:conv*");
    assertThat(run.resolve("manifest.json")).content().contains("\"precision\" : \"tf32:conv*\"");
    FaultList outcomes = FaultList.read(run.resolve("outcomes-djl.csv"));
    assertThat(outcomes.rows().stream().filter(row -> row.site().layer().startsWith("conv")))
        .anySatisfy(row -> assertThat(row.site().bit().orElseThrow()).isLessThan(12))
        .allSatisfy(
            row -> {
              long masked = row.counts().orElseThrow().masked();
              assertThat(row.site().bit().orElseThrow() >= 12 || masked == 60)
                  .as(row.toString())
                  .isTrue();
            });
    Cli.Result other = Cli.replay(model, faults, run);
    assertThat(other.err()).contains("precision is tf32:conv*, here it is null");
  }

  @Test
  void shouldReadThePrecisionOffPublishedOutcomes() throws IOException {
    StringBuilder csv = new StringBuilder();
    csv.append("Injection,Layer,TensorIndex,Bit,n_injections,masked,non_critical,critical\n");
    for (int bit = 0; bit < 32; bit++) {
      csv.append(
          "%d,conv2,\"(3, %d, 0, 0)\",%d,60,%d,%d,0\n"
              .formatted(bit, bit % 16, bit, bit < 12 ? 60 : 20, bit < 12 ? 0 : 40));
    }
    Path published = folder.resolve("published.csv");
    Files.writeString(published, csv);
    Cli.Result table = Cli.run("faults", "precision", published);
    assertThat(table.out()).containsPattern("conv2 +tf32 +12 +100\\.00 %");
    Cli.Result result =
        Cli.replay(model, published, folder.resolve("run"), "--rows", "0-3", "--precision", "auto");
    assertThat(result.err()).contains("reduced precision: tf32:conv2");
    assertThat(result.out()).contains("no critical count of 4 faults differs");
    Cli.Result nothing = Cli.replay(model, faults, folder.resolve("other"), "--precision", "auto");
    assertThat(nothing.code()).isEqualTo(2);
    assertThat(nothing.err()).contains("expected published outcomes in").contains("found none");
  }
}
