package io.onnxfi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.zoo.ImageSize;
import io.onnxfi.zoo.RandomParameters;
import io.onnxfi.zoo.Zoo;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
    Object[] base = {
      "replay", "--model", model, "--faults", list, "--backend", "ort", "--dataset", dataset
    };
    Object[] all = new Object[base.length + more.length + 2];
    System.arraycopy(base, 0, all, 0, base.length);
    System.arraycopy(more, 0, all, base.length, more.length);
    all[all.length - 2] = "--out";
    all[all.length - 1] = folder.resolve("run");
    return Cli.run(all);
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
