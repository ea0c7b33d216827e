package io.onnxfi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.onnxfi.fault.Factor;
import io.onnxfi.onnx.ValueInfo;
import io.onnxfi.report.ReplayLine;
import io.onnxfi.report.RunDirectory;
import io.onnxfi.report.RunResults;
import io.onnxfi.report.figure.DataTable;
import io.onnxfi.report.figure.Figure;
import io.onnxfi.report.figure.RunFigures;
import io.onnxfi.report.figure.RunTables;
import io.onnxfi.tensor.Tensor;
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

/** Replays on arrays for two inputs, against outcomes that are counted here in plain code. */
class ArrayReplayTest {
  private static final int BATCH = 5;
  private static final List<String> BACKENDS = List.of("ort", "djl");
  private static final Object[] TOLERANCE = {"--judge", "tolerance:0.05,0.1"};

  @TempDir private Path folder;
  private Path model;
  private Path faults;
  private Path inputs;
  private Path labels;

  @BeforeEach
  void prepare() throws IOException {
    model = folder.resolve("words.onnx");
    TwoInputs.model(ValueInfo.DYNAMIC, null).save(model);
    faults = TwoInputs.faults(folder.resolve("faults.csv"));
    inputs = NumpyBytes.write(folder.resolve("inputs.npz"), TwoInputs.samples());
    labels = TwoInputs.labels(folder.resolve("labels.npy"));
  }

  private Path replay(String name, Object... more) {
    Path run = folder.resolve(name);
    Object[] base = {
      "replay", "--model", model, "--faults", faults, "--inputs", inputs, "--out", run
    };
    Cli.Result result = Cli.run(Cli.join(base, Cli.join(more, "--batch", BATCH)));
    assertThat(result.code()).as(result.err()).isZero();
    return run;
  }

  /** Of a sample, before and with a fault. */
  private interface Critical {
    boolean test(float[] golden, float[] faulty);
  }

  /** {@code samples,masked,non_critical,critical}, as the columns of outcomes. */
  private static List<String> counted(String backend, String output, Critical critical) {
    List<String> lines = new ArrayList<>();
    float[][] golden = answers(backend, output, null);
    for (TwoInputs.Flip flip : TwoInputs.FLIPS) {
      float[][] faulty = answers(backend, output, flip);
      int[] counts = new int[3];
      for (int i = 0; i < golden.length; i++) {
        boolean isMasked = Arrays.equals(golden[i], faulty[i]);
        counts[isMasked ? 0 : critical.test(golden[i], faulty[i]) ? 2 : 1]++;
      }
      lines.add("%d,%d,%d,%d".formatted(golden.length, counts[0], counts[1], counts[2]));
    }
    return lines;
  }

  /** All numbers of a sample, of one output or, if that is null, of all. */
  private static float[][] answers(String backend, String output, TwoInputs.Flip flip) {
    Map<String, float[][]> all =
        TwoInputs.answers(backend, TwoInputs.model(ValueInfo.DYNAMIC, flip), BATCH);
    if (output != null) {
      return all.get(output);
    }
    float[][] rows = new float[TwoInputs.SAMPLES][];
    for (int i = 0; i < rows.length; i++) {
      float[] tokens = all.get("tokens")[i];
      float[] scores = all.get("scores")[i];
      rows[i] = Arrays.copyOf(tokens, tokens.length + scores.length);
      System.arraycopy(scores, 0, rows[i], tokens.length, scores.length);
    }
    return rows;
  }

  private static boolean isFar(float[] golden, float[] faulty) {
    for (int i = 0; i < golden.length; i++) {
      if (!(Math.abs((double) faulty[i] - golden[i]) <= 0.05 + 0.1 * Math.abs(golden[i]))) {
        return true;
      }
    }
    return false;
  }

  private static int highest(float[] numbers, int from) {
    int best = from;
    for (int i = from; i < from + TwoInputs.CLASSES; i++) {
      best = numbers[i] > numbers[best] ? i : best;
    }
    return best - from;
  }

  private static boolean differsAnywhere(float[] golden, float[] faulty) {
    for (int at = 0; at < golden.length; at += TwoInputs.CLASSES) {
      if (highest(golden, at) != highest(faulty, at)) {
        return true;
      }
    }
    return false;
  }

  /** The columns behind the bit. */
  private static List<String[]> rows(Path run, String backend) throws IOException {
    return Files.readAllLines(run.resolve("outcomes-%s.csv".formatted(backend))).stream()
        .skip(1)
        .map(line -> line.substring(line.indexOf("\",") + 2).split(",", -1))
        .toList();
  }

  private static void assertCounts(Path run, String output, Critical critical) throws IOException {
    for (String backend : BACKENDS) {
      List<String> counts =
          rows(run, backend).stream()
              .map(row -> String.join(",", Arrays.copyOfRange(row, 1, 5)))
              .toList();
      assertThat(counts).as(backend).isEqualTo(counted(backend, output, critical));
      assertThat(counts)
          .as("all kinds of outcomes")
          .anyMatch(row -> !row.matches("22,\\d+,\\d+,0"));
      assertThat(counts).anyMatch(row -> !row.matches("22,\\d+,0,\\d+"));
      assertThat(counts).anyMatch(row -> !row.matches("22,0,.*"));
    }
  }

  /** The line of the report, with the files where they are. */
  private Object[] repeating(Path run) {
    String line = ReplayLine.of(RunResults.read(new RunDirectory(run))).run();
    return Arrays.stream(line.split(" "))
        .skip(1)
        .map(word -> word.matches(".*\\.(onnx|csv|npz|npy)|again") ? folder.resolve(word) : word)
        .toArray();
  }

  @Test
  void shouldSayHowToRepeatARun() throws IOException {
    List<Object[]> runs =
        List.of(
            new Object[] {"--labels", labels, "--output", "scores"},
            new Object[] {"--judge", "tokens", "--output", "tokens"});
    for (int i = 0; i < runs.size(); i++) {
      Path run = replay("run" + i, runs.get(i));
      Path again = folder.resolve("again");
      Object[] line = repeating(run);
      line[line.length - 1] = again.resolve("" + i);
      Cli.Result result = Cli.run(line);
      assertThat(result.code()).as(result.err()).isZero();
      for (String backend : BACKENDS) {
        String file = "outcomes-%s.csv".formatted(backend);
        assertThat(again.resolve("" + i).resolve(file)).hasSameBinaryContentAs(run.resolve(file));
      }
    }
  }

  @Test
  void shouldJudgeAllNumbersByTolerance() throws IOException {
    Path run = replay("run", TOLERANCE);
    assertCounts(run, null, ArrayReplayTest::isFar);
    assertThat(run.resolve("manifest.json"))
        .content()
        .contains("\"judge\" : \"tolerance:0.05,0.1\"")
        .contains("2 outputs: 15 numbers of each sample are judged");
    for (String[] row : rows(run, "ort")) {
      assertThat(Integer.parseInt(row[9]))
          .as("without labels, what is not critical is right")
          .isEqualTo(TwoInputs.SAMPLES - Integer.parseInt(row[4]));
    }
  }

  @Test
  void shouldJudgeOneOutputByTolerance() throws IOException {
    Path run = replay("run", Cli.join(TOLERANCE, "--output", "scores"));
    assertCounts(run, "scores", ArrayReplayTest::isFar);
  }

  @Test
  void shouldJudgeTheHighestClassOfEveryPlace() throws IOException {
    Path run = replay("run", "--judge", "tokens", "--output", "tokens");
    assertCounts(run, "tokens", ArrayReplayTest::differsAnywhere);
  }

  @Test
  void shouldJudgeTheHighestClassAndCountLabels() throws IOException {
    Path run = replay("run", "--output", "scores", "--labels", labels);
    assertCounts(run, "scores", ArrayReplayTest::differsAnywhere);
    for (String backend : BACKENDS) {
      for (int fault = 0; fault < TwoInputs.FLIPS.size(); fault++) {
        float[][] faulty = answers(backend, "scores", TwoInputs.FLIPS.get(fault));
        int correct = 0;
        for (int i = 0; i < faulty.length; i++) {
          correct += highest(faulty[i], 0) == TwoInputs.labels()[i] ? 1 : 0;
        }
        assertThat(rows(run, backend).get(fault)[9]).isEqualTo(Integer.toString(correct));
      }
    }
  }

  @Test
  void shouldGiveTheSameOutcomesInEveryEngine() throws IOException {
    Path cut = replay("cut", TOLERANCE);
    Path plain = replay("plain", Cli.join(TOLERANCE, "--engine", "plain"));
    assertSame(plain, cut);
  }

  private static void assertSame(Path left, Path right) {
    for (String backend : BACKENDS) {
      for (String file : List.of("outcomes-%s.csv", "images-%s.bin")) {
        String name = file.formatted(backend);
        assertThat(left.resolve(name)).hasSameBinaryContentAs(right.resolve(name));
      }
    }
  }

  /** As if it had been interrupted before its second framework. */
  @Test
  void shouldEndWithTheSameBytesWhenItIsResumed() throws IOException {
    Path whole = replay("whole", TOLERANCE);
    Path resumed = replay("resumed", TOLERANCE);
    Files.delete(resumed.resolve("summary.json"));
    Files.delete(resumed.resolve("outcomes-djl.csv"));
    Files.delete(resumed.resolve("images-djl.bin"));
    Files.createFile(resumed.resolve("journal-djl.bin"));
    replay("resumed", Cli.join(TOLERANCE, "--resume"));
    assertSame(resumed, whole);

    Object[] other = {
      "replay", "--model", model, "--faults", faults, "--inputs", inputs, "--out", resumed
    };
    Object[] tokens = {"--resume", "--batch", BATCH, "--judge", "tolerance:0,0"};
    Cli.Result refused = Cli.run(Cli.join(other, tokens));
    assertThat(refused.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(refused.err()).contains("belongs to another run: its options.judge is");
  }

  @Test
  void shouldCallSamplesSamples() throws IOException {
    Path run = folder.resolve("run");
    Object[] words = {
      "replay", "--model", model, "--faults", faults, "--inputs", inputs, "--out", run
    };
    Cli.Result result = Cli.run(Cli.join(words, TOLERANCE));
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.err()).contains("8 faults × 22 samples").doesNotContain("image");
    assertThat(result.out()).doesNotContain("image");
    assertThat(Cli.run("report", run).code()).isZero();
    assertThat(run.resolve("report.html"))
        .content()
        .contains("22 samples of inputs.npz", "Per fault and sample, against", "correct samples")
        .doesNotContain("Per fault and image", "correct images");
  }

  /** In all that is said of outcomes; the names of options are what they are. */
  private static String withoutOptions(String text) {
    return text.replaceAll("--images[-a-z]*", "");
  }

  @Test
  void shouldCallSamplesSamplesInComparisonsAndPlans() {
    Path run = replay("run", TOLERANCE);
    Cli.Result whole = Cli.run("compare", run);
    assertThat(whole.out())
        .contains("samples × faults", "(fault, sample) pairs", "Bland-Altman bias, samples")
        .contains("they hold for the samples of this run", "within ±5 samples for")
        .doesNotContain("image");
    Cli.Result files =
        Cli.run("compare", run.resolve("outcomes-ort.csv"), run.resolve("outcomes-djl.csv"));
    assertThat(files.out())
        .contains("need outcomes per sample on both sides", "Bland-Altman bias, samples")
        .doesNotContain("image");
    Cli.Result plan = Cli.run("plan", "--margin", 5, "--outcomes", run.resolve("outcomes-ort.csv"));
    assertThat(withoutOptions(plan.out()))
        .contains("samples per fault", "between the samples of a fault", "ms per sample")
        .doesNotContain("image");
    Cli.Result pilot =
        Cli.run(
            Cli.join(
                new Object[] {"plan", "--margin", 5, "--model", model, "--faults", faults},
                Cli.join(
                    new Object[] {"--inputs", inputs, "--batch", 2, "--pilot-faults", 8},
                    Cli.join(new Object[] {"--images-per-fault", 4}, TOLERANCE))));
    assertThat(pilot.code()).as(pilot.err()).isZero();
    assertThat(withoutOptions(pilot.out()))
        .contains("8 faults of faults.csv × 4 samples", "running and judging samples")
        .doesNotContain("image");
  }

  @Test
  void shouldCallWhatAModelOfWordsTakesSamples() {
    assertThat(Cli.run("layers", model).out())
        .contains("read as scores of each sample")
        .doesNotContain("image");
    assertThat(Cli.run("layers", model, "--activations").out())
        .contains(" values of one sample")
        .doesNotContain("image");
  }

  @Test
  void shouldCallSamplesSamplesInFiguresAndTables() throws IOException {
    Path folderOfRun = replay("run", TOLERANCE);
    RunResults run = RunResults.read(new RunDirectory(folderOfRun));
    List<Figure> figures = RunFigures.of(run, List.of(Factor.LAYER, Factor.BIT)).all();
    List<DataTable> tables = new ArrayList<>(RunTables.of(run));
    figures.forEach(figure -> tables.add(figure.table()));
    assertThat(tables).extracting(DataTable::toString).noneMatch(text -> text.contains("image"));
    assertThat(figures)
        .extracting(figure -> figure.toString().replace(", images=22", "")) // ScatterFigure's
        .noneMatch(text -> text.contains("image"));
    assertThat(figures)
        .extracting(Figure::title)
        .contains(
            "Critical samples per fault: ONNX Runtime against PyTorch (DJL)",
            "Faults masked for every sample: PyTorch (DJL)");
    assertThat(figures)
        .extracting(Figure::description)
        .anyMatch(text -> text.startsWith("What became of the samples under the faults."))
        .anyMatch(text -> text.startsWith("Share of (fault, sample) pairs"))
        .anyMatch(text -> text.contains("as a share of its samples"));
    Files.delete(folderOfRun.resolve("images-ort.bin"));
    assertThat(RunResults.read(new RunDirectory(folderOfRun)).remarks())
        .containsExactly(
            "images-ort.bin missing: the frameworks are not compared sample by sample.");
  }

  @Test
  void shouldNotWriteOverItsInputsOrLabels() throws IOException {
    Path run = Files.createDirectory(folder.resolve("run"));
    for (String option : new String[] {"--inputs", "--labels"}) {
      Path read = run.resolve(RunDirectory.SUMMARY);
      Files.copy(option.equals("--inputs") ? inputs : labels, read);
      byte[] bytes = Files.readAllBytes(read);
      Object[] words = {
        "replay", "--model", model, "--faults", faults, "--output", "scores", "--out", run
      };
      Object[] data = option.equals("--inputs") ? new Object[0] : new Object[] {"--inputs", inputs};
      Cli.Result result = Cli.run(Cli.join(words, Cli.join(data, option, read)));
      assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.BAD_INPUT);
      assertThat(result.err()).contains("summary.json, which would be overwritten").hasLineCount(1);
      assertThat(read).hasBinaryContent(bytes);
      Files.delete(read);
    }
  }

  @Test
  void shouldDrawSamplesForEachFault() throws IOException {
    Path run = replay("run", Cli.join(TOLERANCE, "--images-per-fault", 10, "--margin", 90));
    assertThat(rows(run, "ort")).allMatch(row -> row[1].equals("10"));
  }

  @Test
  void shouldAttributeReportAndCompare() throws IOException {
    Path run = replay("run", "--judge", "tolerance:0,0");
    Cli.Result attributed = Cli.run("attribute", run, "--model", model, "--inputs", inputs);
    assertThat(attributed.code()).as(attributed.err()).isZero();
    List<String> lines = Files.readAllLines(run.resolve("attribution.csv"));
    assertThat(lines.get(0)).startsWith("Injection,Layer,");
    assertThat(lines).noneMatch(line -> line.contains("could not be compared"));
    for (Object[] command : new Object[][] {{"report", run}, {"compare", run}}) {
      Cli.Result result = Cli.run(command);
      assertThat(result.code()).as(result.err()).isZero();
    }
    Path other = folder.resolve("other.npz");
    Map<String, Tensor> samples = TwoInputs.samples();
    samples.get("mask").floats().put(0, 0.5f);
    NumpyBytes.write(other, samples);
    Cli.Result refused = Cli.run("attribute", run, "--model", model, "--inputs", other);
    assertThat(refused.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(refused.err()).contains("other.npz: expected").hasLineCount(1);
  }

  @Test
  void shouldNotAttributeByAnotherOutputThanTheRunsOwn() {
    Path run = replay("run", "--judge", "tolerance:0,0", "--output", "scores");
    Object[] attribute = {"attribute", run, "--model", model, "--inputs", inputs};
    Cli.Result refused = Cli.run(attribute);
    assertThat(refused.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(refused.err())
        .contains(
            "words.onnx, --output not given: expected as in ", "manifest.json: output 'scores'")
        .hasLineCount(1);
    Cli.Result same = Cli.run(Cli.join(attribute, "--output", "scores"));
    assertThat(same.code()).as(same.err()).isZero();
  }
}
