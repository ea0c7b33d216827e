package io.onnxfi.fault.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class DrawsTest {
  private static final RandomGenerator LOWEST = () -> 0L;
  private static final RandomGenerator HIGHEST = () -> -1L;

  @Test
  void shouldDrawEachNumberBelowABoundEquallyOften() {
    RandomGenerator random = TrialRandom.of(3, 1);
    long[] counts = new long[7];
    for (int i = 0; i < 70_000; i++) {
      counts[Draws.below(random, 7)]++;
    }
    assertThat(GoodnessOfFit.uniform(counts)).isGreaterThan(1e-3);
    assertThat(Draws.below(random, 1)).isZero();
  }

  /** A bound of 2^62 + 1 leaves half of the stretch of 2^63 draws incomplete. */
  @Test
  void shouldReachNumbersBelowALargeBound() {
    RandomGenerator random = TrialRandom.of(3, 2);
    long bound = (1L << 62) + 1;
    long[] quarters = new long[4];
    for (int i = 0; i < 20_000; i++) {
      quarters[(int) (Draws.below(random, bound) >>> 60) & 3]++;
    }
    assertThat(GoodnessOfFit.uniform(quarters)).isGreaterThan(1e-3);
    assertThat(Draws.below(LOWEST, Long.MAX_VALUE)).isZero();
  }

  @Test
  void shouldKeepToTheEndsOfARange() {
    assertThat(Draws.unit(LOWEST)).isZero();
    assertThat(Draws.unit(HIGHEST)).isLessThan(1);
    assertThat(Draws.positiveUnit(LOWEST)).isEqualTo(0x1p-53);
    assertThat(Draws.positiveUnit(HIGHEST)).isEqualTo(1);
    assertThat(Draws.between(LOWEST, -1, 1)).isEqualTo(-1);
    assertThat(Draws.between(HIGHEST, -1, 1)).isLessThan(1);
    assertThat(Draws.between(HIGHEST, 1, Math.nextUp(1.0))).isEqualTo(1);
    assertThat(Draws.between(HIGHEST, 3, 3)).isEqualTo(3);
    assertThat(Draws.between(HIGHEST, -Double.MAX_VALUE, Double.MAX_VALUE)).isFinite();
    assertThat(Draws.whole(HIGHEST, -3, 4)).isEqualTo(4);
    assertThat(Draws.whole(LOWEST, -3, 4)).isEqualTo(-3);
  }
}
