package io.onnxfi.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.testing.Graphs;
import io.onnxfi.zoo.ImageSize;
import io.onnxfi.zoo.RandomParameters;
import io.onnxfi.zoo.Zoo;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WeightNoiseTest {
  private static final WeightNoise NOISE = new WeightNoise(0.5);

  private static float[] draw(int count, long seed) {
    float[] drawn = new float[count];
    NOISE.draw(seed, drawn, 0, count);
    return drawn;
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1e6})
  void shouldScaleByTheDeviationOfTheWeight(double mean) {
    int n = 1_000_001;
    float[] weight = draw(n, 3);
    for (int i = 0; i < n; i++) {
      weight[i] = (float) (mean + 3 * weight[i]);
    }
    double deviation = Deviation.of(weight);
    // Standard error 1/√2n; binary32 at 1e6 has steps of 1/16.
    assertThat(deviation).isCloseTo(3, within(0.015));
    float[] drawn = draw(n, 4);
    float[] noisy = drawn.clone();
    NOISE.change(weight).apply(noisy, 0, n);
    for (int i = 0; i < n; i++) {
      double expected = weight[i] + 0.5 * deviation * drawn[i];
      assertThat((double) noisy[i])
          .isCloseTo(expected, within((double) Math.ulp(noisy[i]) + 3 * Math.ulp(drawn[i])));
    }
  }

  @Test
  void shouldTakeTheDeviationWithOneLessThanTheCount() {
    assertThat(Deviation.of(new float[] {1, 2, 4})).isEqualTo(Math.sqrt(7 / 3.0));
    assertThat(Deviation.of(new float[] {5, 7})).isEqualTo(Math.sqrt(2));
    assertThat(Deviation.of(new float[] {3})).isZero();
    assertThat(Deviation.of(new float[] {3, 3, 3, 3})).isZero();
    float[] constant = {3};
    float[] drawn = {1};
    new WeightNoise(1e8).change(constant).apply(drawn, 0, 1);
    assertThat(drawn).as("the least deviation is 1e-8").containsExactly(4);
  }

  @Test
  void shouldTakeAllWeightsButThoseOfNormalisation() {
    OnnxModel model = Graphs.tinyCnn(1);
    assertThat(NOISE.weights(model))
        .containsExactly("conv1.weight", "conv2.weight", "conv3.weight", "linear.weight");
    OnnxModel transformer =
        Zoo.architecture("vit_b_16", "", new ImageSize(3, 32, 32), 2).unfilled();
    assertThat(NOISE.weights(transformer))
        .contains("conv_proj.weight", "heads.head.weight")
        .noneMatch(name -> name.contains("ln"));
    assertThatThrownBy(() -> NOISE.weights(NetworkTest.linear()))
        .isInstanceOf(UnsupportedInputException.class)
        .hasMessage("weight noise: expected float initializers called *.weight, found none");
  }

  @Test
  void shouldComputeWithNoiseAndKeepWhatIsLearnt() {
    OnnxModel model =
        Zoo.architecture("mlp_small", "", new ImageSize(1, 8, 8), 4).build(new RandomParameters(3));
    Recipe recipe = recipe(NOISE);
    List<float[]> first;
    try (Network network = new Network(model);
        Parameters parameters = new Parameters(network, recipe, Map.of())) {
      List<float[]> clean = live(network);
      parameters.show(1);
      first = live(network);
      for (int i = 0; i < clean.size(); i++) {
        if (network.names().get(i).endsWith(".bias")) {
          assertThat(first.get(i)).containsExactly(clean.get(i));
          continue;
        }
        float[] difference = new float[clean.get(i).length];
        for (int k = 0; k < difference.length; k++) {
          difference[k] = first.get(i)[k] - clean.get(i)[k];
        }
        // Standard error 1/√2n with n of at least 512; five are allowed.
        assertThat(Deviation.of(difference) / Deviation.of(clean.get(i)))
            .as(network.names().get(i))
            .isCloseTo(0.5, within(0.5 * 5 / Math.sqrt(2.0 * difference.length)));
      }
      parameters.settle();
      assertSame(live(network), clean);
      parameters.show(2);
      assertThat(live(network).get(0)).as("another step").isNotEqualTo(first.get(0));
      parameters.settle();
      assertThat(network.export().toBytes().orElseThrow()).isEqualTo(model.toBytes().orElseThrow());
    }
    try (Network network = new Network(model);
        Parameters parameters = new Parameters(network, recipe, Map.of())) {
      parameters.step(0, 6);
      parameters.show(1); // whatever was drawn ahead
      assertSame(live(network), first);
    }
  }

  private static Recipe recipe(WeightNoise noise) {
    return new Recipe(
        1,
        8,
        7,
        new Schedule.Constant(1e-3, 0),
        new Sgd(0, false, 0),
        Recipe.Regularization.NONE,
        Hooks.weightNoise(noise.alpha()),
        0,
        1);
  }

  private static List<float[]> live(Network network) {
    return IntStream.range(0, network.names().size()).mapToObj(network::values).toList();
  }

  private static void assertSame(List<float[]> found, List<float[]> expected) {
    for (int i = 0; i < expected.size(); i++) {
      assertThat(Arrays.equals(found.get(i), expected.get(i))).as("parameter " + i).isTrue();
    }
  }

  @Test
  void shouldBeInTheRecordsWhereItIsUsedOnly() {
    Recipe noisy = recipe(NOISE);
    assertThat(noisy.describe()).containsEntry("weight_noise", "gaussian:0.5");
    assertThat(noisy.with(Hooks.weightNoise(0)).describe()).doesNotContainKey("weight_noise");
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1, 0, Double.NaN, Double.POSITIVE_INFINITY})
  void shouldRefuseWhatIsNoNoise(double alpha) {
    assertThatThrownBy(() -> new WeightNoise(alpha))
        .isInstanceOf(MalformedInputException.class)
        .hasMessage("weight noise: expected a finite number above 0, found " + alpha);
  }
}
