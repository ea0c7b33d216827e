package io.onnxfi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.testing.Fonts;
import io.onnxfi.testing.RealData;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainCommandTest {
  @TempDir private Path folder;

  /** A small training; {@code more} replaces or adds options. */
  private static String[] train(Path out, String... more) {
    List<String> words = new ArrayList<>(List.of("train", "--out", out.toString()));
    words.addAll(Arrays.asList(more));
    Map<String, String> usual = new LinkedHashMap<>();
    usual.put("--arch", "tiny_cnn");
    usual.put("--dataset", "synthetic");
    usual.put("--optimizer", "adam");
    usual.put("--lr", "0.005");
    usual.put("--batch", "40");
    usual.put("--images", "800");
    usual.put("--augment", "flip");
    usual.put("--validation", "0.1");
    usual.put("--threads", "1");
    usual.keySet().removeAll(words);
    usual.forEach((option, value) -> words.addAll(List.of(option, value)));
    return words.toArray(String[]::new);
  }

  @Test
  void shouldWriteAModelThatBothFrameworksRun() throws IOException {
    Path out = folder.resolve("new/tiny.onnx");
    Cli.Result result =
        Cli.run((Object[]) train(out, "--epochs", "2", "--test-every-epoch", "--json"));
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.err()).contains("epoch 2 of 2: train loss").contains("; test loss");
    assertThat(result.out())
        .contains("\"ONNX Runtime\"")
        .contains("\"PyTorch (DJL)\"")
        .contains("\"validation\"");
    assertThat(OnnxModel.load(out).metadata())
        .containsEntry("onnxfi.arch", "tiny_cnn")
        .containsEntry("onnxfi.dataset", "synthetic")
        .containsEntry("onnxfi.mean", "0.498,0.496,0.499")
        .hasEntrySatisfying(
            "onnxfi.source",
            source ->
                assertThat(source).startsWith("onnxfi train: arch=tiny_cnn;").contains("seed=0"));
    List<String> history = Files.readAllLines(folder.resolve("new/tiny.history.csv"));
    assertThat(history).hasSize(3);
    assertThat(history.get(0)).startsWith("epoch,learning_rate,train_loss,train_accuracy,");
    Fonts.require();
    BufferedImage curves = ImageIO.read(folder.resolve("new/tiny.history.png").toFile());
    assertThat(curves.getWidth()).isEqualTo(1280);
    assertThat(folder.resolve("new/tiny.checkpoint")).doesNotExist();
    Cli.Result again = Cli.run((Object[]) train(out, "--epochs", "2"));
    assertThat(again.code()).isEqualTo(2);
    assertThat(again.err()).contains("expected a new file, found one that exists");
  }

  @Test
  void shouldEndWithTheSameBytesAfterKills() throws Exception {
    Path whole = folder.resolve("whole.onnx");
    Path killed = folder.resolve("killed.onnx");
    assertThat(Cli.run((Object[]) train(whole, "--epochs", "5")).code()).isZero();
    Random random = new Random(2);
    int interrupted = 0;
    for (int kill = 0; kill < 2; kill++) {
      interrupted += killed(start(train(killed, "--epochs", "5", "--resume")), random) ? 1 : 0;
    }
    assertThat(interrupted).as("kills that hit").isPositive();
    if (!Files.exists(killed)) {
      Cli.Result forgotten = Cli.run((Object[]) train(killed, "--epochs", "5"));
      assertThat(forgotten.code()).isEqualTo(2);
      assertThat(forgotten.err()).contains("holds an interrupted training; continue with --resume");
      Cli.Result other = Cli.run((Object[]) train(killed, "--epochs", "9", "--resume"));
      assertThat(other.code()).isEqualTo(2);
      assertThat(other.err()).contains("its epochs is 5, here it is 9");
      Cli.Result last = Cli.run((Object[]) train(killed, "--epochs", "5", "--resume"));
      assertThat(last.code()).as(last.err()).isZero();
    }
    assertThat(killed).hasSameBinaryContentAs(whole);
  }

  /** Kills a training at a random moment behind the first state it saves, unless it is done. */
  private boolean killed(Process process, Random random) throws Exception {
    Path checkpoint = folder.resolve("killed.checkpoint");
    byte[] before = bytes(checkpoint);
    while (process.isAlive() && Arrays.equals(before, bytes(checkpoint))) {
      process.waitFor(5, TimeUnit.MILLISECONDS);
    }
    if (process.waitFor(random.nextInt(150), TimeUnit.MILLISECONDS)) {
      return false;
    }
    process.destroyForcibly().waitFor();
    return true;
  }

  private static byte[] bytes(Path file) throws IOException {
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      return new byte[0]; // not begun, or done
    }
  }

  /** In a process of its own, which can be killed. */
  private Process start(String... arguments) throws IOException {
    List<String> words =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@src/main/launcher/jvm.options",
                "-cp",
                System.getProperty("java.class.path"),
                "io.onnxfi.cli.Main"));
    words.addAll(Arrays.asList(arguments));
    return new ProcessBuilder(words)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(folder.resolve("err.txt").toFile())
        .start();
  }

  @Test
  void shouldTrainOnRealDigits() {
    RealData.mnistTrain();
    Path out = folder.resolve("digits.onnx");
    Cli.Result result =
        Cli.run(
            "train",
            "--arch",
            "tiny_cnn",
            "--dataset",
            "mnist",
            "--threads",
            1,
            "--optimizer",
            "adam",
            "--lr",
            "0.01",
            "--images",
            "3000",
            "--epochs",
            "2",
            "--batch",
            "50",
            "--out",
            out);
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out()).containsPattern("ONNX Runtime +9,[0-9]{3} +10,000");
  }

  @Test
  void shouldMeasureItsSpeed() {
    Cli.Result result =
        Cli.run(
            "train",
            "--arch",
            "tiny_cnn",
            "--dataset",
            "synthetic",
            "--batch",
            20,
            "--threads",
            1,
            "--benchmark",
            8);
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out()).contains("images/s, engine alone on one fixed batch");
  }

  @Test
  void shouldLearnUnderNoise() {
    Path out = folder.resolve("noisy.onnx");
    String[] noisy = {"--epochs", "1", "--weight-noise", "0.2", "--init", "torch"};
    assertThat(Cli.run((Object[]) train(out, noisy)).code()).isZero();
    assertThat(OnnxModel.load(out).metadata().get("onnxfi.source"))
        .contains("; initialization=torch; ")
        .contains("; weight_noise=gaussian:0.2; ");
    Cli.Result speed = Cli.run((Object[]) train(out, "--weight-noise", "0.2", "--benchmark", "4"));
    assertThat(speed.out()).containsPattern("training \\d+ images/s, without noise \\d+ \\(");
  }

  @Test
  void shouldLearnUnderErrors() {
    Path out = folder.resolve("struck.onnx");
    String[] struck = {
      "--epochs", "2", "--error-probability", "0.05:0.03:0.4", "--error-sigma", "0.01:0.005:0.08"
    };
    assertThat(Cli.run((Object[]) train(out, struck)).code()).isZero();
    assertThat(OnnxModel.load(out).metadata().get("onnxfi.source"))
        .contains("; error_probability=0.05:0.03:0.4; error_sigma=0.01:0.005:0.08; patience=0");
    Path penalised = folder.resolve("penalised.onnx");
    Cli.Result result =
        Cli.run(
            (Object[])
                train(
                    penalised,
                    "--epochs",
                    "2",
                    "--schedule",
                    "cosine-restarts",
                    "--restart-after",
                    "1",
                    "--error-probability",
                    "0.3",
                    "--error-sigma",
                    "0.05",
                    "--error-layers",
                    "['conv1', 'glob:lin*']",
                    "--penalty",
                    "divergence"));
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(OnnxModel.load(penalised).metadata().get("onnxfi.source"))
        .contains(
            "; schedule=CosineRestarts[peak=0.005, firstEpochs=1, factor=2, warmUpEpochs=0.0]")
        .contains("; error_layers=conv1,glob:lin*; penalty=divergence:0.3; ");
    Cli.Result speed =
        Cli.run(
            (Object[])
                train(out, "--error-probability", "1", "--error-sigma", "1", "--benchmark", "4"));
    assertThat(speed.out()).containsPattern("training \\d+ images/s, without noise \\d+ \\(");
  }

  @Test
  void shouldStartFromTrainedWeights() {
    Path out = folder.resolve("tuned.onnx");
    String file = "src/test/resources/io/onnxfi/run/pretrained.pth";
    Cli.Result result =
        Cli.run((Object[]) train(out, "--init", file, "--dropout", "0.4", "--epochs", "1"));
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.err())
        .contains(
            "note: " + file + ": the last layer is drawn anew: linear.weight is [7, 32] there");
    OnnxModel tuned = OnnxModel.load(out);
    assertThat(tuned.metadata().get("onnxfi.source"))
        .containsPattern("; initialization=torch; init_sha256=[0-9a-f]{64}; dropout=0.4; dataset=");
    assertThat(tuned.nodes().stream().map(node -> node.opType())).contains("Dropout");
    Cli.Result again =
        Cli.run(
            (Object[])
                train(folder.resolve("again.onnx"), "--init", out.toString(), "--epochs", "1"));
    assertThat(again.code()).as(again.err()).isZero();
    assertThat(again.err()).doesNotContain("drawn anew");
    assertRefused(
        "--init: expected he, torch, torchvision, or a file of weights, found 'none.pth'",
        train(folder.resolve("m.onnx"), "--init", "none.pth"));
    assertRefused(
        "--dropout: expected a probability", train(folder.resolve("m.onnx"), "--dropout", "1"));
  }

  @Test
  void shouldRefuseErrorsThatAreNone() {
    Path out = folder.resolve("m.onnx");
    String p = "--error-probability";
    String sigma = "--error-sigma";
    assertRefused("--error-probability and --error-sigma need each other", train(out, p, "0.1"));
    assertRefused("need each other", train(out, sigma, "0.1"));
    assertRefused(
        "--error-layers, --penalty and --penalty-weight need --error-probability",
        train(out, "--penalty", "original"));
    assertRefused("a probability of at most 1, found 2.0", train(out, p, "2", sigma, "1"));
    assertRefused(
        "--error-sigma: expected a number, or START:STEP:MOST", train(out, p, "1", sigma, "x"));
    assertRefused(
        "--penalty: expected none, original or divergence, found 'kl'",
        train(out, p, "1", sigma, "1", "--penalty", "kl"));
    assertRefused(
        "penalty: expected a finite weight above 0, found 0.0",
        train(out, p, "1", sigma, "1", "--penalty", "original", "--penalty-weight", "0"));
    assertRefused(
        "--penalty-weight needs --penalty",
        train(out, p, "1", sigma, "1", "--penalty-weight", "1"));
    assertRefused(
        "layers of errors fc: expected parts of the names of some of input, conv1",
        train(out, p, "1", sigma, "1", "--error-layers", "fc"));
    assertRefused(
        "warm restarts", train(out, "--schedule", "cosine-restarts", "--restart-factor", "0"));
    assertThat(folder.resolve("m.checkpoint")).as("nothing was begun").doesNotExist();
  }

  @Test
  void shouldTrainOnResizedImages() {
    Path out = folder.resolve("resized.onnx");
    Cli.Result result =
        Cli.run((Object[]) train(out, "--dataset", "synthetic@3x20x20", "--epochs", "1"));
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(OnnxModel.load(out).metadata()).containsEntry("onnxfi.dataset", "synthetic@3x20x20");
    assertThat(OnnxModel.load(out).inputs().get(0).dims()).endsWith(3L, 20L, 20L);
  }

  @Test
  void shouldRefuseBadOptions() throws IOException {
    Path out = folder.resolve("m.onnx");
    assertRefused("unknown architecture 'vgg99'", train(out, "--arch", "vgg99"));
    assertRefused("a learning rate is positive, found -1.0", train(out, "--lr", "-1"));
    assertRefused(
        "expected one-cycle, cosine, cosine-restarts", train(out, "--schedule", "zigzag"));
    assertRefused("expected one like crop:4", train(out, "--augment", "blur"));
    assertRefused("at most the 720 training images, found 721", train(out, "--batch", "721"));
    assertRefused("a share, at least 0 and below 1", train(out, "--validation", "1"));
    assertRefused("expected 1 to 4000", train(out, "--images", "5000"));
    assertRefused(
        "weight noise: expected a finite number above 0, found -0.5",
        train(out, "--weight-noise", "-0.5"));
    assertRefused("training diverged", train(out, "--optimizer", "sgd", "--lr", "1e30"));
    assertThat(folder.resolve("m.checkpoint")).as("nothing was learnt").doesNotExist();
    Path file = Files.createFile(folder.resolve("file"));
    Cli.Result unwritable = Cli.run((Object[]) train(file.resolve("m.onnx")));
    assertThat(unwritable.code()).isEqualTo(2);
    assertThat(unwritable.err()).contains("--out " + file + ": expected a folder, found");
    Cli.Result nowhere = Cli.run("train", "--arch", "tiny_cnn", "--dataset", "synthetic");
    assertThat(nowhere.code()).isEqualTo(2);
    assertThat(nowhere.err()).contains("Missing required option: '--out=M.onnx'");
  }

  private static void assertRefused(String message, String... arguments) {
    Cli.Result result = Cli.run((Object[]) arguments);
    assertThat(result.err()).contains(message);
    assertThat(result.code()).as(result.err()).isEqualTo(2);
  }
}
