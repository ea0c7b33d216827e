package io.onnxfi.corruption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.random.RandomGenerator;
import org.apache.commons.statistics.distribution.PoissonDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PoissonTest {
  /** A generator whose every number is this. */
  private static RandomGenerator always(double number) {
    return new RandomGenerator() {
      @Override
      public long nextLong() {
        throw new AssertionError("not asked for");
      }

      @Override
      public double nextDouble() {
        return number;
      }
    };
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.012, 0.5, 1, 3, 17.3, 60, 250, 500})
  void shouldInvertTheDistribution(double mean) {
    Poisson poisson = new Poisson(mean);
    PoissonDistribution reference = PoissonDistribution.of(mean);

    for (double place = 1e-6; place < 1; place += 0.00137) {
      int count = poisson.next(always(place));
      assertThat(reference.cumulativeProbability(count)).isGreaterThan(place - 1e-12);
      assertThat(reference.cumulativeProbability(count - 1)).isLessThan(place + 1e-12);
    }
    double least = reference.cumulativeProbability(poisson.next(always(0)) - 1);
    assertThat(least).isCloseTo(0, within(1e-15));
    assertThat(poisson.next(always(Math.nextDown(1.0))))
        .isLessThan((int) (mean + 9.5 * Math.sqrt(mean) + 31));
  }

  @Test
  void shouldCountNothingWithoutLight() {
    assertThat(new Poisson(0).next(always(0))).isZero();
    assertThat(new Poisson(0).next(always(Math.nextDown(1.0)))).isZero();
  }
}
