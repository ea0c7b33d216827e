package io.onnxfi.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.inference.ChiSquareTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NormalFloatsTest {
  private static final int MANY = 8_000_000;
  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

  private static float[] draw(int count, long seed) {
    float[] drawn = new float[count];
    new NormalFloats(Streams.of(seed)).fill(drawn);
    return drawn;
  }

  /** So that a training gives the same bits with every version of what draws. */
  @Test
  void shouldDrawTheSameNumbersForever() {
    assertThat(draw(7, 0))
        .containsExactly(
            1.0979486f,
            -0.8473064f,
            -0.2673349f,
            1.3948027f,
            -0.080649875f,
            -1.4704986f,
            -1.358762f);
    assertThat(Arrays.hashCode(draw(1_000_001, 1)))
        .as("those in tails as well")
        .isEqualTo(1088532223);
  }

  /** Standard errors of the first four moments are 1, √2, √15 and √96 over √n; five are allowed. */
  @Test
  void shouldHaveTheMomentsOfTheNormalDistribution() {
    double[] moments = new double[4];
    for (float z : draw(MANY, 1)) {
      double power = 1;
      for (int k = 0; k < moments.length; k++) {
        power *= z;
        moments[k] += power / MANY;
      }
    }
    double[] expected = {0, 1, 0, 3};
    double[] variances = {1, 2, 15, 96};
    for (int k = 0; k < moments.length; k++) {
      assertThat(moments[k]).isCloseTo(expected[k], within(5 * Math.sqrt(variances[k] / MANY)));
    }
  }

  /** In classes of equal probability: 1,000 tell a layer that is drawn too often from the rest. */
  @Test
  void shouldHaveTheShapeOfTheNormalDistribution() {
    long[] counts = new long[1000];
    for (float z : draw(MANY, 2)) {
      counts[(int) Math.min(counts.length - 1, NORMAL.cumulativeProbability(z) * counts.length)]++;
    }
    assertThat(ChiSquareTest.withDefaults().test(counts).getPValue()).isGreaterThan(1e-4);
  }

  /** On both sides, where layers become narrow, where the tail begins at 3.654, and far in it. */
  @ParameterizedTest
  @CsvSource({"0, 0.01", "0.2, 0.3", "3, 3.6", "3.6, 3.7", "3.7, 4.2", "4.2, 5", "5, 20"})
  void shouldFallIntoEveryPartAsOften(double from, double to) {
    double expected = MANY * (NORMAL.survivalProbability(from) - NORMAL.survivalProbability(to));
    for (int sign : new int[] {1, -1}) {
      long count = 0;
      for (float z : draw(MANY, 3)) {
        count += sign * z >= from && sign * z < to ? 1 : 0;
      }
      assertThat((double) count).isCloseTo(expected, within(5 * Math.sqrt(expected) + 1));
    }
  }

  /** Two numbers come from the same 64 bits. */
  @Test
  void shouldNotLinkNeighbours() {
    float[] drawn = draw(MANY, 4);
    double[] products = new double[3];
    for (int i = 0; i + 3 < MANY; i++) {
      for (int lag = 1; lag <= products.length; lag++) {
        products[lag - 1] += drawn[i] * drawn[i + lag] / MANY;
      }
    }
    for (double product : products) {
      assertThat(product).isCloseTo(0, within(5 / Math.sqrt(MANY)));
    }
  }
}
