package io.onnxfi.screening;

import static org.assertj.core.api.Assertions.assertThat;

import io.onnxfi.backend.Backend;
import io.onnxfi.backend.DeviceRequest;
import io.onnxfi.backend.Optimization;
import io.onnxfi.backend.Session;
import io.onnxfi.backend.djl.DjlBackend;
import io.onnxfi.backend.ort.OnnxRuntimeBackend;
import io.onnxfi.dataset.Cifar10Sample;
import io.onnxfi.dataset.DataRoot;
import io.onnxfi.dataset.Split;
import io.onnxfi.onnx.Dataflow;
import io.onnxfi.onnx.GraphBuilder;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.onnx.ValueInfo;
import io.onnxfi.screening.MarginBound.Loss;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Tensor;
import io.onnxfi.testing.Effort;
import io.onnxfi.testing.Graphs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * In two frameworks, and with fused kernels, no margin is less than the least that the bound
 * allows, so that no pair that is proven is critical; and the bound needs each of its parts.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MarginBoundTest {
  /** Pairs to try; a million takes minutes: {@code -Donnxfi.test.pairs=1000000}. */
  private static final long PAIRS = Long.getLong("onnxfi.test.pairs", 3_200);

  private static final int IMAGES = 20;
  private static final int FAULTS = 20;
  private static final OnnxModel RESNET = OnnxModel.load(Path.of("models/resnet20_cifar10.onnx"));

  private final List<Backend> backends = new ArrayList<>();

  @BeforeAll
  void start() {
    backends.add(OnnxRuntimeBackend.create(DeviceRequest.CPU, Optimization.ALL));
    backends.add(OnnxRuntimeBackend.create(DeviceRequest.CPU, Optimization.NONE));
    backends.add(new DjlBackend());
  }

  @AfterAll
  void stop() {
    backends.forEach(Backend::close);
  }

  @Test
  void shouldProveNothingThatIsCritical() {
    BoundTrial.Tally tally = new BoundTrial.Tally();
    for (long seed = 0; tally.pairs < PAIRS; seed++) {
      Tensor images = Graphs.random(seed, IMAGES, 2, 6, 6);
      Random random = new Random(seed);
      Backend backend = backends.get((int) (seed % backends.size()));
      try (BoundTrial trial = new BoundTrial(SmallNetworks.of(seed), images, backend)) {
        List<String> weights = trial.weights();
        assertThat(weights).hasSizeGreaterThan(5);
        for (int f = 0; f < FAULTS; f++) {
          String weight = weights.get(random.nextInt(weights.size()));
          long size = SmallNetworks.of(seed).tensor(weight).shape().size();
          trial.flip(weight, random.nextLong(size), random.nextInt(Float.SIZE), tally);
        }
      }
    }
    assertThat(tally.provenAndCritical).isZero();
    assertThat(tally.below.get(Set.<Loss>of())).as("the least margin is one").isZero();
    for (Loss loss : Loss.values()) {
      assertThat(tally.below.get(Set.of(loss)))
          .as("a bound without %s is none, and these pairs show it", loss)
          .isPositive();
    }
    assertThat(tally.critical).isGreaterThan(tally.pairs / 100);
    assertThat(tally.proven).isGreaterThan(tally.pairs / 2);
  }

  /** The shipped network behind a cut at one value, as a cutting engine runs it. */
  private static OnnxModel behind(String cut, long... shape) {
    long[] dims =
        LongStream.concat(LongStream.of(ValueInfo.DYNAMIC), LongStream.of(shape)).toArray();
    ValueInfo given = new ValueInfo(cut, ElementType.FLOAT, LongStream.of(dims).boxed().toList());
    return new Dataflow(RESNET).between(List.of(given), RESNET.outputs(), Set.of()).model();
  }

  /** What the framework has at a cut, of the first images of CIFAR-10. */
  private static Tensor at(String cut, int images, Backend backend) {
    Cifar10Sample data = new Cifar10Sample();
    Tensor batch =
        data.load(new DataRoot(Path.of(".")), Split.TEST).batch(data.normalization(), 0, images);
    OnnxModel observed = new Dataflow(RESNET).observing(List.of(cut)).model();
    try (Session session = backend.open(observed)) {
      return session.run(List.of(batch)).get(0);
    }
  }

  /** Random flips in one of its layers. */
  private static void flip(BoundTrial trial, String layer, int faults, BoundTrial.Tally tally) {
    Random random = new Random(layer.hashCode());
    long size = RESNET.tensor(layer).shape().size();
    for (int f = 0; f < faults; f++) {
      trial.flip(layer, random.nextLong(size), random.nextInt(Float.SIZE), tally);
    }
  }

  @Test
  void shouldProveMostOfTheLastBlockOfTheShippedNetwork() {
    Backend backend = backends.get(0);
    Tensor values = at("layer3.1.relu2", 2, backend);
    BoundTrial.Tally tally = new BoundTrial.Tally();
    try (BoundTrial trial = new BoundTrial(behind("layer3.1.relu2", 64, 8, 8), values, backend)) {
      assertThat(trial.weights())
          .containsExactlyInAnyOrder(
              "layer3.2.conv1.weight", "layer3.2.conv2.weight", "linear.weight", "linear.bias");
      for (String layer : trial.weights()) {
        flip(trial, layer, Effort.of(4, 8), tally);
      }
    }
    assertThat(tally.below.get(Set.<Loss>of())).isZero();
    assertThat(tally.proven).isGreaterThan(tally.pairs * 3 / 4);
  }

  /** A bias that a factor of 0 takes away cannot do anything. */
  @Test
  void shouldKnowABiasThatCountsForNothing() {
    GraphBuilder g = new GraphBuilder("gemm", 17);
    g.input("x", ElementType.FLOAT, ValueInfo.DYNAMIC, 4);
    g.initializer("w", Graphs.random(1, 4, 3));
    g.initializer("b", Graphs.random(2, 3));
    g.node("Gemm", List.of("x", "w", "b"), "y", Map.of("beta", 0f));
    OnnxModel model = g.output("y", ElementType.FLOAT, ValueInfo.DYNAMIC, 3).build();
    BoundTrial.Tally tally = new BoundTrial.Tally();
    try (BoundTrial trial = new BoundTrial(model, Graphs.random(3, 5, 4), backends.get(1))) {
      trial.flip("b", 1, 29, tally);
    }
    assertThat(tally.proven).isEqualTo(tally.pairs).isEqualTo(5);
    assertThat(tally.below.get(Set.<Loss>of())).isZero();
  }

  @Test
  void shouldSayWhichOperatorHasNoRule() {
    GraphBuilder g = new GraphBuilder("sigmoid", 17);
    g.input("x", ElementType.FLOAT, ValueInfo.DYNAMIC, 4);
    g.node("Gemm", List.of("x", g.initializer("w", Graphs.random(1, 4, 3))), "hidden");
    g.node("Sigmoid", List.of("hidden"), "y");
    OnnxModel model = g.output("y", ElementType.FLOAT, ValueInfo.DYNAMIC, 3).build();
    MarginBound.Attempt attempt = MarginBound.of(model, 4);
    assertThat(attempt.bound()).isEmpty();
    assertThat(attempt.reason()).isEqualTo("Sigmoid 'y': no rule for the operator");
  }

  /** Prints what is proven of random flips behind cuts of the shipped network: FAULTS IMAGES. */
  public static void main(String... arguments) {
    int faults = Integer.parseInt(arguments[0]);
    int images = Integer.parseInt(arguments[1]);
    try (Backend backend = OnnxRuntimeBackend.create(DeviceRequest.CPU, Optimization.ALL)) {
      for (int layer = 3; layer > 0; layer--) {
        int channels = 16 << (layer - 1);
        int side = 32 >> (layer - 1);
        for (int block = 1; block >= 0; block--) {
          String cut = "layer%d.%d.relu2".formatted(layer, block);
          String struck = "layer%d.%d.conv1.weight".formatted(layer, block + 1);
          Tensor values = at(cut, images, backend);
          BoundTrial.Tally tally = new BoundTrial.Tally();
          try (BoundTrial trial =
              new BoundTrial(behind(cut, channels, side, side), values, backend)) {
            long begun = System.nanoTime();
            flip(trial, struck, faults, tally);
            double seconds = (System.nanoTime() - begun) * 1e-9;
            System.out.printf("%s: %s, %.1f s%n", struck, tally, seconds);
          }
        }
      }
    }
  }
}
