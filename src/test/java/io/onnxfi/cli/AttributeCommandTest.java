package io.onnxfi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.onnxfi.fault.FaultList;
import io.onnxfi.fault.FaultRow;
import io.onnxfi.fault.FaultSampler;
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

class AttributeCommandTest {
  private static final int FAULTS = 60;

  @TempDir private Path folder;
  private Path model;
  private Path faults;
  private Path run;

  @BeforeEach
  void replay() {
    OnnxModel tiny = Graphs.tinyCnn(2);
    model = folder.resolve("tiny.onnx");
    tiny.save(model);
    faults = folder.resolve("faults.csv");
    FaultSampler.draw(tiny, FAULTS, 3).write(faults);
    run = folder.resolve("run");
    Cli.Result replayed = Cli.replay(model, faults, run);
    assertThat(replayed.code()).as(replayed.err()).isZero();
  }

  private Cli.Result attribute(Object... more) {
    Object[] base = {"attribute", run, "--model", model, "--dataset", "synthetic"};
    return Cli.run(Cli.join(base, more));
  }

  private List<String> lines() throws IOException {
    return Files.readAllLines(run.resolve("attribution.csv"));
  }

  @Test
  void shouldFindACauseForEveryFaultThatDiffers() throws IOException {
    Cli.Result result = attribute();
    assertThat(result.code()).as(result.err()).isZero();
    List<String> lines = lines();
    assertThat(lines.get(0))
        .isEqualTo("Injection,Layer,TensorIndex,Bit,left,right,differing_images,cause,evidence");
    // At least the faults whose counts differ; others differ image by image only.
    FaultList ort = FaultList.read(run.resolve("outcomes-ort.csv"));
    FaultList djl = FaultList.read(run.resolve("outcomes-djl.csv"));
    for (int i = 0; i < FAULTS; i++) {
      FaultRow row = ort.rows().get(i);
      if (!row.counts().equals(djl.rows().get(i).counts())) {
        assertThat(lines)
            .anyMatch(line -> line.startsWith(row.injection() + "," + row.site().layer()));
      }
    }
    assertThat(lines.size()).as("some faults differ").isGreaterThan(1);
    assertThat(lines.subList(1, lines.size()))
        .allMatch(
            line -> line.matches(".*,(rounding_options|rounding_bound|operator|nan_rule),.*"));
    assertThat(result.out())
        .contains("ONNX Runtime against PyTorch (DJL): ")
        .contains("of %d ".formatted(FAULTS))
        .contains("rounding: ")
        .contains("for example injection ");
  }

  /** Rounding takes float64 between the operators, which no backend takes from outside. */
  @Test
  void shouldCompareOperatorsWithRoundedOperandsToo() throws IOException {
    run = folder.resolve("rounded");
    Cli.Result replayed = Cli.replay(model, faults, run, "--precision", "tf32:conv*,bf16:linear");
    assertThat(replayed.code()).as(replayed.err()).isZero();
    Cli.Result result = attribute();
    assertThat(result.code()).as(result.err()).isZero();
    List<String> lines = lines();
    assertThat(lines.size()).as("some faults differ").isGreaterThan(1);
    assertThat(lines.subList(1, lines.size()))
        .noneMatch(line -> line.contains("could not be compared"))
        .allMatch(line -> line.matches(".*,(rounding_options|rounding_bound),.*"));
  }

  @Test
  void shouldWriteTheSameBytesTwiceAndLeaveTheRunAlone() throws IOException {
    attribute("--images-per-fault", 3);
    List<String> first = lines();
    attribute("--images-per-fault", 3);
    assertThat(lines()).isEqualTo(first);
    assertThat(Cli.replay(model, faults, run).code()).as("the run can be repeated").isZero();
  }

  @Test
  void shouldAttributeASampleAndSaySo() throws IOException {
    attribute();
    int all = lines().size() - 1;
    assertThat(all).isGreaterThan(2);
    Cli.Result result = attribute("--sample", 2, "--seed", 4);
    assertThat(lines()).hasSize(3);
    assertThat(result.out())
        .contains("Attributed: 2 of them, drawn at random with seed 4 of Xoshiro256PlusPlus");
  }

  @Test
  void shouldPrintOneJsonDocumentOnRequest() throws IOException {
    Cli.Result result = attribute("--json", "--sample", 3);
    assertThat(result.code()).isZero();
    Path file = folder.resolve("out.json");
    Files.writeString(file, result.out());
    Map<String, Object> json = Json.read(file);
    assertThat(json)
        .containsOnlyKeys(
            "left",
            "right",
            "faults",
            "differing",
            "attributed",
            "sample",
            "differing_images",
            "examined_images",
            "causes",
            "attributions");
    assertThat(json.get("attributed")).isEqualTo(3);
    assertThat((List<?>) json.get("attributions")).hasSize(3);
  }

  @Test
  void shouldAttributeDifferencesFromPublishedCounts() throws IOException {
    // What ONNX Runtime counts without optimisation, as if it had been published.
    Path other = folder.resolve("other");
    Cli.replay(model, faults, other, "--backend", "ort", "--optimization", "none");
    Path published = other.resolve("outcomes-ort.csv");
    Cli.Result result = attribute("--published", published, "--tolerance", 0);
    assertThat(result.code()).as(result.err()).isZero();
    List<String> lines = Files.readAllLines(run.resolve("attribution-published.csv"));
    assertThat(lines.size()).isGreaterThan(1);
    assertThat(lines.subList(1, lines.size()))
        .allMatch(line -> line.contains(",rounding_options,"))
        .allMatch(line -> line.contains(",published "));
    assertThat(result.out()).contains("ONNX Runtime against published: ");
    assertThat(result.err()).contains("ONNX Runtime with other options, 3 times: ");
  }

  @Test
  void shouldRefuseWhatIsNotTheRun() {
    Path another = folder.resolve("another.onnx");
    Graphs.tinyCnn(9).save(another);
    Cli.Result wrong = Cli.run("attribute", run, "--model", another, "--dataset", "synthetic");
    assertThat(wrong.code()).isEqualTo(2);
    assertThat(wrong.err().lines())
        .singleElement()
        .asString()
        .startsWith("onnxfi: " + another + ": expected model.sha256 ");
    Cli.Result none = Cli.run("attribute", folder, "--model", model, "--dataset", "synthetic");
    assertThat(none.code()).isEqualTo(2);
    assertThat(none.err()).contains("expected a run directory (manifest.json), found none");
    Path single = folder.resolve("single");
    Cli.replay(model, faults, single, "--backend", "ort");
    Cli.Result alone = Cli.run("attribute", single, "--model", model, "--dataset", "synthetic");
    assertThat(alone.code()).isEqualTo(2);
    assertThat(alone.err()).contains("expected a run of two backends, or --published LIST");
    assertThat(attribute("--images-per-fault", 0).err()).contains("expected at least 1, found 0");
    assertThat(attribute("--backend", "ort").err()).contains("expected --published LIST with it");
    assertThat(attribute("--published", faults, "--backend", "tf").err())
        .contains("--backend: expected one of [ort, djl], found 'tf'");
    assertThat(attribute("--published", faults).err())
        .contains("expected outcomes for the run's 60 images, found none");
  }
}
