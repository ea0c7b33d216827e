package io.onnxfi.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against PyTorch 2.15.0. */
class OptimizerTest {
  private static final double[] RATES = {0.1, 0.05, 0.2, 0.01, 0.1, 0.003};

  private static final Map<String, Optimizer> OPTIMIZERS =
      Map.of(
          "sgd", new Sgd(0, false, 0),
          "momentum", new Sgd(0.9, false, 0),
          "decay", new Sgd(0.9, false, 5e-4),
          "nesterov", new Sgd(0.9, true, 5e-4),
          "adam", Adam.coupled(0),
          "adam_decay", Adam.coupled(0.01),
          "adamw", Adam.decoupled(0.01));

  private static float[] optimized(Optimizer optimizer) {
    Trainable parameter = Golden.trainable(optimizer);
    for (int step = 0; step < RATES.length; step++) {
      Golden.fill(parameter, step);
      optimizer.update(parameter, RATES[step], step + 1);
    }
    return parameter.values();
  }

  @ParameterizedTest
  @ValueSource(strings = {"sgd", "momentum", "decay", "nesterov"})
  void shouldGiveTheBitsOfPyTorch(String rule) {
    assertThat(optimized(OPTIMIZERS.get(rule)))
        .containsExactly(Golden.row("optimizers", rule).bits(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"adam", "adam_decay", "adamw"})
  void shouldGiveTheAdamOfPyTorch(String rule) {
    float[] expected = Golden.row("optimizers", rule).bits(1);
    float[] found = optimized(OPTIMIZERS.get(rule));
    for (int i = 0; i < expected.length; i++) {
      // The square root of PyTorch's builds (MKL's) may be off by a unit in the last place, ours is
      // not: 6e-8 of a step, which is 0.2 at most here, six times over.
      assertThat(found[i]).isCloseTo(expected[i], within(1e-7f));
    }
  }

  @Test
  void shouldSpareParametersFromDecay() {
    Sgd decaying = new Sgd(0.9, false, 0.5);
    Trainable spared =
        new Trainable("bias", Golden.weights(), List.of(new float[Golden.SIZE]), false);
    Trainable plain = Golden.trainable(new Sgd(0.9, false, 0));
    Golden.fill(spared, 0);
    Golden.fill(plain, 0);
    decaying.update(spared, 0.1, 1);
    new Sgd(0.9, false, 0).update(plain, 0.1, 1);
    assertThat(spared.values()).containsExactly(plain.values());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.5", "100.0"})
  void shouldClipTogetherAsPyTorch(String norm) {
    Sgd any = new Sgd(0, false, 0);
    List<Trainable> parameters = List.of(Golden.trainable(any), Golden.trainable(any));
    Golden.fill(parameters.get(0), 0);
    Golden.fill(parameters.get(1), 1);
    GradientNorm.clip(parameters, Double.parseDouble(norm));
    double[] expected = Golden.row("clip", norm).numbers(1);
    for (int i = 0; i < expected.length; i++) {
      float found = parameters.get(i / Golden.SIZE).gradient()[i % Golden.SIZE];
      // PyTorch adds the squares in binary32: the factor is off by some units in the last place.
      assertThat((double) found).isCloseTo(expected[i], within(1e-6 * Math.abs(expected[i])));
    }
  }

  @Test
  void shouldRefuseNumbersOutOfRange() {
    assertThatThrownBy(() -> new Sgd(1, false, 0))
        .hasMessage("momentum is at least 0 and below 1, found 1.0");
    assertThatThrownBy(() -> new Sgd(0, true, 0)).hasMessageContaining("Nesterov");
    assertThatThrownBy(() -> Adam.coupled(Double.NaN))
        .hasMessage("weight decay is 0 or more, found NaN");
  }
}
