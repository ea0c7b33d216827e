package io.onnxfi.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.inference.ChiSquareTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NormalFloatsTest {
  private static final int MANY = 8_000_000;
  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

  private static float[] draw(int count, long seed) {
    float[] drawn = new float[count];
    new NormalFloats(seed).fill(drawn, 0, count);
    return drawn;
  }

  /**
   * So that a training gives the same bits with every version of what draws; computed by {@code
   * normal.py}, which lies beside this test's resources and shares nothing with it.
   */
  @Test
  void shouldDrawTheSameNumbersForever() {
    assertThat(draw(5, 0))
        .containsExactly(0.69450444f, -0.83597714f, 0.22586164f, -2.0724745f, 0.02914664f);
    assertThat(Arrays.hashCode(draw(300_001, 1))).as("those in tails as well").isEqualTo(813840609);
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

  /** On both sides, where layers become narrow, where the tail begins at 4.039, and far in it. */
  @ParameterizedTest
  @CsvSource({"0, 0.01", "0.2, 0.3", "3, 3.6", "3.6, 4", "4, 4.1", "4.1, 5", "5, 20"})
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

  /** Neighbours come from generators side by side; a generator's own numbers lie 512 apart. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, RandomLanes.COUNT, 2 * RandomLanes.COUNT})
  void shouldNotLinkNumbers(int lag) {
    float[] drawn = draw(MANY, 4);
    double product = 0;
    double squares = 0;
    for (int i = 0; i + lag < MANY; i++) {
      double a = drawn[i];
      double b = drawn[i + lag];
      product += a * b / MANY;
      squares += (a * a - 1) * (b * b - 1) / MANY;
    }
    assertThat(product).isCloseTo(0, within(5 / Math.sqrt(MANY)));
    assertThat(squares).isCloseTo(0, within(10 / Math.sqrt(MANY)));
  }

  /** From the state 1, 2, 3, 4, as other implementations of xoshiro128++ give them. */
  @Test
  void shouldRunTheGeneratorOfItsAuthors() {
    RandomLanes lanes = new RandomLanes(0);
    lanes.start(5, 1, 2, 3, 4);
    int[] bits = new int[RandomLanes.COUNT];
    long[] found = new long[6];
    for (int i = 0; i < found.length; i++) {
      lanes.next(bits);
      found[i] = Integer.toUnsignedLong(bits[5]);
    }
    assertThat(found)
        .containsExactly(641, 1573767, 3222811527L, 3517856514L, 836907274, 4247214768L);
  }
}
