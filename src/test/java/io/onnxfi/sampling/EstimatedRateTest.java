package io.onnxfi.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Scale;
import org.junit.jupiter.api.Test;

class EstimatedRateTest {
  private static final double LIKE_NORMAL = 1e9; // degrees of freedom

  /** scipy 1.x: {@code binomtest(10, 100).proportion_ci(0.95, method='wilson')}. */
  @Test
  void shouldBeWilsonsForIndependentTrials() {
    EstimatedRate interval = EstimatedRate.of(0.1, 0.09 / 100, LIKE_NORMAL, 0.95, 100, 100);
    assertThat(interval.low()).isEqualTo(0.05522913706067508, within(1e-8));
    assertThat(interval.high()).isEqualTo(0.17436566150491345, within(1e-8));
    assertThat(interval).hasToString("10.00 % (5.52 % to 17.44 %)");
  }

  /** scipy: {@code binomtest(0, 50)}: 50 harmless faults do not prove that all are. */
  @Test
  void shouldCountEachFaultAsATrialWhenNoneWasCritical() {
    EstimatedRate interval = EstimatedRate.of(0, 0, LIKE_NORMAL, 0.95, 50, 500_000);
    assertThat(interval.low()).isZero();
    assertThat(interval.high()).isEqualTo(0.07134759913335872, within(1e-8));
  }

  @Property(tries = 200)
  void shouldHoldTheRateAndStayWithinZeroAndOne(
      @ForAll @DoubleRange(min = 0, max = 1) @Scale(6) double rate,
      @ForAll @DoubleRange(min = 0, max = 0.1) @Scale(9) double variance,
      @ForAll @IntRange(min = 2, max = 1000) int faults) {
    EstimatedRate interval =
        EstimatedRate.of(rate, variance, faults - 1.0, 0.95, faults, 100L * faults);
    assertThat(interval.low()).isBetween(0.0, rate + 1e-12); // rounding in the last places
    assertThat(interval.high()).isBetween(rate - 1e-12, 1.0);
    assertThat(interval.margin()).isPositive();
  }
}
