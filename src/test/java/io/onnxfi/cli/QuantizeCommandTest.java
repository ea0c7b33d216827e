package io.onnxfi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.onnxfi.onnx.Initializer;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.ElementValues;
import io.onnxfi.tensor.Tensor;
import io.onnxfi.testing.Graphs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantizeCommandTest {
  @TempDir private Path folder;
  private Path model;
  private Path made;

  @BeforeEach
  void prepare() {
    model = folder.resolve("tiny.onnx");
    Graphs.tinyCnn(2).save(model);
    made = folder.resolve("made.onnx");
  }

  private Cli.Result quantize(Object... more) {
    Object[] usual = {"quantize", model, "--dataset", "synthetic", "--images", 40, "--out", made};
    return Cli.run(Cli.join(usual, more));
  }

  @ParameterizedTest
  @ValueSource(strings = {"int8", "float16"})
  void shouldReplayFaultsInTheStoredBits(String type) throws IOException {
    Cli.Result result = quantize("--to", type, "--calibration", 50);
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out()).contains(made + ": ", type, "tiny in ort", "tiny in djl");
    assertThat(OnnxModel.load(made).metadata().get("onnxfi.quantized")).startsWith(type);
    Path list = folder.resolve("list.csv");
    Cli.run("faults", "generate", "--model", made, "--trials", 12, "--no-time", "--out", list);
    assertThat(Files.readAllLines(list)).hasSize(13);
    Path run = folder.resolve("run");
    Cli.Result replayed = Cli.replay(made, list, run, "--verify", 100, "--optimization", "none");
    assertThat(replayed.code()).as(replayed.err()).isZero();
    assertThat(replayed.err()).contains("verified, the plain engine gives the same counts");
  }

  @Test
  void shouldGiveTheSameBytesWhateverTheThreadsAndBatches() throws IOException {
    quantize("--no-check", "--threads", 2);
    byte[] first = Files.readAllBytes(made);
    quantize("--no-check", "--threads", 1, "--batch", 7);
    assertThat(Files.readAllBytes(made)).isEqualTo(first);
  }

  @ParameterizedTest
  @CsvSource({"false, 127", "true, 63"})
  void shouldUseTheWholeRangeOfItsBits(boolean reduced, int most) {
    quantize(
        Cli.join(
            new Object[] {"--no-check"},
            reduced ? new Object[] {"--reduce-range"} : new Object[0]));
    OnnxModel integers = OnnxModel.load(made);
    int weights = 0;
    for (Initializer initializer : integers.initializers()) {
      if (initializer.type() == ElementType.INT8 && initializer.shape().rank() > 1) {
        Tensor tensor = integers.tensor(initializer.name());
        double largest = 0;
        for (long i = 0; i < tensor.shape().size(); i++) {
          double value = Math.abs(ElementValues.value(ElementType.INT8, tensor.bits(i)));
          largest = Math.max(largest, value);
        }
        assertThat(largest).as(initializer.name()).isEqualTo(most);
        weights++;
      }
    }
    assertThat(weights).isPositive();
  }

  @Test
  void shouldCutOffWhatIsBeyondAPercentile() {
    quantize("--no-check");
    float whole = scaleOfConv1();
    quantize("--no-check", "--ranges", "percentile:99");
    assertThat(scaleOfConv1()).isLessThan(whole).isPositive();
  }

  /** Of what conv1 gives on. */
  private float scaleOfConv1() {
    OnnxModel integers = OnnxModel.load(made);
    List<String> scales =
        integers.initializers().stream()
            .map(Initializer::name)
            .filter(name -> name.endsWith("/uint8/scale") && !name.startsWith("input"))
            .toList();
    return integers.tensor(scales.get(0)).toFloatArray()[0];
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--to|int4|--to: expected int8, float16 or bfloat16, found 'int4'",
        "--ranges|percentile:40|--ranges: expected min-max, or percentile:P above 50",
        "--calibration|0|--calibration: expected at least 1, found 0"
      })
  void shouldRefuseOptionsInOneLine(String option, String value, String message) {
    Cli.Result result = quantize(option, value);
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains(message).hasLineCount(1);
    assertThat(made).doesNotExist();
  }

  @Test
  void shouldRefuseToWriteOverTheModelAndWithoutData() {
    Cli.Result over = Cli.run("quantize", model, "--dataset", "synthetic", "--out", model);
    assertThat(over.code()).isEqualTo(2);
    assertThat(over.err()).contains("would be overwritten").hasLineCount(1);
    Cli.Result without = Cli.run("quantize", model, "--out", made);
    assertThat(without.code()).isEqualTo(2);
    assertThat(without.err()).contains("a data set, or --inputs FILE").hasLineCount(1);
    quantize("--no-check");
    Cli.Result again =
        Cli.run("quantize", made, "--dataset", "synthetic", "--out", folder.resolve("twice.onnx"));
    assertThat(again.code()).isEqualTo(2);
    assertThat(again.err()).contains("expected a convolution or a product with a float weight");
  }
}
