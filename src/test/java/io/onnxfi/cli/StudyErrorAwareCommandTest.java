package io.onnxfi.cli;

import static io.onnxfi.cli.StudyOutput.assertRefused;
import static io.onnxfi.cli.StudyOutput.files;
import static org.assertj.core.api.Assertions.assertThat;

import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.report.Json;
import io.onnxfi.testing.Graphs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StudyErrorAwareCommandTest {
  private static final FileTime OLD = FileTime.fromMillis(1_000_000_000_000L);

  @TempDir private Path folder;

  private static Cli.Result study(Path out, Object... more) {
    List<Object> words = new ArrayList<>(List.of("study", "error-aware"));
    words.addAll(Arrays.asList(more));
    words.addAll(List.of("--dataset", "synthetic", "--images", 60, "--threads", 1, "--out", out));
    return Cli.run(words.toArray());
  }

  private static Cli.Result trained(Path out, Object... more) {
    Map<String, Object> options = new LinkedHashMap<>();
    options.put("--epochs", 2);
    options.put("--train-images", 256);
    options.put("--draws", 3);
    options.put("--lowerings", "folded,bf16,int8-static");
    options.put("--calibration", 20);
    options.keySet().removeAll(Arrays.asList(more));
    List<Object> words = new ArrayList<>(List.of("tiny_cnn"));
    options.forEach((name, value) -> words.addAll(List.of(name, value)));
    words.addAll(Arrays.asList(more));
    return study(out, words.toArray());
  }

  private static List<String> lines(Path file) throws IOException {
    return Files.readAllLines(file);
  }

  @Test
  void shouldTrainMeasureAndGoOn() throws IOException {
    Path out = folder.resolve("out");
    Cli.Result first = trained(out);
    assertThat(first.code()).as(first.err()).isZero();
    assertThat(first.out())
        .contains("standard: ", "error-aware against standard: errors cost it", "int8, static");
    Path standard = out.resolve("checkpoints/standard_seed0.onnx");
    Path aware = out.resolve("checkpoints/error-aware_seed0.onnx");
    assertThat(Files.mismatch(standard, aware)).as("other networks").isNotNegative();
    assertThat(lines(out.resolve("draws.csv"))).hasSize(1 + 2 * (1 + 3));
    assertThat(lines(out.resolve("lowered.csv"))).hasSize(1 + 2 * 3);
    assertThat(Files.readString(out.resolve("report.html"))).contains("What compilers change");
    assertThat(out.resolve("figures/training-loss.png")).exists();
    assertThat(out.resolve("figures/lowerings.png")).exists();

    Files.setLastModifiedTime(standard, OLD);
    Map<String, byte[]> before = files(out);
    String draws = Files.readString(out.resolve("draws.csv"));
    Files.writeString(out.resolve("draws.csv"), draws.substring(0, draws.length() - 9));
    Files.delete(out.resolve("lowered.csv"));
    Cli.Result again = trained(out);
    assertThat(again.code()).as(again.err()).isZero();
    assertThat(Files.getLastModifiedTime(standard)).isEqualTo(OLD);
    Map<String, byte[]> after = files(out);
    assertThat(after.keySet()).isEqualTo(before.keySet());
    before.forEach((name, bytes) -> assertThat(after.get(name)).as(name).isEqualTo(bytes));

    Cli.Result more = trained(out, "--seeds", "1,0", "--json");
    assertThat(more.code()).as(more.err()).isZero();
    Map<String, Object> results = Json.read(out.resolve("results.json"));
    Map<?, ?> errors = (Map<?, ?>) ((List<?>) results.get("errors")).get(1);
    assertThat(errors.get("network")).isEqualTo("error-aware");
    assertThat(((Number) errors.get("networks")).intValue()).isEqualTo(2);
    Cli.Result other = trained(out, "--epochs", 3);
    assertThat(other.code()).isEqualTo(2);
    assertThat(other.err()).contains("was trained otherwise: its epochs is 2, here it is 3");
  }

  /** As published, the standard network is trained by another recipe too. */
  @Test
  void shouldTrainAlikeUnlessAskedOtherwise() throws IOException {
    Path out = folder.resolve("out");
    Cli.Result result = trained(out, "--as-published", "--penalty", "original", "--draws", 1);
    assertThat(result.code()).as(result.err()).isZero();
    String standard = source(out.resolve("checkpoints/standard_seed0.onnx"));
    String aware = source(out.resolve("checkpoints/error-aware_seed0.onnx"));
    assertThat(standard)
        .contains("schedule=Constant[peak=0.001", "weightDecay=0.0")
        .doesNotContain("error_probability");
    assertThat(aware)
        .contains("schedule=CosineRestarts[peak=0.001, firstEpochs=10, factor=2")
        .contains("weightDecay=1.0E-4", "error_probability=", "penalty=original:0.3")
        .contains("label_smoothing=0.1", "augmentations=crop:4,flip");
  }

  private static String source(Path model) {
    return OnnxModel.load(model).metadata().toString();
  }

  @Test
  void shouldCompareModelsThatAreThere() throws IOException {
    Path before = folder.resolve("before.onnx");
    Path after = folder.resolve("after.onnx");
    Graphs.tinyCnn(1).save(before);
    Graphs.tinyCnn(2).save(after);
    Path out = folder.resolve("out");
    Cli.Result result =
        study(out, "--model", before, "--model", after, "--draws", 2, "--calibration", 20);
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out())
        .contains("before: ", "after against before: errors cost it")
        .contains("11 comparisons of what compilers change");
    List<String> rows = lines(out.resolve("lowered.csv"));
    assertThat(rows).hasSize(1 + 2 * 11);
    assertThat(rows).filteredOn(row -> row.startsWith("after,0,ort-basic,")).hasSize(1);
  }

  @Test
  void shouldRefuseBadInputInOneLineBeforeAnythingRuns() throws IOException {
    Path out = folder.resolve("out");
    assertRefused("expected an ARCH to train or a --model", study(out));
    assertRefused("--as-published: expected an ARCH", study(out, "--as-published"));
    assertRefused("--draws: expected 1 or more, found 0", trained(out, "--draws", 0));
    assertRefused("--lowerings: expected ort-basic", trained(out, "--lowerings", "int7"));
    assertRefused("--seeds: expected one or more, each once", trained(out, "--seeds", "1,1"));
    assertRefused("--test-sigma", trained(out, "--test-sigma", "x"));
    assertRefused("--penalty: expected none, original", trained(out, "--penalty", "l2"));
    assertRefused("no_such", study(out, "no_such"));
    Path old = folder.resolve("old.onnx");
    Graphs.node("Conv", 3, 16, 16)
        .opset(11)
        .with(Graphs.random(1, 10, 3, 16, 16))
        .build(4)
        .save(old);
    assertRefused("old: ", study(out, "--model", old));
    assertThat(out).doesNotExist();
    assertThat(trained(out, "--draws", 1, "--lowerings", "folded").code()).isZero();
    assertRefused("belongs to another", trained(out, "--test-probability", "0.2"));
    Path draws = out.resolve("draws.csv");
    Files.writeString(draws, Files.readString(draws).replaceFirst("none,\\d+", "none,61"));
    assertRefused("draws.csv:2: expected a row", trained(out, "--draws", 1));
  }
}
