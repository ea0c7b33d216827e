package io.onnxfi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.onnxfi.backend.Backend;
import io.onnxfi.backend.BackendProviders;
import io.onnxfi.backend.BackendSettings;
import io.onnxfi.backend.Session;
import io.onnxfi.onnx.GraphBuilder;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.onnx.ValueInfo;
import io.onnxfi.report.ReplayLine;
import io.onnxfi.report.RunDirectory;
import io.onnxfi.report.RunResults;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import io.onnxfi.testing.Graphs;
import io.onnxfi.testing.NumpyBytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models that have their samples behind the first axis, against outcomes counted in plain code. */
class BatchAxisTest {
  private static final int TIME = 4;
  private static final int WIDTH = 3;
  private static final int HIDDEN = 2;
  private static final int CLASSES = 5;
  private static final int SAMPLES = 9;
  private static final int BATCH = 4; // as long as the first axis
  private static final int[] BITS = {30, 31, 22, 3};
  private static final long N = ValueInfo.DYNAMIC;
  private static final List<String> BACKENDS = List.of("ort", "djl");

  @TempDir private Path folder;
  private Path model;
  private Path inputs;
  private Path faults;

  @BeforeEach
  void prepare() throws IOException {
    model = folder.resolve("recurrent.onnx");
    inputs = NumpyBytes.write(folder.resolve("x.npy"), NumpyBytes.of(samples()));
    faults = folder.resolve("faults.csv");
    list("w", "(1, 2)");
  }

  private void list(String layer, String index) throws IOException {
    List<String> lines = new ArrayList<>(List.of("Injection,Layer,TensorIndex,Bit"));
    for (int i = 0; i < BITS.length; i++) {
      lines.add("%d,%s,\"%s\",%d".formatted(i, layer, index, BITS[i]));
    }
    Files.write(faults, lines);
  }

  /** {@code [samples, time, width]}, as people store them. */
  private static Tensor samples() {
    return Graphs.random(3, SAMPLES, TIME, WIDTH);
  }

  /** {@code x [4, n, 3]} through an LSTM or not to {@code y [4, n, 5]}, as CTC models answer. */
  private static OnnxModel model(boolean isRecurrent, long batch, int bit) {
    GraphBuilder graph = new GraphBuilder("recurrent", 17);
    graph.input("x", ElementType.FLOAT, TIME, batch, WIDTH);
    int width = isRecurrent ? HIDDEN : WIDTH;
    String read = "x";
    if (isRecurrent) {
      graph.initializer("lstm.w", Graphs.random(4, 1, 4 * HIDDEN, WIDTH));
      graph.initializer("lstm.r", Graphs.random(5, 1, 4 * HIDDEN, HIDDEN));
      graph.node(
          "LSTM", List.of("x", "lstm.w", "lstm.r"), "all", Map.of("hidden_size", (long) HIDDEN));
      graph.initializer("one", Tensor.ofLongs(Shape.of(1), 1));
      graph.node("Squeeze", List.of("all", "one"), "states");
      read = "states";
    }
    Tensor weight = Graphs.random(6, width, CLASSES);
    if (bit >= 0) {
      int at = CLASSES + 2;
      weight.putBits(at, weight.bits(at) ^ 1L << bit);
    }
    graph.initializer("w", weight);
    graph.node("MatMul", List.of(read, "w"), "y");
    return graph.output("y", ElementType.FLOAT, TIME, batch, CLASSES).build();
  }

  /** Of each sample the scores {@code [time, classes]}, asked as the model wants it. */
  private static float[][] answers(String backend, OnnxModel model) {
    float[][] answers = new float[SAMPLES][TIME * CLASSES];
    Tensor all = samples();
    try (Backend opened = BackendProviders.named(backend, "test").open(BackendSettings.DEFAULT);
        Session session = opened.open(model)) {
      for (int from = 0; from < SAMPLES; from += BATCH) {
        int n = Math.min(BATCH, SAMPLES - from);
        Tensor batch = Tensor.allocate(ElementType.FLOAT, Shape.of(TIME, n, WIDTH));
        for (int i = 0; i < TIME * n * WIDTH; i++) {
          int step = i / (n * WIDTH);
          int sample = from + i / WIDTH % n;
          batch.floats().put(i, all.floats().get((sample * TIME + step) * WIDTH + i % WIDTH));
        }
        float[] y = session.run(List.of(batch)).get(0).toFloatArray();
        for (int i = 0; i < y.length; i++) {
          int step = i / (n * CLASSES);
          answers[from + i / CLASSES % n][step * CLASSES + i % CLASSES] = y[i];
        }
      }
    }
    return answers;
  }

  private static boolean isCritical(float[] golden, float[] faulty) {
    for (int at = 0; at < golden.length; at += CLASSES) {
      if (highest(golden, at) != highest(faulty, at)) {
        return true;
      }
    }
    return false;
  }

  private static int highest(float[] scores, int from) {
    int best = from;
    for (int i = from; i < from + CLASSES; i++) {
      best = scores[i] > scores[best] ? i : best;
    }
    return best - from;
  }

  private Cli.Result replay(String name, Object... more) {
    Object[] base = {
      "replay", "--model", model, "--faults", faults, "--inputs", inputs, "--judge", "tokens"
    };
    Object[] ends = {"--batch", BATCH, "--out", folder.resolve(name)};
    return Cli.run(Cli.join(base, Cli.join(more, ends)));
  }

  private static List<String> counts(Path run, String backend) throws IOException {
    return Files.readAllLines(run.resolve("outcomes-%s.csv".formatted(backend))).stream()
        .skip(1)
        .map(line -> line.substring(line.indexOf("\",") + 2).split(",", -1))
        .map(cells -> String.join(",", Arrays.copyOfRange(cells, 1, 5)))
        .toList();
  }

  @Test
  void shouldFindTheAxisByTheNameThatTheModelGivesIt() throws IOException {
    for (boolean isRecurrent : new boolean[] {false, true}) {
      model(isRecurrent, N, -1).save(model);
      Path run = folder.resolve("run" + isRecurrent);
      Cli.Result result = replay("run" + isRecurrent);
      assertThat(result.code()).as(result.err()).isZero();
      assertThat(result.err())
          .contains(
              "the samples are in axis 1 of 'x' float[4, ?, 3], axis 1 of 'y' float[4, ?, 5];"
                  + " arrays have them first");
      for (String backend : BACKENDS) {
        float[][] golden = answers(backend, model(isRecurrent, N, -1));
        List<String> expected = new ArrayList<>();
        for (int bit : BITS) {
          float[][] faulty = answers(backend, model(isRecurrent, N, bit));
          int[] counts = new int[3];
          for (int i = 0; i < SAMPLES; i++) {
            boolean isMasked = Arrays.equals(golden[i], faulty[i]);
            counts[isMasked ? 0 : isCritical(golden[i], faulty[i]) ? 2 : 1]++;
          }
          expected.add("%d,%d,%d,%d".formatted(SAMPLES, counts[0], counts[1], counts[2]));
        }
        assertThat(counts(run, backend)).as(backend).isEqualTo(expected);
        assertThat(expected).anyMatch(row -> !row.matches("9,\\d+,\\d+,0"));
      }
      Cli.Result plain = replay("plain" + isRecurrent, "--engine", "plain");
      assertThat(plain.code()).as(plain.err()).isZero();
      for (String backend : BACKENDS) {
        String file = "outcomes-%s.csv".formatted(backend);
        assertThat(folder.resolve("plain" + isRecurrent).resolve(file))
            .hasSameBinaryContentAs(run.resolve(file));
      }
    }
  }

  /** A model of one sample at a time calls no axis anything. */
  @Test
  void shouldTakeTheAxisThatIsGiven() throws IOException {
    model(false, N, -1).save(model);
    assertThat(replay("named").code()).isZero();
    model(false, 1, -1).save(model);
    Cli.Result unsaid = replay("unsaid");
    assertThat(unsaid.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(unsaid.err()).hasLineCount(1);
    for (String axis : List.of("1", "x=1,y=1")) {
      Cli.Result given = replay("given" + axis.length(), "--batch-axis", axis);
      assertThat(given.code()).as(given.err()).isZero();
      assertThat(counts(folder.resolve("given" + axis.length()), "ort"))
          .isEqualTo(counts(folder.resolve("named"), "ort"));
    }
    assertThat(folder.resolve("given7/manifest.json"))
        .content()
        .contains("\"batch_axis\" : \"x=1,y=1\"");
    assertThat(ReplayLine.of(RunResults.read(new RunDirectory(folder.resolve("given7")))).run())
        .contains(" --batch-axis x=1,y=1 ");
  }

  @Test
  void shouldAttributeSuchRunsAndNotByAnotherAxis() {
    model(true, N, -1).save(model);
    assertThat(replay("run").code()).isZero();
    Object[] attribute = {"attribute", folder.resolve("run"), "--model", model, "--inputs", inputs};
    Cli.Result attributed = Cli.run(attribute);
    assertThat(attributed.code()).as(attributed.err()).isZero();
    Cli.Result other = Cli.run(Cli.join(attribute, "--batch-axis", "x=1,y=0"));
    assertThat(other.code()).as(other.err()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(other.err()).hasLineCount(1);
  }

  private void assertRefused(String said, Object... more) {
    Cli.Result result = replay("refused", more);
    assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(result.err()).contains(said).hasLineCount(1);
  }

  @Test
  void shouldRefuseAxesThatCannotBeInOneLine() throws IOException {
    model(false, 3, -1).save(model);
    assertRefused(
        "expected any number of samples, or one, in axis 1 of 'x' float[4, 3, 3], found 3",
        "--batch-axis",
        "1");
    assertRefused("--batch-axis: expected AXIS or NAME=AXIS", "--batch-axis", "time");
    assertRefused(
        "--batch-axis: expected an axis of 'y' float[4, 3, 5], 0 to 2, found y=3",
        "--batch-axis",
        "y=3");
    assertRefused(
        "--batch-axis: expected an input or output: 'x' float[4, 3, 3], 'y' float[4, 3, 5], found"
            + " 'z'",
        "--batch-axis",
        "z=1");
    model(false, N, -1).save(model);
    assertRefused(
        "found output 'y.samples' float[4, 3, 5]; if its axis 1 counts samples, give --batch-axis"
            .replace("y.samples", "y"),
        "--batch-axis",
        "y=0");
  }

  /** Where the samples are in what the model computes is not known. */
  @Test
  void shouldRefuseFaultsInActivationsOfSuchModels() throws IOException {
    model(false, 1, -1).save(model);
    Files.write(
        faults, List.of("Injection,Layer,TensorIndex,Bit,Site", "0,y,\"(0, 1)\",30,activation"));
    assertRefused(
        "expected faults in weights only, as samples are not in the first axis (axis 1 of 'x'"
            + " float[4, 1, 3], axis 1 of 'y' float[4, 1, 5]), found a fault in the activation"
            + " 'y'",
        "--batch-axis",
        "1");
  }
}
