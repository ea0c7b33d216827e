package io.onnxfi.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.onnxfi.fault.Factor;
import io.onnxfi.outcome.TrialOutcome;
import io.onnxfi.testing.TestTrials;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Golden numbers from the formulas in Python with {@code numpy.var(ddof=1)} and {@code
 * scipy.stats.t.ppf}.
 */
class RateEstimatorTest {
  private static final RateEstimator SIMPLE = new RateEstimator(Strata.NONE, 0.95);
  private static final RateEstimator BY_CELL = new RateEstimator(Strata.LAYER_BIT, 0.95);

  private static TrialOutcome fault(int bit, int critical) {
    return TestTrials.outcome("conv" + bit % 2, bit, 20, critical);
  }

  private static final List<TrialOutcome> SEVEN =
      List.of(
          fault(0, 0),
          fault(30, 18),
          fault(0, 2),
          fault(30, 10),
          fault(1, 4),
          fault(30, 14),
          fault(1, 1));

  @Test
  void shouldTakeTheSpreadBetweenFaultsOfASimpleSample() {
    EstimatedRate rate =
        SIMPLE.of(
            List.of(fault(1, 0), fault(2, 0), fault(3, 2), fault(4, 4), fault(5, 18), fault(6, 1)));
    assertThat(rate.rate()).isEqualTo(0.20833333333333334, within(1e-12));
    assertThat(rate.low()).isEqualTo(0.037649202533352244, within(1e-9));
    assertThat(rate.high()).isEqualTo(0.6390089124772492, within(1e-9));
    assertThat(rate.faults()).isEqualTo(6);
    assertThat(rate.inferences()).isEqualTo(120);
  }

  /** By hand as in {@link ClusterSampleTest}: rate 1/16, variance 20 · 0.25/19/20/128, df 38. */
  @Test
  void shouldWeightLayersAndBitsOfAnEvenDraw() {
    List<TrialOutcome> faults = new ArrayList<>();
    for (int i = 0; i < 320; i++) {
      int bit = i % 8;
      faults.add(TestTrials.outcome("conv" + i / 160, bit, 20, bit == 7 && i % 16 == 7 ? 20 : 0));
    }
    EstimatedRate rate = BY_CELL.of(faults);
    assertThat(rate.rate()).isEqualTo(0.0625, within(1e-12));
    // From Wilson's formula with n* = 0.0625 · 0.9375/(0.25/19/128) = 570 and t(38; 0.975) =
    // 2.024394.
    assertThat(rate.low()).isEqualTo(0.044934374947, within(1e-9));
    assertThat(rate.high()).isEqualTo(0.086311769774, within(1e-9));
    assertThat(SIMPLE.of(faults).margin()).isGreaterThan(rate.margin());
  }

  @Test
  void shouldTakeAFewFaultsAsSimple() {
    assertThat(BY_CELL.of(SEVEN)).isEqualTo(SIMPLE.of(SEVEN));
  }

  /** One trial: nothing is known of the others. */
  @Test
  void shouldSayLittleOfASingleFault() {
    EstimatedRate rate = BY_CELL.of(List.of(fault(1, 1)));
    assertThat(rate.rate()).isEqualTo(0.05, within(1e-12));
    assertThat(rate.high()).isGreaterThan(0.99);
  }

  @Test
  void shouldEstimatePartsInTheirOrder() {
    Map<String, EstimatedRate> bits = SIMPLE.parts(SEVEN, Factor.BIT);
    assertThat(bits.keySet()).containsExactly("0", "30", "1");
    assertThat(bits.get("30").rate()).isEqualTo(0.7, within(1e-12));
    assertThat(bits.get("30").faults()).isEqualTo(3);
    // 20 harmless faults of 100 images each are 20 trials, not 2,000: up to 1/(1 + 20/t²) of them
    // may be critical; t(19; 0.975) = 2.093024.
    List<TrialOutcome> harmless = Collections.nCopies(20, TestTrials.outcome("conv", 3, 100, 0));
    EstimatedRate none = SIMPLE.parts(harmless, Factor.LAYER).get("conv");
    assertThat(none.high()).isEqualTo(1 / (1 + 20 / (2.093024 * 2.093024)), within(1e-6));
  }

  @Test
  void shouldRefuseWhatCannotBe() {
    assertThatThrownBy(() -> new RateEstimator(Strata.LAYER_BIT, 95))
        .hasMessageContaining("not 95");
  }
}
