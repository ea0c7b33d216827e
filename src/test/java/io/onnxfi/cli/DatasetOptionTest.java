package io.onnxfi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.onnxfi.dataset.Datasets;
import io.onnxfi.dataset.ImageFolder;
import io.onnxfi.onnx.GraphBuilder;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.onnx.ValueInfo;
import io.onnxfi.report.ReplayLine;
import io.onnxfi.report.RunDirectory;
import io.onnxfi.report.RunResults;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.testing.Graphs;
import io.onnxfi.zoo.ImageSize;
import io.onnxfi.zoo.RandomParameters;
import io.onnxfi.zoo.Zoo;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A replay on a user's own pictures. */
class DatasetOptionTest {
  private static final int SIDE = 16;

  @TempDir Path folder;

  private Path model;
  private Path list;
  private Path pictures;

  @BeforeEach
  void write() throws IOException {
    OnnxModel built =
        Zoo.architecture("tiny_cnn", new ImageSize(3, SIDE, SIDE), 4)
            .build(new RandomParameters(1));
    model = folder.resolve("model.onnx");
    built.save(model);
    list = folder.resolve("list.csv");
    Files.writeString(list, "Injection,Layer,TensorIndex,Bit\n0,conv1,\"(0, 0, 0, 0)\",30\n");
    pictures = folder.resolve("pictures");
    for (int label = 0; label < 4; label++) {
      picture(pictures.resolve("class" + label).resolve("1.png"), 20, 30, 60 * label);
    }
  }

  @Test
  void shouldReplayOnAFolderOfImages() throws IOException {
    Cli.Result result = replay("folder:" + pictures, "--resize", "16x16");

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(folder.resolve("run/manifest.json"))
        .content()
        .contains("\"name\" : \"folder:pictures\"")
        .containsPattern("\"image\" : \\[\\s*3,\\s*16,\\s*16\\s*\\]");
    assertThat(folder.resolve("run/outcomes-ort.csv")).content().contains(",4,");
  }

  @Test
  void shouldReplayOnImagesAsClassifiersAreEvaluated() throws IOException {
    Cli.Result result = replay("folder:" + pictures, "--transform", "18,16");

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(folder.resolve("run/manifest.json"))
        .content()
        .contains("\"transform\" : \"18,16\"")
        .containsPattern("\"image\" : \\[\\s*3,\\s*16,\\s*16\\s*\\]");
    assertThat(Cli.run("report", folder.resolve("run")).code()).isZero();
    assertThat(folder.resolve("run/report.html")).content().contains("--transform 18,16");

    Cli.Result resized = replay("folder:" + pictures, "--resize", "16x16", "--resume");
    assertRefused(resized, 2, "transform");
  }

  /** As exporters of Keras models have it, and as PyTorch has it; 18 rows of 26 pixels. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldGiveAModelImagesThatAreNotSquare(boolean channelsLast) throws IOException {
    wide(channelsLast).save(model);
    for (String[] how :
        new String[][] {
          {"--resize", "18x26"}, {"--transform", "20x28,18x26"}, {"--transform", "none,18x26"}
        }) {
      Path run = folder.resolve("run" + channelsLast + how[1].length());
      Cli.Result result = replayTo(run, "--dataset", "folder:" + pictures, how[0], how[1]);
      assertThat(result.code()).as(result.err()).isZero();
      assertThat(run.resolve("manifest.json"))
          .content()
          .containsPattern("\"image\" : \\[\\s*3,\\s*18,\\s*26\\s*\\]");
      String again = ReplayLine.of(RunResults.read(new RunDirectory(run))).run();
      assertThat(again).contains(how[0] + " " + how[1] + " ");
    }
  }

  /** The same numbers whichever way the images come. */
  @Test
  void shouldAnswerAlikeInBothLayouts() throws IOException {
    List<String> outcomes = new ArrayList<>();
    for (boolean channelsLast : new boolean[] {false, true}) {
      wide(channelsLast).save(model);
      Path run = folder.resolve("layout" + channelsLast);
      Cli.Result result =
          replayTo(
              run,
              "--dataset",
              "folder:" + pictures + "+contrast-3",
              "--transform",
              "none,18x26",
              "--judge",
              "tolerance:0,0");
      assertThat(result.code()).as(result.err()).isZero();
      outcomes.add(Files.readString(run.resolve("outcomes-ort.csv")));
    }
    assertThat(outcomes.get(1)).isEqualTo(outcomes.get(0)).contains(",4,");
  }

  /** Images {@code [n, 3, 18, 26]} or {@code [n, 18, 26, 3]} to four scores. */
  private static OnnxModel wide(boolean channelsLast) {
    GraphBuilder graph = new GraphBuilder("wide", 17);
    long any = ValueInfo.DYNAMIC;
    if (channelsLast) {
      graph.input("x", ElementType.FLOAT, any, 18, 26, 3);
      graph.node("Transpose", List.of("x"), "first", Map.of("perm", new long[] {0, 3, 1, 2}));
    } else {
      graph.input("first", ElementType.FLOAT, any, 3, 18, 26);
    }
    graph.initializer("conv1.weight", Graphs.random(1, 4, 3, 3, 5));
    graph.node("Conv", List.of("first", "conv1.weight"), "maps");
    graph.node("Relu", List.of("maps"), "shown");
    graph.node("GlobalAveragePool", List.of("shown"), "pooled");
    graph.node("Flatten", List.of("pooled"), "y");
    return graph.output("y", ElementType.FLOAT, any, 4).build();
  }

  @Test
  void shouldCorruptTheImagesOfAFolder() throws IOException {
    String name = "folder:" + pictures + "+contrast-3";
    Cli.Result result = replay(name, "--resize", "16x16");
    assertThat(result.code()).as(result.err()).isZero();
    Path run = folder.resolve("run");
    assertThat(run.resolve("manifest.json"))
        .content()
        .contains("\"name\" : \"folder:pictures+contrast-3\"");
    assertThat(ReplayLine.of(RunResults.read(new RunDirectory(run))).run())
        .contains("--dataset folder:pictures+contrast-3 --resize 16x16");
    assertRefused(
        replay("folder:" + pictures + "+contrast-9"), 2, "expected a severity of 1 to 5, found 9");
    assertRefused(replay("folder:" + pictures + "+contrst-3"), 2, "contrst");
    assertRefused(replay("folder:" + folder + "/no+contrast-3"), 3, "no+contrast-3");
  }

  @Test
  void shouldViewTheImagesOfAFolderInAnotherSize() throws IOException {
    Cli.Result result = replay("folder:" + pictures + "@3x16x16");
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(ReplayLine.of(RunResults.read(new RunDirectory(folder.resolve("run")))).run())
        .contains("--dataset folder:pictures@3x16x16 ")
        .doesNotContain("--resize");
    Path named = Files.move(pictures, folder.resolve("pictures+contrast-3"));
    assertThat(Datasets.named("folder:" + named)).isInstanceOf(ImageFolder.class);
  }

  @Test
  void shouldRefuseSizesThatAreNone() {
    for (String size : List.of("0x16", "16x", "a,b", "none,0x3", "16x16")) {
      assertRefused(
          replay("folder:" + pictures, "--transform", size), 2, "RESIZE,CROP, such as 256,224");
    }
    assertRefused(
        replay("folder:" + pictures, "--transform", "none,16x17"), 2, "images of 16×17 pixels");
  }

  @Test
  void shouldNotMixImagesThatWerePreparedDifferently() {
    assertThat(study("--transform", "18,16").code()).isZero();

    for (Cli.Result other : List.of(study("--transform", "20,16"), study("--resize", "16x16"))) {
      assertThat(other.code()).isEqualTo(2);
      assertThat(other.err()).contains("belongs to another run", "transform");
    }
    assertThat(study("--transform", "18,16").code()).isZero();
  }

  private Cli.Result study(String option, String value) {
    return Cli.run(
        "study",
        "ber",
        "--model",
        model,
        "--dataset",
        "folder:" + pictures,
        option,
        value,
        "--rates",
        "1e-3",
        "--repetitions",
        "1",
        "--backend",
        "ort",
        "--out",
        folder.resolve("study"));
  }

  @Test
  void shouldRefuseATransformBesidesASize() {
    assertRefused(
        replay("folder:" + pictures, "--resize", "16x16", "--transform", "imagenet"),
        2,
        "--resize and --transform exclude each other");
    assertRefused(
        replay("synthetic", "--transform", "imagenet"),
        2,
        "--transform: expected --dataset folder:PATH");
  }

  @Test
  void shouldRefuseImagesThatTheModelDoesNotTake() {
    Cli.Result result = replay("folder:" + pictures);

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err())
        .contains("data set folder:pictures: expected images that fit the model's input")
        .contains("images of 20×30 pixels (--resize 16x16");
  }

  @Test
  void shouldRefuseToResizeADataSetOfOneSize() {
    assertRefused(
        replay("synthetic", "--resize", "8"), 2, "--resize: expected --dataset folder:PATH");
    assertRefused(replay("folder:" + pictures, "--resize", "x"), 2, "--resize: expected HEIGHT");
  }

  @Test
  void shouldSayHowToGetMissingData() {
    for (String name : new String[] {"cifar100", "gtsrb", "mnist", "tiny-imagenet"}) {
      assertRefused(replay(name, "--data", folder), 3, "get it with: onnxfi fetch " + name);
    }
    assertRefused(replay("folder:" + folder.resolve("no")), 3, "there is no folder");
    assertRefused(
        replay("folder"),
        2,
        "one of cifar10, cifar10-sample, cifar100, gtsrb, mnist, tiny-imagenet");
  }

  private Cli.Result replay(String dataset, Object... more) {
    Object[] base = {"--backend", "ort", "--dataset", dataset};
    return replayTo(folder.resolve("run"), Cli.join(base, more));
  }

  private Cli.Result replayTo(Path run, Object... more) {
    Object[] base = {"replay", "--model", model, "--faults", list, "--out", run};
    return Cli.run(Cli.join(base, more));
  }

  private static void assertRefused(Cli.Result result, int code, String... said) {
    assertThat(result.code()).as(result.err()).isEqualTo(code);
    assertThat(result.err()).contains(said);
    assertThat(result.err().lines()).hasSize(1);
  }

  private static void picture(Path file, int height, int width, int level) throws IOException {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int x = 0; x < width; x++) {
      for (int y = 0; y < height; y++) {
        image.setRGB(x, y, (level << 16) | ((5 * x) << 8) | (7 * y));
      }
    }
    Files.createDirectories(file.getParent());
    ImageIO.write(image, "png", file.toFile());
  }
}
