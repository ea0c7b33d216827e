package io.onnxfi.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RateOfListTest {
  /** By hand: mean 0.3, s² 0.025, n 5 of 10, t(4; 0.975) = 2.776445 (any table). */
  @Test
  void shouldTakeTheSpreadBetweenFaults() {
    RateOfList estimate = RateOfList.of(10, 0.1, 0.2, 0.3, 0.4, 0.5);
    assertThat(estimate.rate()).isEqualTo(0.3, within(1e-12));
    assertThat(estimate.margin()).isEqualTo(2.776445 * Math.sqrt(0.025 / 5 * 0.5), within(1e-6));
    assertThat(estimate).hasToString("30.00 % ± 13.88 %");
  }

  @Test
  void shouldBeSureOfTheWholeAndUnsureOfOne() {
    assertThat(RateOfList.of(3, 0, 0, 1).margin()).isZero();
    assertThat(RateOfList.of(3, 0.5).margin()).isInfinite();
    assertThatThrownBy(() -> RateOfList.of(1, 0.5, 0.5)).hasMessageContaining("2 rates of 1");
  }

  /** Draws 60 of 400 faults, most of them harmless and a few critical, 2,000 times. */
  @Test
  void shouldCoverTheTruthInNineteenOfTwentySamples() {
    Random random = new Random(7);
    double[] population =
        IntStream.range(0, 400).mapToDouble(i -> i % 4 == 0 ? random.nextDouble() : 0.01).toArray();
    double truth = IntStream.range(0, 400).mapToDouble(i -> population[i]).average().orElseThrow();
    int covered = 0;
    for (int trial = 0; trial < 2000; trial++) {
      double[] drawn =
          random.ints(0, 400).distinct().limit(60).mapToDouble(i -> population[i]).toArray();
      RateOfList estimate = RateOfList.of(400, drawn);
      covered += Math.abs(estimate.rate() - truth) <= estimate.margin() ? 1 : 0;
    }
    // A skewed population and 60 faults: Student's interval is a little short.
    assertThat(covered / 2000.0).isBetween(0.92, 0.97);
  }
}
