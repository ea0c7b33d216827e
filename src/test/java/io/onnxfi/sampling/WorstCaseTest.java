package io.onnxfi.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.onnxfi.fault.SampleSize;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Faults of which nothing is known. */
class WorstCaseTest {
  private static final CostModel COST = new CostModel(1, 1);
  private static final double MANY = 1e18;

  private static SamplingPlan plan(double rate, double confidence) {
    return new SamplingPlan(VarianceComponents.worstCase(rate), COST, 1, confidence);
  }

  /**
   * By hand, for ±0.1 points at 95 %, z = 1.959964: z²·0.25/0.001² = 960,364.7, so 960,365 faults
   * by the published formula (960,400 with z cut to 1.96). Wilson's interval at 1/2 has half the
   * width z/(2√(n + z²)), which takes z² = 3.84 faults fewer: 960,360.9.
   */
  @Test
  void shouldTakeAsManyFaultsAsThePublishedFormulaLessTheSquareOfTheQuantile() {
    SamplingPlan plan = plan(0.5, 0.95);
    assertThat(plan.faults(0.001, 1)).hasValue(960_361);
    assertThat(new SampleSize(0.001, plan.quantile(), 0.5).of(MANY)).isEqualTo(960_365);
    assertThat(new SampleSize(0.001, 1.96, 0.5).of(MANY)).isEqualTo(960_400);
    // z² = 6.63 at 99 %: 16,587.2 by the formula, the size of the published lists before rounding
    // of z to 2.58 and the correction for a finite population.
    assertThat(plan(0.5, 0.99).faults(0.01, 1)).hasValue(16_581);
  }

  @Test
  void shouldTakeFewerFaultsIfTheRateIsKnownToBeSmall() {
    // z²·0.05·0.95/0.005² = 7,298.8 by the formula. Wilson's interval adds a term of z²/4n² under
    // the root and divides by 1 + z²/n, both of which change n by few parts in ten thousand here.
    assertThat((double) plan(0.05, 0.95).faults(0.005, 1).orElseThrow())
        .isCloseTo(7298.8, within(50.0));
    assertThatThrownBy(() -> VarianceComponents.worstCase(0.51)).hasMessageContaining("of 0.51");
    assertThatThrownBy(() -> VarianceComponents.worstCase(0)).hasMessageContaining("of 0.0");
  }

  /** Bhatia and Davis: no rates with this mean vary more, with all images or one each. */
  @Property(tries = 200)
  void shouldBoundTheVarianceOfAllRates(
      @ForAll @Size(min = 2, max = 20) List<@DoubleRange(min = 0, max = 1) Double> rates) {
    double mean = 0;
    for (double rate : rates) {
      mean += rate / rates.size();
    }
    double between = 0;
    double within = 0;
    for (double rate : rates) {
      between += (rate - mean) * (rate - mean) / rates.size();
      within += rate * (1 - rate) / rates.size();
    }
    double rate = Math.min(mean, 1 - mean);
    if (rate > 0) {
      double bound = VarianceComponents.worstCase(Math.min(0.5, rate)).variance(1, 1, 10_000);
      // Rounding of sums of up to 20 numbers up to 1.
      assertThat(between).isLessThanOrEqualTo(bound + 1e-12);
      assertThat(between + within).as("one image each").isEqualTo(bound, within(1e-12));
    }
  }

  @Test
  void shouldNotGainByMoreImages() {
    SamplingPlan many = new SamplingPlan(VarianceComponents.worstCase(0.5), COST, 10_000, 1, 0.95);
    assertThat(many.cheapest(0.01, Long.MAX_VALUE).orElseThrow().imagesPerFault()).isEqualTo(1);
    assertThat(many.faults(0.01, 10_000)).isEqualTo(many.faults(0.01, 1));
  }
}
