package io.onnxfi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.onnxfi.fault.FaultSampler;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.onnx.ValueInfo;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import io.onnxfi.testing.Graphs;
import io.onnxfi.testing.NumpyBytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArrayOptionsTest {
  @TempDir private Path folder;
  private Path model;
  private Path faults;
  private Path inputs;

  @BeforeEach
  void prepare() throws IOException {
    model = folder.resolve("words.onnx");
    TwoInputs.model(ValueInfo.DYNAMIC, null).save(model);
    faults = TwoInputs.faults(folder.resolve("faults.csv"));
    inputs = NumpyBytes.write(folder.resolve("inputs.npz"), TwoInputs.samples());
  }

  private Cli.Result replay(Object... more) {
    Object[] base = {"replay", "--model", model, "--faults", faults, "--backend", "ort"};
    return Cli.run(Cli.join(Cli.join(base, "--out", folder.resolve("run")), more));
  }

  private void assertRefused(Cli.Result result, String... said) {
    assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(result.err()).startsWith("onnxfi: ").contains(said).hasLineCount(1);
    assertThat(folder.resolve("run/outcomes-ort.csv")).doesNotExist();
  }

  @Test
  void shouldRefuseOptionsThatDoNotGoTogether() {
    Path labels = TwoInputs.labels(folder.resolve("labels.npy"));
    assertRefused(replay(), "--dataset: expected a data set, or --inputs FILE, found neither");
    assertRefused(
        replay("--inputs", inputs, "--dataset", "synthetic"),
        "--dataset and --inputs exclude each other");
    assertRefused(
        replay("--inputs", inputs, "--mean", "0", "--std", "1"),
        "--mean and --inputs exclude each other");
    assertRefused(
        replay("--inputs", inputs, "--resize", "8x8"), "--resize and --inputs exclude each other");
    assertRefused(
        replay("--dataset", "synthetic", "--labels", labels),
        "--labels: expected --inputs with it, found no --inputs");
    assertRefused(
        replay("--inputs", inputs, "--labels", labels, "--judge", "tolerance:0,0"),
        "--labels: expected --judge top1 with them");
  }

  @Test
  void shouldRefuseJudgesThatAreNoneOrDoNotFit() {
    for (String judge : new String[] {"top5", "tolerance", "tolerance:1", "tolerance:-1,0", ""}) {
      assertRefused(
          replay("--inputs", inputs, "--judge", judge),
          "--judge: expected top1, tokens, tolerance:ABS,REL",
          "found '" + judge + "'");
    }
    assertRefused(
        replay("--inputs", inputs), "found 2 outputs: 'tokens'", "--output NAME chooses one");
    assertRefused(
        replay("--inputs", inputs, "--judge", "tokens"),
        "--judge tokens expects one output [batch, places, classes]",
        "--output NAME chooses one");
    assertRefused(
        replay("--inputs", inputs, "--judge", "tokens", "--output", "scores"),
        "--judge tokens expects one output [batch, places, classes], found ['scores' float[3, 3]]");
    assertRefused(replay("--inputs", inputs, "--images", 23), "--images: expected 1 to 22");
    assertRefused(
        replay("--inputs", inputs, "--output", "z"), "--output: expected an output of", "'z'");
  }

  @Test
  void shouldRefuseWhatIsNoArrayForTheModel() throws IOException {
    assertRefused(
        replay("--inputs", faults), "expected NumPy arrays (.npy or .npz), found a fault list");
    assertRefused(replay("--inputs", folder.resolve("no.npy")), "no.npy: no such file");
    Path labels =
        NumpyBytes.write(
            folder.resolve("labels.npy"), NumpyBytes.of(Tensor.ofLongs(Shape.of(2), 0, 1)));
    assertRefused(
        replay("--inputs", inputs, "--output", "scores", "--labels", labels),
        "expected one array of 22 whole numbers, found int64[2]");
  }

  /** Twenty-two samples in batches of four: what fills the last one up counts for nothing. */
  @Test
  void shouldRunAModelWithABatchOfItsOwn() throws IOException {
    Object[] judge = {"--inputs", inputs, "--judge", "tolerance:0.05,0.1", "--batch", 4};
    assertThat(replay(judge).code()).isZero();
    Path free = Files.move(folder.resolve("run"), folder.resolve("free"));
    TwoInputs.model(4, null).save(model);
    Cli.Result result = replay("--inputs", inputs, "--judge", "tolerance:0.05,0.1");
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.err()).contains("it takes batches of 4 samples only");
    assertThat(folder.resolve("run/outcomes-ort.csv"))
        .hasSameBinaryContentAs(free.resolve("outcomes-ort.csv"));
  }

  /** Any change at all is critical then, so that nothing is left between. */
  @Test
  void shouldJudgeImagesByTolerance() throws IOException {
    OnnxModel tiny = Graphs.tinyCnn(2);
    Path images = folder.resolve("tiny.onnx");
    tiny.save(images);
    Path drawn = folder.resolve("drawn.csv");
    FaultSampler.draw(tiny, 30, 3).write(drawn);
    Path classes = folder.resolve("classes");
    Path numbers = folder.resolve("numbers");
    assertThat(Cli.replay(images, drawn, classes).code()).isZero();
    Cli.Result result = Cli.replay(images, drawn, numbers, "--judge", "tolerance:0,0");
    assertThat(result.code()).as(result.err()).isZero();
    for (String file : new String[] {"outcomes-ort.csv", "outcomes-djl.csv"}) {
      int changed = 0;
      for (int fault = 1; fault <= 30; fault++) {
        int[] judged = counts(numbers.resolve(file), fault);
        int[] named = counts(classes.resolve(file), fault);
        assertThat(judged[0]).as("masked is masked").isEqualTo(named[0]);
        assertThat(judged[1]).isZero();
        assertThat(judged[2]).isEqualTo(named[1] + named[2]);
        changed += named[1];
      }
      assertThat(changed).as("changes that left the class").isPositive();
    }
  }

  /** Masked, non-critical, critical. */
  private static int[] counts(Path file, int line) throws IOException {
    String row = Files.readAllLines(file).get(line);
    String[] cells = row.substring(row.indexOf("\",") + 2).split(",", -1);
    return new int[] {
      Integer.parseInt(cells[2]), Integer.parseInt(cells[3]), Integer.parseInt(cells[4])
    };
  }

  @Test
  void shouldPlanAndMeasureOnArrays() {
    Cli.Result bench =
        Cli.run(
            "bench",
            "--model",
            model,
            "--faults",
            faults,
            "--inputs",
            inputs,
            "--judge",
            "tolerance:0.05,0.1",
            "--backend",
            "ort",
            "--sample",
            4);
    assertThat(bench.code()).as(bench.err()).isZero();
    assertThat(bench.out()).contains("identical counts: 4 of 4");
    Cli.Result growth =
        Cli.run("bench", "--model", model, "--faults", faults, "--inputs", inputs, "--growth");
    assertThat(growth.code()).isEqualTo(ExitCode.BAD_INPUT);
    Cli.Result plan =
        Cli.run(
            "plan",
            "--margin",
            10,
            "--model",
            model,
            "--faults",
            faults,
            "--inputs",
            inputs,
            "--judge",
            "tolerance:0.05,0.1",
            "--backend",
            "ort",
            "--pilot-faults",
            8);
    assertThat(plan.code()).as(plan.err()).isZero();
  }
}
