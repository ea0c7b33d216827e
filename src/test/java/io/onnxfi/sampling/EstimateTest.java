package io.onnxfi.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class EstimateTest {
  /** By hand: mean 0.3, s² 0.025, t(4; 0.975) = 2.776445, t(4; 0.95) = 2.131847 (any table). */
  @Test
  void shouldGiveStudentsInterval() {
    Estimate mean = Estimate.ofMean(0.1, 0.2, 0.3, 0.4, 0.5);
    double error = Math.sqrt(0.025 / 5);
    assertThat(mean.value()).isEqualTo(0.3, within(1e-12));
    assertThat(mean.margin(0.95)).isEqualTo(2.776445 * error, within(1e-6));
    assertThat(mean.margin(0.90)).isEqualTo(2.131847 * error, within(1e-6));
    Interval interval = mean.interval(0.95).orElseThrow();
    assertThat(interval.contains(0.3)).isTrue();
    assertThat(interval.high() - interval.low()).isEqualTo(2 * mean.margin(0.95), within(1e-12));
  }

  @Test
  void shouldGiveNoIntervalWhereTheSpreadSaysNothing() {
    assertThat(Estimate.ofMean(0.4).interval(0.95)).isEmpty();
    assertThat(Estimate.ofMean(0.4).margin(0.95)).isInfinite();
    assertThat(Estimate.ofMean(0, 0, 0).interval(0.95)).isEmpty();
    assertThatThrownBy(Estimate::ofMean).hasMessage("no observations");
  }

  @Test
  void shouldTellInsideFromBeyond() {
    assertThat(new Interval(-0.5, 0.9).isWithin(1)).isTrue();
    assertThat(new Interval(-0.5, 1).isWithin(1)).isFalse();
    assertThat(new Interval(1.5, 2).isBeyond(1)).isTrue();
    assertThat(new Interval(-2, -1.5).isBeyond(1)).isTrue();
    assertThat(new Interval(-2, 2).isBeyond(1)).isFalse();
    assertThat(new Interval(-2, 0.5).clamped(-1, 1)).isEqualTo(new Interval(-1, 0.5));
    assertThatThrownBy(() -> new Interval(1, 0)).hasMessageContaining("1.0 to 0.0");
  }
}
