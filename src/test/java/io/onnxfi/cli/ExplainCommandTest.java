package io.onnxfi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.onnxfi.onnx.GraphBuilder;
import io.onnxfi.onnx.ValueInfo;
import io.onnxfi.report.Json;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.testing.Graphs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExplainCommandTest {
  private static final Path RESNET20 = Path.of("models/resnet20_cifar10.onnx");

  @TempDir private Path folder;
  private Path out;

  @BeforeEach
  void name() {
    out = folder.resolve("new/maps");
  }

  private Cli.Result explain(Object... more) {
    Object[] base = {"explain", RESNET20, "--dataset", "cifar10-sample", "--out", out};
    return Cli.run(Cli.join(base, more));
  }

  @Test
  void shouldPrintATableAndWritePicturesAndMaps() throws IOException {
    Cli.Result result = explain("--images", "58,17");
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out())
        .containsPattern("17 +horse +horse +horse +layer3.2.conv2 +99.9 % +8×8 +\\d\\d\\.\\d %")
        .containsPattern("58 +deer +dog +dog +layer3.2.conv2 +83.6 % +8×8 ")
        .contains("Written to " + out);
    assertThat(out)
        .isDirectoryContaining("glob:**/image-17.png")
        .isDirectoryContaining("glob:**/image-58.png");
    List<String> lines = Files.readAllLines(out.resolve("image-17.csv"));
    assertThat(lines).hasSize(32).allSatisfy(line -> assertThat(line.split(",", -1)).hasSize(32));
    Map<String, Object> json = Json.read(out.resolve("explanations.json"));
    assertThat(json)
        .containsOnlyKeys("onnxfi", "model", "data", "method", "layer", "value", "images");
  }

  @Test
  void shouldExplainAnyClassAtAnyLayerAndPrintJson() throws IOException {
    Cli.Result result =
        explain("--images", "58", "--class", "true", "--layer", "layer2.0.relu2", "--json");
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out())
        .isEqualTo(Files.readString(out.resolve("explanations.json")))
        .contains("\"layer\" : \"layer2.0.relu2\"")
        .containsPattern(
            "(?s)\"data\" : \\{\\s*\"name\".*\"split\".*\"sha256\".*\"std\".*\"method\"");
    assertThat(explain("--images", "58", "--class", "deer", "--layer", "layer2.0.relu2", "--json"))
        .extracting(Cli.Result::out)
        .isEqualTo(result.out());
    assertThat(explain("--images", "58", "--class", "4", "--layer", "layer2.0.relu2", "--json"))
        .extracting(Cli.Result::out)
        .isEqualTo(result.out());
    assertThat(explain("--images", "58", "--class", "9").out())
        .containsPattern("truck \\(0\\.\\d %\\)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--images=300|--images: expected images within 0-299, first before last, found '300'",
        "--images=5-3|--images: expected images within 0-299, first before last, found '5-3'",
        "--images=-1|--images: expected images like 0-99,250, found '-1'",
        "--images=1 --layer=conv9|layer 'conv9': expected a value on the way to the scores, such as"
            + " conv1, bn1, layer1.0.conv1, …, layer3.2.bn1, layer3.2.conv2, layer3.2.bn2 (38 of"
            + " them have height and width), found none of that name",
        "--images=1 --layer=linear|layer 'linear': expected a value [channels, height, width] of"
            + " each image, such as conv1,",
        "--images=1 --layer=avgpool|found float [64, 1, 1] of node 80 'avgpool'"
            + " (GlobalAveragePool)",
        "--images=1 --class=10|--class: expected predicted, true, a class from 0 to 9 or its name"
            + " (airplane, automobile, bird, cat, deer, dog, frog, horse, ship, truck), found '10'",
        "--images=1 --class=Deer|found 'Deer'",
      })
  void shouldRefuseInOneLineBeforeAnythingIsWritten(String options, String message) {
    Cli.Result result = explain((Object[]) options.split(" ", -1));
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains(message).hasLineCount(1);
    assertThat(out).doesNotExist();
  }

  @Test
  void shouldRefuseAFolderBelowAFile() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    out = file.resolve("maps");
    Cli.Result result = explain("--images", "1");
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err())
        .contains("--out %s: expected a folder, found the file %s".formatted(out, file))
        .hasLineCount(1);
  }

  @Test
  void shouldExplainOtherModelsAndRefuseOneWithoutConvolution() {
    Path model = folder.resolve("tiny.onnx");
    Graphs.tinyCnn(2).save(model);
    Cli.Result result =
        Cli.run("explain", model, "--dataset", "synthetic", "--images", "0-20", "--out", out);
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out().lines()).hasSize(25);
    Cli.Result mlp =
        Cli.run(
            "explain",
            "models/mlp_small_mnist.onnx",
            "--dataset",
            "synthetic@1x28x28",
            "--images",
            "0",
            "--out",
            out);
    assertThat(mlp.code()).isEqualTo(2);
    assertThat(mlp.err()).hasLineCount(1);
  }

  @Test
  void shouldExplainTheChosenOutput() {
    GraphBuilder g = new GraphBuilder("two", 17);
    g.input("x", ElementType.FLOAT, ValueInfo.DYNAMIC, 3, 16, 16);
    g.initializer("w", Graphs.random(1, 10, 3, 3, 3));
    g.node("Conv", List.of("x", "w"), "maps", Map.of("kernel_shape", new long[] {3, 3}));
    g.node("GlobalAveragePool", List.of("maps"), "pooled");
    g.output("maps", ElementType.FLOAT, ValueInfo.DYNAMIC, 10, 14, 14);
    Path model = folder.resolve("two.onnx");
    g.output("pooled", ElementType.FLOAT, ValueInfo.DYNAMIC, 10, 1, 1).build().save(model);
    Object[] words = {"explain", model, "--dataset", "synthetic", "--images", 0, "--out", out};
    Cli.Result several = Cli.run(words);
    assertThat(several.code()).isEqualTo(2);
    assertThat(several.err()).contains("--output NAME chooses one").hasLineCount(1);
    Cli.Result chosen = Cli.run(Cli.join(words, "--output", "pooled"));
    assertThat(chosen.code()).as(chosen.err()).isZero();
    assertThat(out.resolve("image-0.png")).exists();
  }

  @Test
  void shouldNotWriteOverTheModel() throws IOException {
    Files.createDirectories(out);
    Path model = out.resolve("image-3.png");
    Files.copy(RESNET20, model);
    Cli.Result result =
        Cli.run("explain", model, "--dataset", "cifar10-sample", "--images", 3, "--out", out);
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("which would be overwritten").hasLineCount(1);
  }
}
