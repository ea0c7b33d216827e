package io.onnxfi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.onnxfi.attribution.DifferingTrial;
import io.onnxfi.attribution.ImagePair;
import io.onnxfi.dataset.DataRoot;
import io.onnxfi.dataset.Datasets;
import io.onnxfi.fault.FaultSampler;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.report.ImageOutcomeFile;
import io.onnxfi.report.RunDirectory;
import io.onnxfi.run.AttributionRun;
import io.onnxfi.run.DataSource;
import io.onnxfi.run.ModelSource;
import io.onnxfi.run.RecordedRun;
import io.onnxfi.run.RunListener;
import io.onnxfi.testing.Graphs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Attribution of runs with images drawn for each fault, and of runs that stopped. */
class SampledAttributionTest {
  @TempDir private Path folder;
  private Path model;
  private Path faults;

  @BeforeEach
  void prepare() {
    model = folder.resolve("tiny.onnx");
    Graphs.tinyCnn(2).save(model);
    faults = folder.resolve("faults.csv");
  }

  private void replay(String run, Object... more) {
    Cli.Result result = Cli.replayInBatches(10, model, faults, folder.resolve(run), more);
    assertThat(result.code()).as(result.err()).isZero();
  }

  private void draw(int count) {
    FaultSampler.draw(OnnxModel.load(model), count, 3).write(faults);
  }

  private Cli.Result attribute(String run, Object... more) {
    Object[] base = {"attribute", folder.resolve(run), "--model", model, "--dataset", "synthetic"};
    return Cli.run(Cli.join(base, more));
  }

  /** Of the recorded outcomes, all are reproduced and explained. */
  private void assertExplained(String run, int atLeast, Object... more) throws IOException {
    Cli.Result result = attribute(run, more);
    assertThat(result.code()).as(result.err()).isZero();
    List<String> lines = Files.readAllLines(folder.resolve(run).resolve("attribution.csv"));
    assertThat(lines.size() - 1).as("faults differ").isGreaterThanOrEqualTo(atLeast);
    assertThat(lines.subList(1, lines.size()))
        .allMatch(
            line -> line.matches(".*,(rounding_options|rounding_bound|operator|nan_rule),.*"));
  }

  @Test
  void shouldFindTheCausesWhereEachFaultHadImagesOfItsOwn() throws IOException {
    draw(60);
    replay("sampled", "--images-per-fault", 20, "--seed", 7);
    assertExplained("sampled", 5);
    Cli.Result published = attribute("sampled", "--published", faults);
    assertThat(published.code()).isEqualTo(2);
    assertThat(published.err())
        .isEqualToIgnoringNewLines(
            "onnxfi: %s: expected for --published, a run of all faults on the same images, found"
                    .formatted(folder.resolve("sampled"))
                + " images drawn for each fault");
  }

  /** An image is named by its number in the data set, as in a run over all images. */
  @Test
  void shouldNameImagesByTheirNumbersInTheDataSet() {
    draw(60);
    replay("whole");
    replay("sampled", "--images-per-fault", 20, "--seed", 7);
    RecordedRun run =
        RecordedRun.read(
            new RunDirectory(folder.resolve("sampled")),
            ModelSource.of(model),
            DataSource.of(Datasets.named("synthetic"), DataRoot.usual()),
            Optional.empty());
    List<DifferingTrial> differing =
        new AttributionRun(run, RunListener.SILENT).differing("ort", "djl", Integer.MAX_VALUE);
    assertThat(differing).isNotEmpty();
    try (var ort = new ImageOutcomeFile.Reader(folder.resolve("whole/images-ort.bin"));
        var djl = new ImageOutcomeFile.Reader(folder.resolve("whole/images-djl.bin"))) {
      for (DifferingTrial fault : differing) {
        int place =
            IntStream.range(0, run.campaign().size())
                .filter(i -> run.campaign().edits(i).equals(fault.edit()))
                .findFirst()
                .orElseThrow();
        for (ImagePair pair : fault.images()) {
          assertThat(pair.left().code()).isEqualTo(ort.row(place)[pair.image()]);
          assertThat(pair.right().code()).isEqualTo(djl.row(place)[pair.image()]);
        }
      }
    }
    assertThat(differing.stream().flatMap(fault -> fault.images().stream()))
        .as("the order of the draw is not that of the data set")
        .anyMatch(pair -> pair.place() != pair.image());
  }

  @Test
  void shouldFindTheCausesInRunsThatStopped() throws IOException {
    draw(600);
    replay("all", "--margin", 20, "--seed", 5);
    assertThat(folder.resolve("all/stopped-ort.bin")).exists();
    assertExplained("all", 6, "--sample", 6);
    replay("sampled", "--margin", 20, "--seed", 5, "--images-per-fault", 10);
    assertThat(folder.resolve("sampled/stopped-ort.bin")).exists();
    assertExplained("sampled", 6, "--sample", 6);
  }

  @Test
  void shouldRefuseDrawnImagesThatAreNotThoseOfTheRun() throws IOException {
    draw(6);
    replay("sampled", "--images-per-fault", 20, "--seed", 7);
    Path drawn = folder.resolve("sampled/drawn-images.csv");
    List<String> lines = Files.readAllLines(drawn);
    Files.write(drawn, lines.subList(0, 6));
    assertThat(attribute("sampled").err())
        .isEqualToIgnoringNewLines(
            "onnxfi: %s: expected the images of injection 5, found none".formatted(drawn));
    Files.write(drawn, lines.stream().map(line -> line.replaceAll("(?: \\d+){10}$", "")).toList());
    assertThat(attribute("sampled").err())
        .isEqualToIgnoringNewLines(
            "onnxfi: %s: expected 20 images per fault, as in manifest.json, found 10"
                .formatted(drawn));
    Files.delete(drawn);
    assertThat(attribute("sampled"))
        .returns(2, Cli.Result::code)
        .returns("onnxfi: %s: no such file%n".formatted(drawn), Cli.Result::err);
  }
}
