package io.onnxfi.study.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.onnxfi.backend.BackendSettings;
import io.onnxfi.dataset.DataRoot;
import io.onnxfi.dataset.SyntheticImages;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.injection.Injections;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.report.Json;
import io.onnxfi.run.DataSource;
import io.onnxfi.run.EpochEnd;
import io.onnxfi.run.Execution;
import io.onnxfi.run.Execution.EngineKind;
import io.onnxfi.run.ModelSource;
import io.onnxfi.run.RunListener;
import io.onnxfi.run.TrainingEvents;
import io.onnxfi.study.noise.Measured.Point;
import io.onnxfi.tensor.Tensor;
import io.onnxfi.testing.Graphs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NoiseStudyTest {
  @TempDir private Path folder;

  private static NoiseSpec spec(int epochs, List<Regime> regimes, int threads, Long... seeds) {
    return new NoiseSpec(
        List.of("tiny_cnn"),
        List.of(),
        new DataSource(
            new SyntheticImages(),
            new DataRoot(Path.of("none")),
            OptionalInt.of(60),
            Optional.empty()),
        20,
        new NoiseSpec.Training(
            regimes, List.of(seeds), 0.5, epochs, 32, 0.01, OptionalInt.of(128), 1),
        new NoiseSpec.Sweep(List.of(0.5), 2),
        List.of("ort", "djl"),
        BackendSettings.DEFAULT,
        new Execution(EngineKind.PLAIN, threads, Execution.usualMemory(), false, 0));
  }

  private static final List<Regime> BOTH = List.of(Regime.CLEAN, Regime.NOISY);

  private static NoiseResult run(NoiseSpec spec, Path out) {
    return NoiseStudy.run(spec, out, Map.of(), RunListener.SILENT, new TrainingEvents() {});
  }

  private static List<String> lines(Path file) throws IOException {
    return Files.readAllLines(file);
  }

  @Test
  void shouldGoOnWithMoreSeedsAndEndWithTheSameBytes() throws IOException {
    Path whole = folder.resolve("whole");
    Path parts = folder.resolve("parts");
    NoiseResult result = run(spec(1, BOTH, 2, 0L, 1L), whole);
    assertThat(result.settled()).hasSize(4).containsValue(14_746L);
    run(spec(1, List.of(Regime.NOISY), 1, 1L), parts);
    Path first = parts.resolve("checkpoints/synthetic/tiny_cnn_noisy_seed1_a0.50.onnx");
    Object trained = Files.getLastModifiedTime(first);
    NoiseResult continued = run(spec(1, BOTH, 1, 0L, 1L), parts);
    assertThat(continued.settled()).as("networks trained now").hasSize(3);
    assertThat(Files.getLastModifiedTime(first)).isEqualTo(trained);
    for (String file : List.of("summary.csv", "sweep.csv", "samples.csv", "results.json")) {
      String expected = Files.readString(whole.resolve(file));
      assertThat(parts.resolve(file)).hasContent(expected);
    }
    assertThat(lines(whole.resolve("summary.csv")))
        .hasSize(5)
        .first()
        .isEqualTo("architecture,regime,seed,dataset,alpha_train,acc_0,acc_01,drop_at_01");
    assertThat(lines(whole.resolve("sweep.csv")))
        .hasSize(1 + 4 * 3)
        .first()
        .isEqualTo(
            "architecture,regime,seed,dataset,alpha_train,alpha_test,acc,loss,djl_acc,djl_loss,"
                + "non_finite,djl_non_finite,samples");
    assertThat(lines(whole.resolve("samples.csv"))).hasSize(1 + 4 * 2 * 5);
    assertThat(result.text()).contains("ONNX Runtime and PyTorch (DJL) with the same noise");
    assertThat(run(spec(1, BOTH, 1, 0L, 1L), parts).settled()).as("all is there").isEmpty();
  }

  /** Nothing is trained, and no training images are read. */
  @Test
  void shouldTestAModelThatIsThere() throws IOException {
    Path file = folder.resolve("mine.onnx");
    Graphs.tinyCnn(1).save(file);
    NoiseSpec trained = spec(1, BOTH, 2, 0L);
    NoiseSpec given =
        new NoiseSpec(
            List.of(),
            List.of(ModelSource.of(file)),
            trained.data(),
            16,
            trained.training(),
            trained.sweep(),
            trained.backends(),
            trained.settings(),
            trained.execution());
    Path out = folder.resolve("given");
    NoiseResult result = run(given, out);
    assertThat(out.resolve("checkpoints")).doesNotExist();
    assertThat(lines(out.resolve("sweep.csv")).get(1))
        .startsWith("mine,given,0,synthetic,0.0,0.0,");
    assertThat(result.text()).contains("mine as it is: at alpha 0.1 accuracy ");
    assertThat(Json.read(out.resolve("manifest.json")).get("identity").toString())
        .contains("model mine=")
        .doesNotContain("epochs");
  }

  /** Stopped in the second epoch of the second network, and after its first test. */
  @Test
  void shouldEndWithTheSameBytesAfterInterruptions() throws IOException {
    NoiseSpec spec = spec(2, BOTH, 1, 0L);
    Path whole = folder.resolve("whole");
    Path stopped = folder.resolve("stopped");
    run(spec, whole);
    AtomicInteger epochs = new AtomicInteger();
    TrainingEvents stopsTraining =
        new TrainingEvents() {
          @Override
          public void finished(EpochEnd end) {
            stopAt(epochs.incrementAndGet(), 3);
          }
        };
    assertThatThrownBy(
            () -> NoiseStudy.run(spec, stopped, Map.of(), RunListener.SILENT, stopsTraining))
        .hasMessageContaining("stopped");
    assertThat(stopped.resolve("samples.csv")).exists();
    AtomicInteger tests = new AtomicInteger();
    RunListener stopsTests =
        new RunListener() {
          @Override
          public void advanced(long pairs) {
            stopAt(tests.incrementAndGet(), 2);
          }
        };
    assertThatThrownBy(
            () -> NoiseStudy.run(spec, stopped, Map.of(), stopsTests, new TrainingEvents() {}))
        .hasMessageContaining("stopped");
    assertThat(run(spec, stopped).settled()).as("networks trained in the last run").isEmpty();
    for (NetworkKey network : spec.networks()) {
      assertThat(stopped.resolve(network.file()))
          .hasSameBinaryContentAs(whole.resolve(network.file()));
    }
    for (String file : List.of("summary.csv", "sweep.csv", "samples.csv", "results.json")) {
      assertThat(stopped.resolve(file)).hasSameTextualContentAs(whole.resolve(file));
    }
  }

  private static void stopAt(int count, int last) {
    if (count == last) {
      throw new IllegalStateException("stopped");
    }
  }

  /** Regimes differ by the noise in training alone. */
  @Test
  void shouldTrainCleanNetworksAsWithoutAStudy() {
    NetworkKey key = spec(1, BOTH, 1, 3L).networks().get(0);
    assertThat(key.regime()).isEqualTo(Regime.CLEAN);
    assertThat(spec(1, BOTH, 1, 3L).trainingOf(key).recipe().describe())
        .doesNotContainKey("weight_noise");
    NetworkKey noisy = spec(1, BOTH, 1, 3L).networks().get(1);
    Map<String, String> options =
        new TreeMap<>(spec(1, BOTH, 1, 3L).trainingOf(noisy).recipe().describe());
    assertThat(options.remove("weight_noise")).isEqualTo("gaussian:0.5");
    assertThat(options).isEqualTo(spec(1, BOTH, 1, 3L).trainingOf(key).recipe().describe());
  }

  @Test
  void shouldDrawTheSameNoiseAtEveryAlpha() {
    OnnxModel model = Graphs.tinyCnn(1);
    NetworkKey key = new NetworkKey("tiny_cnn", Regime.CLEAN, 5, "x", 0.5);
    List<Point> points = new ArrayList<>();
    for (double alpha : new double[] {0.125, 0.25}) {
      for (int sample = 0; sample < 2; sample++) {
        points.add(new Point(key, alpha, sample, "ort"));
      }
    }
    Injections trials = NoiseStudy.trials(model, key.seed(), points);
    float[] clean = model.tensor("conv2.weight").toFloatArray();
    List<float[]> noise = new ArrayList<>();
    for (int trial = 0; trial < trials.size(); trial++) {
      assertThat(trials.weights(trial))
          .containsExactly("conv1.weight", "conv2.weight", "conv3.weight", "linear.weight");
      Tensor noisy = model.withEdits(trials.get(trial).edits()).tensor("conv2.weight");
      float[] difference = noisy.toFloatArray();
      for (int i = 0; i < difference.length; i++) {
        difference[i] -= clean[i];
      }
      noise.add(difference);
    }
    assertThat(noise.get(1)).as("another sample").isNotEqualTo(noise.get(0));
    for (int i = 0; i < clean.length; i++) {
      // Weights are below 1: their sums are rounded to 2^-24, twice.
      assertThat((double) noise.get(2)[i]).isCloseTo(2 * noise.get(0)[i], within(0x1p-22));
      assertThat((double) noise.get(3)[i]).isCloseTo(2 * noise.get(1)[i], within(0x1p-22));
    }
  }

  @Test
  void shouldRefuseAnotherNetworkInItsPlace() throws IOException {
    NoiseSpec spec = spec(1, List.of(Regime.CLEAN), 1, 0L);
    Path out = folder.resolve("one");
    run(spec, out);
    Path network = out.resolve(spec.networks().get(0).file());
    Path other = folder.resolve("other").resolve(spec.networks().get(0).file());
    Files.createDirectories(other.getParent());
    // A folder that has lost its manifest is no study's any more, so the network alone is moved.
    run(spec(2, List.of(Regime.CLEAN), 1, 7L), folder.resolve("two"));
    Path place = folder.resolve("two").resolve(spec.networks().get(0).file());
    Files.copy(network, place);
    assertThatThrownBy(() -> run(spec(2, List.of(Regime.CLEAN), 1, 0L), folder.resolve("two")))
        .isInstanceOf(MalformedInputException.class)
        .hasMessage(
            "%s was trained otherwise: its epochs is 1, here it is 2; choose another --out"
                .formatted(place));
    Graphs.tinyCnn(1).save(other);
    Files.delete(place);
    Files.copy(other, place);
    assertThatThrownBy(() -> run(spec(2, List.of(Regime.CLEAN), 1, 0L), folder.resolve("two")))
        .isInstanceOf(MalformedInputException.class)
        .hasMessageContaining("expected a network that this study has trained");
    assertThatThrownBy(() -> run(spec(3, List.of(Regime.CLEAN), 1, 0L), folder.resolve("two")))
        .isInstanceOf(MalformedInputException.class)
        .hasMessageContaining("belongs to another run: its identity.epochs is 2, here it is 3");
  }

  @Test
  void shouldCheckQuickly() {
    NoiseSpec quick = spec(9, List.of(Regime.CLEAN), 1, 4L, 5L).sanity();
    assertThat(quick.networks())
        .extracting(NetworkKey::toString)
        .containsExactly("mlp_small clean, seed 4", "mlp_small noisy, seed 4");
    assertThat(quick.training().epochs()).isEqualTo(1);
    assertThat(quick.sweep().alphas()).containsExactly(0.0, 0.1);
    NoiseResult result = run(quick, folder.resolve("sanity"));
    assertThat(result.sanity())
        .contains(
            "mlp_small noisy, seed 4: after the last epoch, all 341,642 values in the network are"
                + " those that are learnt, bit for bit.")
        .contains("mlp_small: the drop at alpha 0.1 is ");
  }

  @Test
  void shouldRefuseWhatIsNoStudy() {
    List<Runnable> wrong =
        List.of(
            () -> new NoiseSpec.Sweep(List.of(-1.0), 5),
            () -> new NoiseSpec.Sweep(List.of(Double.NaN), 5),
            () -> new NoiseSpec.Sweep(List.of(0.1), 0),
            () -> spec(1, BOTH, 1),
            () -> spec(1, BOTH, 1, 2L, 2L),
            () -> spec(0, BOTH, 1, 2L),
            () -> Regime.parse("--regimes", List.of("clean", "dirty")),
            () -> Regime.parse("--regimes", List.of("clean", "clean")),
            () -> new NoiseSpec.Training(BOTH, List.of(1L), 0, 1, 1, 0.1, OptionalInt.empty(), 1));
    for (Runnable one : wrong) {
      assertThatThrownBy(one::run).isInstanceOf(MalformedInputException.class);
    }
  }

  @Test
  void shouldLeaveOutWhatOneFrameworkHasNotMeasured() {
    NetworkKey key = new NetworkKey("cnn", Regime.CLEAN, 0, "x", 0.5);
    NetworkSweep sweep = Sweeps.of(key, 9000, 8000);
    try (Measured measured = Measured.open(folder, Sweeps.IMAGES)) {
      for (NetworkSweep.Level level : sweep.levels()) {
        measured.put(new Point(key, level.alpha(), 0, "ort"), level.samples().get(0).get("ort"));
      }
      measured.put(new Point(key, 0, 0, "djl"), sweep.levels().get(0).samples().get(0).get("ort"));
      assertThat(measured.sweeps(List.of("ort", "djl")))
          .singleElement()
          .satisfies(one -> assertThat(one.levels()).hasSize(1));
      assertThat(measured.sweeps(List.of("ort")))
          .singleElement()
          .satisfies(one -> assertThat(one.levels()).hasSize(2));
    }
    assertThat(Stream.of(folder.resolve("samples.csv"))).allMatch(Files::exists);
  }
}
