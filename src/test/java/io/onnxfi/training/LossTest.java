package io.onnxfi.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.onnxfi.backend.djl.ValueHook;
import io.onnxfi.error.MalformedInputException;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against PyTorch 2.15.0, of the scores of {@link NetworkTest#linear} and fixed errors. */
class LossTest {
  private static final int[] LABELS = {0, 2, 1, 1, 0};
  private static final int SCORES = 15;

  /** A loss, then its gradient. */
  private static double[] learn(UnaryOperator<NDArray> loss) {
    double[] found = new double[13];
    try (Network network = new Network(NetworkTest.linear())) {
      found[0] = network.learn(NetworkTest.batch(), ValueHook.NONE, loss).loss();
      float[] gradient = new float[12];
      network.takeGradient(0, gradient);
      for (int i = 0; i < gradient.length; i++) {
        found[i + 1] = gradient[i];
      }
    }
    return found;
  }

  private static NDArray penalised(NDArray scores, Penalty penalty, double smoothing) {
    float[] errors = new float[SCORES];
    for (int i = 0; i < SCORES; i++) {
      errors[i] = (i * 7 % 5 - 2) / 2f;
    }
    NDArray withErrors = scores.add(scores.getManager().create(errors, new Shape(5, 3)));
    return Loss.sum(
        Loss.crossEntropy(scores, LABELS, smoothing),
        Loss.penalty(penalty.kind(), scores, withErrors, LABELS, smoothing),
        penalty.weight());
  }

  static Stream<Golden> rows() {
    return Golden.rows("penalty");
  }

  @ParameterizedTest
  @MethodSource("rows")
  void shouldHaveTheValueAndGradientOfPyTorch(Golden row) {
    Penalty penalty = new Penalty(kind(row.text(0)), Penalty.USUAL_WEIGHT);
    double[] expected = row.numbers(2);
    double[] found = learn(scores -> penalised(scores, penalty, row.number(1)));
    assertThat(expected).hasSameSizeAs(found);
    for (int i = 0; i < found.length; i++) {
      // Sums of a few terms of order 1 in binary32, in another order.
      assertThat(found[i]).as("%d", i).isCloseTo(expected[i], within(5e-7));
    }
  }

  private static Penalty.Kind kind(String label) {
    return Penalty.Kind.valueOf(label.toUpperCase(Locale.ROOT));
  }

  @Test
  void shouldTrainNothingByThePenaltyAsPublished() {
    Penalty penalty = new Penalty(Penalty.Kind.ORIGINAL, 5);
    double[] without = learn(scores -> Loss.crossEntropy(scores, LABELS, 0.1));
    double[] with = learn(scores -> penalised(scores, penalty, 0.1));
    assertThat(with[0]).as("the loss is another").isGreaterThan(without[0] + 0.1);
    for (int i = 1; i < with.length; i++) {
      assertThat(with[i]).as("the gradient is that of the cross entropy").isEqualTo(without[i]);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
  void shouldRefuseWeightsOutOfRange(double weight) {
    assertThatThrownBy(() -> new Penalty(Penalty.Kind.DIVERGENCE, weight))
        .isInstanceOf(MalformedInputException.class)
        .hasMessage("penalty: expected a finite weight above 0, found " + weight);
  }
}
