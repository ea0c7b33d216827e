package io.onnxfi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.onnxfi.fault.FaultSampler;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.report.Json;
import io.onnxfi.testing.Graphs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Plans that run their own pilot. */
class PilotTest {
  private static final Object[] COSTS = {"--fault-ms", 2, "--image-ms", 0.1};

  @TempDir private Path folder;
  private Path model;
  private Path faults;

  @BeforeEach
  void prepare() {
    model = folder.resolve("tiny.onnx");
    Graphs.tinyCnn(2).save(model);
    faults = folder.resolve("faults.csv");
    FaultSampler.draw(OnnxModel.load(model), 700, 3).write(faults);
  }

  private Object[] sides() {
    return new Object[] {
      "--model", model, "--faults", faults, "--dataset", "synthetic", "--images", 70, "--batch", 20
    };
  }

  private Cli.Result plan(Object... more) {
    Object[] plan = Cli.join(new Object[] {"plan", "--margin", 5}, sides());
    Cli.Result result = Cli.run(Cli.join(Cli.join(plan, "--pilot-faults", 64), more));
    assertThat(result.code()).as(result.err()).isZero();
    return result;
  }

  private Map<String, Object> json(Object... more) throws IOException {
    Path file = folder.resolve("plan.json");
    Files.writeString(file, plan(Cli.join(more, "--json")).out());
    return Json.read(file);
  }

  private static List<Path> temporary() {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files.filter(file -> file.toString().contains("onnxfi-pilot")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"cut", "plain"})
  void shouldMeasureCostsInAPilotThatLeavesNothingBehind(String engine) throws IOException {
    List<Path> before = temporary();
    Map<String, Object> plan = json("--engine", engine);
    assertThat(temporary()).isEqualTo(before);
    assertThat(plan)
        .containsEntry("basis", "pilot")
        .containsEntry("source", "faults.csv")
        .containsEntry("pilot_framework", "ONNX Runtime")
        .containsEntry("pilot_images_per_fault", 60) // about 100, of the 70, in batches of 20
        .containsEntry("images", 70)
        .containsEntry("available_faults", 700)
        .containsEntry("seconds_per_fault_from", "measured")
        .containsEntry("seconds_per_image_from", "measured")
        .doesNotContainKey("pilot_folder");
    assertThat(plan.get("pilot").toString()).contains("faults=64, inferences=3840,");
    // A session or an image of a network of two layers takes more than a clock tick and less than
    // seconds on any machine.
    assertThat((double) plan.get("seconds_per_fault")).isBetween(1e-7, 1.0);
    assertThat((double) plan.get("seconds_per_image")).isBetween(1e-8, 0.1);
    assertThat((double) plan.get("seconds_once")).isBetween(0.0, 600.0);
  }

  @Test
  void shouldGiveTheSamePlanForTheSameSeed() {
    Object[] seeded = Cli.join(COSTS, "--json", "--seed", 5);
    String plan = plan(seeded).out();
    assertThat(plan(seeded).out()).isEqualTo(plan);
    assertThat(plan(Cli.join(COSTS, "--json", "--seed", 6)).out()).isNotEqualTo(plan);
    assertThat(plan).contains("\"seconds_per_fault_from\" : \"given\"", "\"seconds_once\" : 0.0");
  }

  @Test
  void shouldKeepThePilotAsARunLikeAnyOther() throws IOException {
    Path kept = folder.resolve("pilot");
    Map<String, Object> plan = json("--out", kept, "--seed", 4, "--images-per-fault", 40);
    assertThat(plan).containsEntry("pilot_folder", kept.toString());
    Object[] replay = Cli.join(new Object[] {"replay", "--backend", "ort"}, sides());
    Path run = folder.resolve("run");
    Object[] pilot = {"--sample", 64, "--images-per-fault", 40, "--seed", 4, "--out", run};
    assertThat(Cli.run(Cli.join(replay, pilot)).code()).isZero();
    for (String file :
        List.of("manifest.json", "outcomes-ort.csv", "images-ort.bin", "summary.json")) {
      assertThat(kept.resolve(file)).hasSameBinaryContentAs(run.resolve(file));
    }
    assertThat(Cli.run("estimate", kept).code()).isZero();
    assertThat(json("--out", kept, "--seed", 4, "--images-per-fault", 40, "--resume"))
        .containsEntry("pilot", plan.get("pilot"));

    Path outcomes = kept.resolve("outcomes-ort.csv");
    Cli.Result again = Cli.run("plan", "--margin", 5, "--outcomes", outcomes, "--json");
    Path file = folder.resolve("again.json");
    Files.writeString(file, again.out());
    assertThat(Json.read(file))
        .containsEntry("basis", "outcomes")
        .containsEntry("images", 70)
        .containsEntry("batch", 20)
        .containsEntry("variance_between_faults", plan.get("variance_between_faults"))
        .containsEntry("variance_between_images", plan.get("variance_between_images"));
    assertThat(Cli.run("plan", "--margin", 5, "--outcomes", outcomes).out())
        .contains("of the 700 faults of faults.csv with 20 images each.")
        .containsPattern("--model tiny.onnx --faults faults.csv --dataset synthetic .*--batch 20");
  }

  @Test
  void shouldEndInACommandThatCarriesThePlanOut() {
    String out = plan(COSTS).out();
    String command = out.substring(out.lastIndexOf("./onnxfi") + "./onnxfi ".length()).strip();
    assertThat(out)
        .contains(
            "Based on a pilot run on this machine in ONNX Runtime: 64 faults of faults.csv × 60"
                + " images")
        .containsPattern("[45]\\d\\d more than the pilot had")
        .doesNotContain("%n", "null")
        .contains("2 ms per fault and 0.1 ms per image (as given)");
    Path run = folder.resolve("run");
    List<Object> words = new ArrayList<>(List.of(command.split(" ", -1)));
    words.set(words.size() - 1, run);
    Cli.Result replay = Cli.run(words.toArray());
    assertThat(replay.code()).as(command + "\n" + replay.err()).isZero();
    assertThat(run.resolve("outcomes-ort.csv")).exists();
    assertThat(run.resolve("outcomes-djl.csv")).as("one backend").doesNotExist();
  }

  @Test
  void shouldSayHowCostsWereMeasured() {
    assertThat(plan("--fault-ms", 2).out())
        .containsPattern(
            "2 ms per fault \\(as given\\) and .* ms per image \\(measured in the pilot\\)")
        .contains("Measured: the workers' time")
        .doesNotContain("%n");
  }

  @Test
  void shouldRefuseTwoBackends() {
    Object[] plan = Cli.join(new Object[] {"plan", "--margin", 5}, sides());
    Cli.Result result = Cli.run(Cli.join(plan, "--backend", "ort,djl"));
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err())
        .isEqualToIgnoringNewLines(
            "onnxfi: --backend: expected one backend for a pilot, ort or djl, found ort,djl");
  }
}
