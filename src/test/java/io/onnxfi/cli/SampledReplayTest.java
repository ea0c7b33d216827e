package io.onnxfi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.onnxfi.fault.FaultList;
import io.onnxfi.fault.FaultSampler;
import io.onnxfi.file.RunHeader;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.report.ImageOutcomeFile;
import io.onnxfi.report.Json;
import io.onnxfi.testing.Graphs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Replays on random images per fault, and those that stop at a margin. */
class SampledReplayTest {
  private static final List<String> RESULTS =
      List.of(
          "manifest.json",
          "outcomes-ort.csv",
          "outcomes-djl.csv",
          "images-ort.bin",
          "images-djl.bin",
          "drawn-images.csv",
          "agreement.csv",
          "summary.json");

  @TempDir private Path folder;
  private Path model;
  private Path faults;

  @BeforeEach
  void prepare() {
    model = folder.resolve("tiny.onnx");
    Graphs.tinyCnn(2).save(model);
    faults = folder.resolve("faults.csv");
  }

  private void draw(int count) {
    FaultSampler.draw(OnnxModel.load(model), count, 3).write(faults);
  }

  private Cli.Result replay(String run, Object... more) {
    return Cli.replayInBatches(10, model, faults, folder.resolve(run), more);
  }

  private void assertSameResults(String run, String expected) {
    for (String name : RESULTS) {
      assertThat(folder.resolve(run).resolve(name))
          .hasSameBinaryContentAs(folder.resolve(expected).resolve(name));
    }
  }

  @Test
  void shouldGiveEachFaultWhatItsImagesGiveAmongAll() throws IOException {
    draw(40);
    assertThat(replay("whole").code()).isZero();
    Cli.Result result = replay("sampled", "--images-per-fault", 20, "--seed", 7, "--verify", 20);
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out())
        .contains("critical rate (95 % interval)")
        .containsPattern("ONNX Runtime .* 40 .*\\d % \\(\\d+\\.\\d+ % to \\d+\\.\\d+ %\\)");
    assertThat(result.err())
        .contains("verified, the plain engine gives the same counts for 8 faults");
    List<String> drawn = Files.readAllLines(folder.resolve("sampled/drawn-images.csv"));
    assertThat(drawn).hasSize(41).first().isEqualTo("Injection,Images");
    for (String backend : List.of("ort", "djl")) {
      String images = "images-" + backend + ".bin";
      try (var all = new ImageOutcomeFile.Reader(folder.resolve("whole").resolve(images));
          var some = new ImageOutcomeFile.Reader(folder.resolve("sampled").resolve(images))) {
        assertThat(some.faults()).isEqualTo(40);
        for (int fault = 0; fault < 40; fault++) {
          String[] numbers = drawn.get(fault + 1).split(",", -1)[1].split(" ", -1);
          byte[] expected = new byte[20];
          for (int i = 0; i < 20; i++) {
            expected[i] = all.row(fault)[Integer.parseInt(numbers[i])];
          }
          assertThat(some.row(fault)).isEqualTo(expected);
        }
      }
    }
    FaultList outcomes = FaultList.read(folder.resolve("sampled/outcomes-djl.csv"));
    assertThat(outcomes.rows()).allMatch(row -> row.counts().orElseThrow().images() == 20);
    assertThat(Json.read(folder.resolve("sampled/manifest.json")).get("draw").toString())
        .isEqualTo("{images_per_fault=20, seed=7, generator=L64X128MixRandom}");
    assertThat(replay("plain", "--images-per-fault", 20, "--seed", 7, "--engine", "plain").code())
        .isZero();
    assertSameResults("plain", "sampled");
  }

  @Test
  void shouldNotCompareFaultsThatWereTriedOnOtherImages() {
    draw(12);
    assertThat(replay("one", "--images-per-fault", 20, "--seed", 7).code()).isZero();
    assertThat(replay("same", "--images-per-fault", 20, "--seed", 7).code()).isZero();
    assertThat(replay("other", "--images-per-fault", 20, "--seed", 8).code()).isZero();
    Path one = folder.resolve("one");
    assertThat(Cli.run("compare", one, folder.resolve("same")).code()).isZero();
    Cli.Result refused = Cli.run("compare", one, folder.resolve("other"));
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err())
        .containsPattern(
            "expected the same images for each fault, found other images for injection \\d+"
                + " \\(drawn-images");
    assertThat(replay("all").code()).isZero();
    assertThat(Cli.run("compare", one, folder.resolve("all")).err())
        .contains("found all images on one side, drawn ones on the other");
  }

  /** Without what binds image outcomes to their run. */
  private byte[] content(String run, String name) {
    try {
      byte[] bytes = Files.readAllBytes(folder.resolve(run).resolve(name));
      return name.endsWith(".bin")
          ? Arrays.copyOfRange(bytes, RunHeader.BYTES, bytes.length)
          : bytes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void shouldTryFaultsOnTheImagesOfAnEarlierRun() {
    draw(40);
    assertThat(replay("sampled", "--images-per-fault", 20, "--seed", 7).code()).isZero();
    Path drawn = folder.resolve("sampled/drawn-images.csv");
    Cli.Result again = replay("again", "--drawn", drawn, "--verify", 20);
    assertThat(again.code()).as(again.err()).isZero();
    for (String name : RESULTS) {
      if (!List.of("manifest.json", "summary.json")
          .contains(name)) { // clean accuracy: fewer images
        assertThat(content("again", name)).isEqualTo(content("sampled", name));
      }
    }
    assertThat(Cli.run("compare", folder.resolve("sampled"), folder.resolve("again")).code())
        .isZero();
    assertThat(replay("some", "--rows", "3,17", "--drawn", drawn).code()).isZero();
    for (String name : List.of("outcomes-ort.csv", "outcomes-djl.csv", "drawn-images.csv")) {
      List<String> whole = lines("sampled/" + name);
      assertThat(lines("some/" + name))
          .containsExactly(whole.get(0), whole.get(1 + 3), whole.get(1 + 17));
    }
    Cli.Result compared = Cli.run("compare", folder.resolve("sampled"), folder.resolve("some"));
    assertThat(compared.code()).as(compared.err()).isZero();
    assertThat(compared.out()).as("the faults that both have").contains("2 of 2");
    Map<String, Object> manifest = Json.read(folder.resolve("some/manifest.json"));
    assertThat(manifest.get("draw").toString())
        .isEqualTo(
            "{images_per_fault=20, file=drawn-images.csv, sha256=%s}".formatted(Cli.sha256(drawn)));
    assertThat(manifest.get("data").toString()).contains("images=60,");
  }

  @Test
  void shouldRefuseImagesThatWereNotDrawnForThisReplay() {
    draw(40);
    Object[] sampled = {"--images-per-fault", 20, "--seed", 7};
    assertThat(replay("some", Cli.join(sampled, "--rows", "3,17")).code()).isZero();
    Path drawn = folder.resolve("some/drawn-images.csv");
    assertThat(replay("run", "--rows", "3-5", "--drawn", drawn))
        .returns(2, Cli.Result::code)
        .returns(
            "onnxfi: %s: expected the images of injection 4, found none%n".formatted(drawn),
            Cli.Result::err);
    assertThat(replay("run", Cli.join(sampled, "--rows", "3", "--drawn", drawn)).err())
        .isEqualToIgnoringNewLines(
            "onnxfi: --drawn: expected no --images-per-fault with it, found 20");
    assertThat(
            Cli.replayInBatches(
                    20, model, faults, folder.resolve("run"), "--rows", "3", "--drawn", drawn)
                .err())
        .startsWith(
            "onnxfi: %s:2: expected images below 60, each at its place in a batch of 20, found "
                .formatted(drawn));
    assertThat(folder.resolve("run")).doesNotExist();
  }

  private List<String> lines(String file) {
    try {
      return Files.readAllLines(folder.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void shouldRefuseImagesThatAreNoWholeBatches() {
    draw(4);
    for (int images : new int[] {0, 15, 70}) {
      Cli.Result result = replay("run", "--images-per-fault", images);
      assertThat(result.code()).isEqualTo(2);
      assertThat(result.err())
          .isEqualToIgnoringNewLines(
              "onnxfi: --images-per-fault: expected a multiple of --batch 10 up to 60, found "
                  + images);
    }
    assertThat(replay("run", "--margin", 0).err()).contains("--margin: expected above 0 and");
    assertThat(replay("run", "--margin", 1, "--confidence", 100).err())
        .contains("--confidence: expected above 0 and below 100 percent, found 100.0");
  }

  @Test
  void shouldStopAtTheMarginAndGoOnToASmallerOne() {
    draw(700);
    Object[] sampled = {"--images-per-fault", 10, "--seed", 3};
    Cli.Result stopped = replay("run", Cli.join(sampled, "--margin", 20));
    assertThat(stopped.code()).as(stopped.err()).isZero();
    assertThat(stopped.err()).contains("at 95 % confidence, from 512 of 700 faults");
    assertThat(rows("run", "ort")).hasSize(512).isEqualTo(rows("run", "djl"));
    assertThat(folder.resolve("run/stopped-ort.bin")).exists();
    try (var images = new ImageOutcomeFile.Reader(folder.resolve("run/images-djl.bin"))) {
      assertThat(images.faults()).isEqualTo(512);
      assertThat(images.images()).isEqualTo(10);
    }
    assertThat(Json.read(folder.resolve("run/summary.json")).get("critical_rates").toString())
        .contains("ort={faults=512, inferences=5120,");
    assertThat(Cli.run("compare", folder.resolve("run")).code()).isZero();

    Cli.Result refused = replay("run", Cli.join(sampled, "--margin", 0.01));
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).contains("its stop.margin_points is 20.0, here it is 0.01");

    Cli.Result more = replay("run", Cli.join(sampled, "--margin", 0.01, "--resume"));
    assertThat(more.code()).as(more.err()).isZero();
    assertThat(more.err()).contains("continuing after 512 of 700");
    assertThat(replay("fresh", Cli.join(sampled, "--margin", 0.01)).code()).isZero();
    assertThat(rows("run", "ort")).hasSize(700);
    assertSameResults("run", "fresh");
    assertThat(folder.resolve("run/stopped-ort.bin")).doesNotExist();
    assertThat(replay("wide", Cli.join(sampled, "--margin", 20)).code()).isZero();
    assertThat(replay("wide", Cli.join(sampled, "--margin", 20)).code()).as("again").isZero();
    assertThat(rows("wide", "djl")).hasSize(512);
  }

  private List<Long> rows(String run, String backend) {
    FaultList list = FaultList.read(folder.resolve(run).resolve("outcomes-" + backend + ".csv"));
    assertThat(list.rows()).isSortedAccordingTo((a, b) -> Long.compare(a.line(), b.line()));
    return list.rows().stream().map(row -> row.injection()).toList();
  }

  @Test
  void shouldEstimateEveryPartOfARun() {
    draw(40);
    assertThat(replay("run", "--images-per-fault", 20).code()).isZero();
    Cli.Result text = Cli.run("estimate", folder.resolve("run"), "--confidence", 90);
    assertThat(text.code()).as(text.err()).isZero();
    assertThat(text.out())
        .contains("run djl, 90 % intervals")
        .containsPattern("layer +faults +inferences +critical +from +to")
        .containsPattern("\n bit +faults");
    Cli.Result json = Cli.run("estimate", folder.resolve("run/outcomes-ort.csv"), "--json");
    assertThat(json.out()).contains("\"critical_rate\"", "\"bits\"", "\"confidence\" : 0.95");
    Cli.Result empty = Cli.run("estimate", faults);
    assertThat(empty.code()).isEqualTo(2);
    assertThat(empty.err()).contains("expected columns n_injections,masked,non_critical,critical");
    assertThat(Arrays.asList(text.out().split("\n", -1))).noneMatch(line -> line.contains("NaN"));
  }
}
