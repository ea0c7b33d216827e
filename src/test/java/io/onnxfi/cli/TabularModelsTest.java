package io.onnxfi.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.onnxfi.backend.Backend;
import io.onnxfi.backend.BackendProviders;
import io.onnxfi.backend.BackendSettings;
import io.onnxfi.backend.Session;
import io.onnxfi.error.OnnxFiException;
import io.onnxfi.onnx.InterfaceEditor;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.onnx.PlainOutputs;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import io.onnxfi.testing.NumpyBytes;
import io.onnxfi.workload.ArrayWorkload;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Models of tables, as scikit-learn and LightGBM are exported: text for inputs, maps for outputs;
 * see {@code make_tabular.py}.
 */
class TabularModelsTest {
  /** Of probabilities: the libraries compute them in double precision. */
  private static final double TOLERANCE = 5e-6;

  private static final List<String> BACKENDS = List.of("ort", "djl");

  @TempDir private Path folder;

  private Path file(String name) throws IOException {
    Path file = folder.resolve(name);
    try (InputStream in = TabularModelsTest.class.getResourceAsStream("tabular/" + name)) {
      Files.write(file, in.readAllBytes());
    }
    return file;
  }

  /** The scores of a model in a framework. */
  private Tensor scores(String backend, OnnxModel model, Path inputs, String output) {
    ArrayWorkload samples = ArrayWorkload.read(inputs, Optional.empty(), model);
    OnnxModel plain = PlainOutputs.of(samples.bind(model), Optional.of(output));
    OnnxModel asked = new InterfaceEditor(plain).keepOutputs(List.of(output)).build();
    try (Backend opened = BackendProviders.named(backend, "test").open(BackendSettings.DEFAULT);
        Session session = opened.open(asked)) {
      List<Tensor> batch = samples.allocate(asked.inputs(), samples.size());
      samples.fill(0, samples.size(), batch);
      return session.run(batch).get(0);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "columns, probabilities",
    "zipmap, output_probability",
    "named_classes, output_probability",
    "prepared, output_probability",
    "binarized, probabilities",
    "linear, output_probability",
    "one_hot, output_probability",
    "one_hot_unknown, output_probability",
    "ordinal, output_probability",
    "trees, probabilities",
    "late_text, scores"
  })
  void shouldGiveTheScoresOfTheLibraryThatTrainedIt(String name, String output) throws IOException {
    OnnxModel model = OnnxModel.load(file(name + ".onnx"));
    List<String> lines = Files.readAllLines(file(name + ".csv"));
    for (String backend : BACKENDS) {
      Tensor found = scores(backend, model, file(name + ".npz"), output);
      double[] expected =
          lines.stream()
              .flatMap(line -> Arrays.stream(line.split(",", -1)))
              .mapToDouble(Double::parseDouble)
              .toArray();
      assertThat(found.shape()).isEqualTo(Shape.of(lines.size(), expected.length / lines.size()));
      float[] values = found.toFloatArray();
      for (int i = 0; i < expected.length; i++) {
        assertThat((double) values[i])
            .as("%s, score %d in %s", name, i, backend)
            .isCloseTo(expected[i], within(TOLERANCE));
      }
    }
  }

  /** Faults in both frameworks, by cuts and by whole runs alike. */
  @ParameterizedTest
  @CsvSource({
    "zipmap, output_probability",
    "one_hot, output_probability",
    "ordinal, output_probability",
    "late_text, scores"
  })
  void shouldReplayFaultsByCutsAsByWholeRuns(String name, String output) throws IOException {
    Path model = file(name + ".onnx");
    Path faults = folder.resolve("faults.csv");
    Cli.Result drawn =
        Cli.run(
            "faults", "generate", "--model", model, "--trials", 25, "--no-time", "--out", faults);
    assertThat(drawn.code()).as(drawn.err()).isZero();
    Path run = folder.resolve("run");
    Cli.Result result =
        Cli.run(
            "replay",
            "--model",
            model,
            "--faults",
            faults,
            "--inputs",
            file(name + ".npz"),
            "--output",
            output,
            "--batch",
            16,
            "--verify",
            100,
            "--out",
            run);
    assertThat(result.code()).as(result.err()).isZero();
    for (String backend : BACKENDS) {
      List<String> rows = Files.readAllLines(run.resolve("outcomes-%s.csv".formatted(backend)));
      assertThat(rows).hasSize(26);
      assertThat(rows.stream().skip(1))
          .as("faults that change an answer")
          .anyMatch(row -> !row.matches(".*\",\\d+,40,40,0,0,.*"));
    }
  }

  /** Text of which an encoder knows nothing fails where the model does not allow it. */
  @ParameterizedTest
  @ValueSource(strings = {"ort", "djl"})
  void shouldNotMakeNumbersOfUnknownText(String backend) throws IOException {
    OnnxModel model = OnnxModel.load(file("one_hot.onnx"));
    Tensor one = Tensor.ofFloats(Shape.of(1, 1), 30);
    Map<String, byte[]> arrays = new LinkedHashMap<>();
    arrays.put("age", NumpyBytes.of(one));
    arrays.put("hours", NumpyBytes.of(one));
    byte[] rome = "Rome".getBytes(StandardCharsets.UTF_8);
    byte[] state = "state".getBytes(StandardCharsets.UTF_8);
    arrays.put("city", NumpyBytes.array("|S4", "(1, 1)", rome));
    arrays.put("work", NumpyBytes.array("|S5", "(1, 1)", state));
    Path inputs = folder.resolve("rome.npz");
    Files.write(inputs, NumpyBytes.archive(true, arrays));
    assertThatThrownBy(() -> scores(backend, model, inputs, "output_probability"))
        .isInstanceOf(OnnxFiException.class)
        .hasMessageNotContaining("\n");
  }

  @Test
  void shouldSayWhereTreesAndLinearModelsHoldWhatTheyLearned() throws IOException {
    for (String name : List.of("trees", "linear")) {
      Path model = file(name + ".onnx");
      String holder = name.equals("trees") ? "TreeEnsembleClassifier" : "LinearClassifier";
      assertThat(Cli.run("layers", model).out())
          .contains("not injectable: what %s learned lies in attributes".formatted(holder));
      Cli.Result refused =
          Cli.run(
              "faults",
              "generate",
              "--model",
              model,
              "--trials",
              5,
              "--no-time",
              "--out",
              folder.resolve("list.csv"));
      assertThat(refused.code()).isEqualTo(2);
      assertThat(refused.err())
          .contains("what it learned lies in attributes of " + holder)
          .hasLineCount(1);
    }
  }

  @Test
  void shouldListTextAndMapsAmongWhatAModelTakesAndGives() throws IOException {
    assertThat(Cli.run("layers", file("one_hot.onnx")).out())
        .contains("takes 'city' string[?, 1]")
        .contains("gives 'output_label' int64[?]: ")
        .contains("gives 'output_probability' float[?, 2]: read as scores");
  }

  @Test
  void shouldRefuseTextWhereNumbersBelong() throws IOException {
    Path model = file("columns.onnx");
    Path texts = folder.resolve("texts.npy");
    byte[] names = "setosavirgin".getBytes(StandardCharsets.UTF_8);
    Files.write(texts, NumpyBytes.array("|S6", "(2,)", names));
    OnnxModel loaded = OnnxModel.load(model);
    Path inputs = file("columns.npz");
    assertThatThrownBy(() -> ArrayWorkload.read(inputs, Optional.of(texts), loaded))
        .isInstanceOf(OnnxFiException.class)
        .hasMessageStartingWith("--labels " + texts)
        .hasMessageContaining("found text; numpy.unique(labels, return_inverse=True)[1]");
    assertThatThrownBy(() -> ArrayWorkload.read(texts, Optional.empty(), loaded))
        .isInstanceOf(OnnxFiException.class)
        .hasMessageContaining("array for 'X' float[?, 4]: expected float, found string");
    OnnxModel mixed = OnnxModel.load(file("one_hot.onnx"));
    Map<String, byte[]> numbers = new LinkedHashMap<>();
    for (String input : List.of("age", "hours", "city", "work")) {
      numbers.put(input, NumpyBytes.of(Tensor.ofFloats(Shape.of(1, 1), 1)));
    }
    Path file = folder.resolve("numbers.npz");
    Files.write(file, NumpyBytes.archive(false, numbers));
    assertThatThrownBy(() -> ArrayWorkload.read(file, Optional.empty(), mixed))
        .isInstanceOf(OnnxFiException.class)
        .hasMessageContaining("array for 'city' string[?, 1]: expected string, found float");
  }

  @Test
  void shouldNameTheOperatorThatReadsTextWhichPyTorchHasNot() throws IOException {
    OnnxModel model = OnnxModel.load(file("named_classes.onnx"));
    assertThatThrownBy(() -> scores("djl", model, file("named_classes.npz"), "output_label"))
        .isInstanceOf(OnnxFiException.class)
        .hasMessageNotContaining("\n");
  }

  /** A sequence is given by its elements, and an optional value is there or not. */
  @ParameterizedTest
  @ValueSource(strings = {"parts", "parts_absent"})
  void shouldPutSequencesTogetherAndTakeThemApart(String name) throws IOException {
    OnnxModel model = OnnxModel.load(file(name + ".onnx"));
    Path inputs = file(name + ".npz");
    List<String> lines = Files.readAllLines(file(name + ".csv"));
    float[] scores = scores("ort", model, inputs, "scores").toFloatArray();
    float[] second = scores("ort", model, inputs, "columns.1").toFloatArray();
    assertThat(second).hasSameSizeAs(lines);
    for (int i = 0; i < lines.size(); i++) {
      double expected = Double.parseDouble(lines.get(i).split(",", -1)[1]);
      assertThat((double) scores[3 * i + 1]).isCloseTo(expected, within(TOLERANCE));
      assertThat(second[i]).isEqualTo(scores[3 * i + 1]);
    }
    assertThatThrownBy(() -> scores("djl", model, inputs, "scores"))
        .isInstanceOf(OnnxFiException.class)
        .hasMessageContaining("PyTorch (DJL) cannot run operator SequenceConstruct");
  }

  @Test
  void shouldReplayFaultsBehindASequence() throws IOException {
    Path model = file("parts.onnx");
    assertThat(Cli.run("layers", model).out())
        .contains("takes 'parts' a sequence of float[?, 2] ('parts.0', 'parts.1', …)")
        .contains("takes 'shift' float[?, 3], or nothing")
        .contains("gives 'columns': a sequence (--output columns.0 chooses its first element)");
    Path faults = folder.resolve("faults.csv");
    Path run = folder.resolve("run");
    Cli.run("faults", "generate", "--model", model, "--trials", 10, "--no-time", "--out", faults);
    Cli.Result result =
        Cli.run(
            "replay",
            "--model",
            model,
            "--faults",
            faults,
            "--inputs",
            file("parts.npz"),
            "--backend",
            "ort",
            "--judge",
            "tolerance:0,0",
            "--output",
            "columns.2",
            "--verify",
            100,
            "--out",
            run);
    assertThat(result.code()).as(result.err()).isZero();
    List<String> rows = Files.readAllLines(run.resolve("outcomes-ort.csv"));
    assertThat(rows).hasSize(11);
    assertThat(rows.stream().skip(1)).anyMatch(row -> !row.matches(".*\",\\d+,40,40,0,0,.*"));
  }
}
