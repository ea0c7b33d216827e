package io.onnxfi.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.onnxfi.sampling.Interval;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class MeanDifferenceTest {
  private static MeanDifference even(double... values) {
    return MeanDifference.of(fault -> 1.0 / values.length, values);
  }

  @Test
  void shouldAllowForWhatWasNotDrawn() {
    Interval none = even(new double[1000]).interval(0.90);
    assertThat(none.high()).isEqualTo(0.00299573, within(1e-8)); // −ln 0.05 / 1000
    assertThat(none.low()).isEqualTo(-none.high());
  }

  @Test
  void shouldWeighGainsAndLossesApart() {
    double[] values = new double[100];
    values[0] = 0.5;
    values[1] = -0.25;
    MeanDifference mean = even(values);
    assertThat(mean.value()).isEqualTo(0.0025, within(1e-15));
    Interval interval = mean.interval(0.95);
    // From scipy.stats.gamma: gained 0.005 within (0.00012659, 0.04350290), lost 0.0025 within
    // (0.00006329, 0.03926303); the distances to the estimates add up as squares.
    assertThat(interval.low()).isEqualTo(-0.03458464, within(1e-8));
    assertThat(interval.high()).isEqualTo(0.04107992, within(1e-8));
    assertThat(Arrays.stream(values).map(v -> -v).toArray())
        .satisfies(
            mirrored ->
                assertThat(even(mirrored).interval(0.95).high())
                    .isEqualTo(-interval.low(), within(1e-15)));
  }

  @Test
  void shouldNarrowWithMoreFaultsOfTheSameKinds() {
    double[] values = new double[400];
    Arrays.fill(values, 0, 40, 0.01);
    double[] fourfold = new double[1600];
    Arrays.fill(fourfold, 0, 160, 0.01);
    assertThat(even(values).withFaults(1600).interval(0.95))
        .satisfies(
            more -> {
              Interval drawn = even(fourfold).interval(0.95);
              assertThat(more.low()).isEqualTo(drawn.low(), within(1e-12));
              assertThat(more.high()).isEqualTo(drawn.high(), within(1e-12));
            });
  }

  /** A count of 40,000 is as good as normal, with the count as its variance. */
  @Test
  void shouldBeNormalWhereManyDiffer() {
    double[] values = new double[100_000];
    Arrays.fill(values, 0, 40_000, 1);
    MeanDifference mean = even(values);
    double normal = 1.959964 * Math.sqrt(40_000) / values.length;
    Interval interval = mean.interval(0.95);
    // The skewness of the count, 1/200, and the fault that may be missed are below a percent.
    assertThat(interval.high() - mean.value()).isEqualTo(normal, within(0.01 * normal));
    assertThat(mean.value() - interval.low()).isEqualTo(normal, within(0.01 * normal));
  }
}
