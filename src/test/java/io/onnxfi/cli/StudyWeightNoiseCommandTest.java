package io.onnxfi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.onnxfi.testing.Graphs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StudyWeightNoiseCommandTest {
  @TempDir private Path folder;

  /** A small study; {@code more} replaces or adds options. */
  private Cli.Result study(String... more) {
    List<Object> words = new ArrayList<>(List.of("study", "weight-noise"));
    words.addAll(Arrays.asList(more));
    Map<String, String> usual = new LinkedHashMap<>();
    usual.put("--dataset", "synthetic");
    usual.put("--input", "18");
    usual.put("--epochs", "1");
    usual.put("--train-images", "128");
    usual.put("--images", "50");
    usual.put("--seeds", "0");
    usual.put("--samples", "1");
    usual.put("--alpha-test", "0,0.1");
    usual.put("--threads", "1");
    usual.put("--backend", "ort");
    usual.put("--out", folder.resolve("out").toString());
    usual.keySet().removeAll(words);
    usual.forEach((option, value) -> words.addAll(List.of(option, value)));
    return Cli.run(words.toArray());
  }

  @Test
  void shouldRunAndRepeatFromItsConfiguration() throws IOException {
    Cli.Result result = study("tiny_cnn");
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.err()).contains("1 of 2: tiny_cnn clean, seed 0").contains("epoch 1 of 1");
    assertThat(result.out()).contains("Accuracy under noise in weights").contains("report.html");
    Path out = folder.resolve("out");
    assertThat(Files.readAllLines(out.resolve("summary.csv"))).hasSize(3);
    assertThat(Files.readString(out.resolve("config.yaml"))).contains("alpha-train: ");
    Path again = folder.resolve("again");
    Cli.Result repeated =
        Cli.run(
            "study",
            "weight-noise",
            "--config",
            out.resolve("config.yaml"),
            "--json",
            "--out",
            again);
    assertThat(repeated.code()).as(repeated.err()).isZero();
    assertThat(repeated.out()).contains("\"drop_at_01\"").contains("\"conclusions\"");
    assertThat(again.resolve("sweep.csv")).hasSameTextualContentAs(out.resolve("sweep.csv"));
  }

  @Test
  void shouldRefuseBadOptions() {
    assertRefused("unknown architecture 'vgg99'", "vgg99");
    assertRefused("architectures: expected one or more, each once", "cnn", "cnn");
    assertRefused("--alpha-train: expected a finite number, 0 or more", "--alpha-train", "-1");
    assertRefused("--alpha-train: expected a number above 0 for", "--alpha-train", "0");
    assertRefused("--alpha-test: expected a finite number, 0 or more", "--alpha-test", "0,NaN");
    assertRefused("--samples: expected at least 1, found 0", "--samples", "0");
    assertRefused("--seeds: expected one or more, each once", "--seeds", "1,1");
    assertRefused("--regimes: expected clean or noisy, found dirty", "--regimes", "dirty");
    assertRefused("--lr: expected a number above 0", "--lr", "0");
    assertRefused("--input: expected height and width in pixels", "--input", "0");
    assertRefused("--epochs and --batch: expected at least 1", "--epochs", "0");
    assertRefused("at most the 128 training images, found 500", "--batch", "500");
    assertRefused("--images: expected 1 to", "--images", "0");
    assertRefused("--backend: ", "--backend", "tf");
    assertRefused("--mean and --std go together", "--mean", "0,0,0");
    assertRefused("data set: expected one of", "--dataset", "no");
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void shouldRefuseModelsThatItCannotTellApartOrWouldLeaveOut() {
    for (String name : List.of("a b", "a-b")) {
      Graphs.tinyCnn(2).save(folder.resolve(name + ".onnx"));
    }
    String two = folder.resolve("a b.onnx") + "," + folder.resolve("a-b.onnx");
    assertRefused("--model a-b: expected a file name whose results do not", "--model", two);
  }

  @Test
  void shouldNotLeaveOptionsOutOfTheQuickCheckSilently() {
    assertRefused("--sanity: expected no --model", "--sanity", "--model", "a.onnx");
    assertRefused("--sanity: expected no --epochs", "--sanity", "--epochs", "3");
    assertRefused("--sanity: expected no ARCH", "--sanity", "cnn");
  }

  @Test
  void shouldNotTakeAFileForAFolder() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    assertRefused("--out %s: expected a folder, found a file".formatted(file), "--out", file + "");
    Path below = file.resolve("deep").resolve("down");
    assertRefused(
        "--out %s: expected a folder, found the file %s".formatted(below, file),
        "--out",
        below + "");
  }

  private void assertRefused(String message, String... options) {
    Cli.Result result = study(options);
    assertThat(result.err()).contains(message);
    assertThat(result.code()).as(result.err()).isEqualTo(2);
  }
}
