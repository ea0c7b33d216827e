package io.onnxfi.screening;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.onnxfi.backend.Backend;
import io.onnxfi.backend.DeviceRequest;
import io.onnxfi.backend.Optimization;
import io.onnxfi.backend.djl.DjlBackend;
import io.onnxfi.backend.ort.OnnxRuntimeBackend;
import io.onnxfi.dataset.Cifar10Sample;
import io.onnxfi.dataset.DataRoot;
import io.onnxfi.dataset.Split;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.screening.MarginBound.Loss;
import io.onnxfi.tensor.Tensor;
import io.onnxfi.testing.Effort;
import io.onnxfi.testing.Graphs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * In two frameworks, and with fused kernels, no margin is less than the least that the shared bound
 * allows, so that no pair that is proven is critical; and the bound needs each of its parts.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SharedBoundTest {
  /** Pairs to try: {@code -Donnxfi.test.pairs=1000000} for a long run. */
  private static final long PAIRS = Long.getLong("onnxfi.test.pairs", 4_800);

  private static final int IMAGES = 20;
  private static final int FAULTS = 20;
  private static final int ALL_MARGINS = 3;

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

  private BoundTrial.Tally tally(int followed) {
    BoundTrial.Tally tally = new BoundTrial.Tally();
    for (long seed = 0; tally.pairs < PAIRS; seed++) {
      OnnxModel model = SmallNetworks.of(seed);
      Tensor images = Graphs.random(seed, IMAGES, 2, 6, 6);
      Random random = new Random(seed);
      Backend backend = backends.get((int) (seed % backends.size()));
      TriedBound bound = TriedBound.shared(model, images, backend, followed);
      try (BoundTrial trial = new BoundTrial(model, images, backend, bound)) {
        List<String> weights = trial.weights();
        assertThat(weights).hasSizeGreaterThan(5);
        for (int f = 0; f < FAULTS; f++) {
          String weight = weights.get(random.nextInt(weights.size()));
          long size = model.tensor(weight).shape().size();
          trial.flip(weight, random.nextLong(size), random.nextInt(Float.SIZE), tally);
        }
      }
    }
    return tally;
  }

  @Test
  void shouldProveNothingThatIsCritical() {
    BoundTrial.Tally tally = tally(ALL_MARGINS);
    assertThat(tally.provenAndCritical).isZero();
    assertThat(tally.below.get(Set.<Loss>of())).as("the least margin is one").isZero();
    for (Loss loss : Loss.values()) {
      assertThat(tally.below.get(Set.of(loss)))
          .as("a bound without %s is none, and these pairs show it", loss)
          .isPositive();
    }
    assertThat(tally.critical).isGreaterThan(tally.pairs / 100);
    assertThat(tally.proven).as(tally.toString()).isGreaterThan(tally.pairs / 2);
  }

  /** Classes whose margins are not followed need a lead over all that scores may move by. */
  @Test
  void shouldProveNothingThatIsCriticalWhereOneMarginIsFollowed() {
    BoundTrial.Tally tally = tally(1);
    assertThat(tally.provenAndCritical).isZero();
    assertThat(tally.critical).isGreaterThan(tally.pairs / 100);
    assertThat(tally.proven).as(tally.toString()).isGreaterThan(tally.pairs / 3);
  }

  /** From the image on, as the bound of each pair must go, nothing is proven of such a network. */
  @Test
  void shouldProveMostOfTheLastLayersOfTheShippedNetwork() {
    OnnxModel model = OnnxModel.load(Path.of("models/resnet20_cifar10.onnx"));
    Cifar10Sample data = new Cifar10Sample();
    Tensor images =
        data.load(new DataRoot(Path.of(".")), Split.TEST).batch(data.normalization(), 0, 2);
    BoundTrial.Tally tally = new BoundTrial.Tally();
    TriedBound bound = TriedBound.shared(model, images, backends.get(0), Integer.MAX_VALUE);
    try (BoundTrial trial = new BoundTrial(model, images, backends.get(0), bound)) {
      for (String weight :
          List.of("linear.weight", "layer3.2.conv2.weight", "layer3.2.conv1.weight")) {
        Random random = new Random(weight.hashCode());
        for (int f = 0; f < Effort.of(6, 30); f++) {
          long size = model.tensor(weight).shape().size();
          trial.flip(weight, random.nextLong(size), random.nextInt(Float.SIZE), tally);
        }
      }
    }
    assertThat(tally.below.get(Set.<Loss>of())).isZero();
    assertThat(tally.proven).as(tally.toString()).isGreaterThan(tally.pairs * 3 / 4);
  }

  /** A convolution as a product of matrices makes what its definition makes. */
  @Test
  void shouldConvolveAsTheDefinitionDoes() {
    Random random = new Random(5);
    for (int groups : new int[] {1, 2, 4}) {
      Window window =
          new Window(3, 2, 7, 6, 4, 6, new int[] {2, 1}, new int[] {1, 1}, new int[] {1, 1});
      double[] weights = random.doubles(4L * 4 / groups * 6, -1, 1).toArray();
      Convolution map = new Convolution(weights, window, 4, groups);
      double[] inputs = random.doubles(4L * 42, -1, 1).toArray();
      double[] outputs = random.doubles(4L * 24, -1, 1).toArray();
      double[] made = new double[outputs.length];
      map.addTo(made, inputs);
      double[] expected = new double[outputs.length];
      double[] magnitudes = new double[outputs.length];
      double[] back = new double[inputs.length];
      double[][] byChannel = new double[4][outputs.length];
      map.forEach(
          (output, input, weight) -> {
            expected[output] += weight * inputs[input];
            magnitudes[output] += Math.abs(weight * inputs[input]);
            byChannel[input / 42][output] += Math.abs(weight * inputs[input]);
            back[input] += weight * outputs[output];
          });
      // sums of at most 24 products below 1 in binary64
      assertThat(made).containsExactly(expected, within(1e-13));
      double[] absolute = new double[outputs.length];
      map.addMagnitudes(absolute, Magnitudes.of(inputs));
      assertThat(absolute).containsExactly(magnitudes, within(1e-13));
      double[] pulled = new double[inputs.length];
      map.pull(pulled, outputs);
      assertThat(pulled).containsExactly(back, within(1e-13));
      double[] largest = new double[outputs.length];
      map.addLargest(largest, 42, Magnitudes.of(inputs));
      double[] most = new double[outputs.length];
      Arrays.setAll(
          most, e -> Arrays.stream(byChannel).mapToDouble(own -> own[e]).max().orElseThrow());
      assertThat(largest).containsExactly(most, within(1e-13));
    }
  }
}
