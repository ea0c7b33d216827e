package io.onnxfi.cli;

import static io.onnxfi.cli.StudyOutput.assertRefused;
import static io.onnxfi.cli.StudyOutput.files;
import static org.assertj.core.api.Assertions.assertThat;

import io.onnxfi.onnx.OnnxModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StudyStressTrainingTest {
  @TempDir private Path folder;
  private StressRuns runs;

  @BeforeEach
  void save() {
    runs = StressRuns.in(folder);
  }

  private Cli.Result trained(Path out, Object... more) {
    List<Object> words = new ArrayList<>(List.of("study", "stress", "tiny_cnn"));
    words.addAll(List.of("--dataset", "synthetic", "--images", StressRuns.IMAGES, "--epochs", 2));
    words.addAll(List.of("--train-images", 256, "--threads", 1, "--backend", "ort"));
    words.addAll(List.of("--confidence", "0.1", "--cases", 1, "--out", out));
    words.addAll(Arrays.asList(more));
    return Cli.run(words.toArray());
  }

  @Test
  void shouldTrainTwoNetworksThatDifferInOneOption() throws IOException {
    Path out = folder.resolve("out");
    Cli.Result result = trained(out, "--change", "label-smoothing=0.2", "--model", runs.before());
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out())
        .contains("changed against baseline: ", "before against baseline: ")
        .contains("The changed network is trained with --label-smoothing 0.2.");
    String baseline = source(out.resolve("checkpoints/baseline_seed42.onnx"));
    String changed = source(out.resolve("checkpoints/changed_seed42.onnx"));
    assertThat(baseline)
        .contains("seed=42", "schedule=Cosine[peak=0.001", "weightDecay=1.0E-4")
        .contains("label_smoothing=0.0");
    assertThat(changed).isEqualTo(baseline.replace("label_smoothing=0.0", "label_smoothing=0.2"));
    for (String name : List.of("training_curves", "model_comparison", "failure_case_1")) {
      assertThat(ImageIO.read(out.resolve("figures/%s.png".formatted(name)).toFile()))
          .as(name)
          .isNotNull();
    }
    Map<String, byte[]> expected = files(out);
    Files.delete(out.resolve("answers.csv"));
    Files.delete(out.resolve("results.json"));
    Cli.Result again = trained(out, "--change", "label-smoothing=0.2", "--model", runs.before());
    assertThat(again.code()).as(again.err()).isZero();
    files(out).forEach((name, bytes) -> assertThat(bytes).as(name).isEqualTo(expected.get(name)));
    Cli.Result other = trained(out, "--change", "lr=0.01", "--model", runs.before());
    assertThat(other.code()).isEqualTo(2);
    assertThat(other.err()).contains("belongs to another");
  }

  private static String source(Path model) {
    return OnnxModel.load(model).metadata().get("onnxfi.source");
  }

  @Test
  void shouldRefuseChangesThatAreNone() {
    Path out = folder.resolve("out");
    assertRefused("--change: expected one option of a training", trained(out, "--change", "x=1"));
    assertRefused("--change: ", trained(out, "--change", "lr=fast"));
    assertRefused("--schedule: expected one-cycle", trained(out, "--change", "schedule=none"));
    assertRefused(
        "'tiny'", Cli.run("study", "stress", "tiny", "--dataset", "synthetic", "--out", out));
    assertRefused(
        "expected an ARCH to train or a --model",
        Cli.run("study", "stress", "--dataset", "synthetic", "--out", out));
    assertThat(out).doesNotExist();
  }
}
