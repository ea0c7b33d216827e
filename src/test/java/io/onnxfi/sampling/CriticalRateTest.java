package io.onnxfi.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Golden numbers from the formulas in Python with {@code numpy.var(ddof=1)} and {@code
 * scipy.stats.t.ppf}.
 */
class CriticalRateTest {
  private static final CriticalRate SIMPLE = new CriticalRate(Strata.NONE, 0.95);
  private static final CriticalRate BY_BIT = new CriticalRate(Strata.BIT, 0.95);

  private static TriedFault fault(int bit, int critical) {
    return new TriedFault("conv" + bit % 2, bit, 20, critical);
  }

  private static final List<TriedFault> SEVEN =
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
    RateInterval rate =
        SIMPLE.of(
            List.of(fault(1, 0), fault(2, 0), fault(3, 2), fault(4, 4), fault(5, 18), fault(6, 1)),
            Set.of(1));
    assertThat(rate.rate()).isEqualTo(0.20833333333333334, within(1e-12));
    assertThat(rate.low()).isEqualTo(0.037649202533352244, within(1e-9));
    assertThat(rate.high()).isEqualTo(0.6390089124772492, within(1e-9));
    assertThat(rate.faults()).isEqualTo(6);
    assertThat(rate.inferences()).isEqualTo(120);
  }

  @Test
  void shouldWeighEachBitTheSameHoweverManyFaultsFellOnIt() {
    RateInterval rate = BY_BIT.of(SEVEN, Set.of(0, 1, 30));
    assertThat(rate.rate()).isEqualTo(0.2916666666666667, within(1e-12));
    assertThat(rate.low()).isEqualTo(0.17394155271119605, within(1e-9));
    assertThat(rate.high()).isEqualTo(0.4460458435214638, within(1e-9));
  }

  @Test
  void shouldTakeASampleAsSimpleWhenABitHasTooFewFaults() {
    List<TriedFault> six = SEVEN.subList(0, 6);
    assertThat(BY_BIT.of(six, Set.of(0, 1, 30))).isEqualTo(SIMPLE.of(six, Set.of(0, 1, 30)));
    assertThat(BY_BIT.of(SEVEN, Set.of(0, 1, 2, 30))).isEqualTo(SIMPLE.of(SEVEN, Set.of()));
  }

  @Test
  void shouldEstimatePartsInTheirOrder() {
    Map<Integer, RateInterval> bits = SIMPLE.parts(SEVEN, TriedFault::bit);
    assertThat(bits.keySet()).containsExactly(0, 30, 1);
    assertThat(bits.get(30).rate()).isEqualTo(0.7, within(1e-12));
    assertThat(bits.get(30).faults()).isEqualTo(3);
    // 20 harmless faults of 100 images each are 20 trials, not 2,000: up to 1/(1 + 20/t²) of them
    // may be critical; t(19; 0.975) = 2.093024.
    List<TriedFault> harmless = Collections.nCopies(20, new TriedFault("conv", 3, 100, 0));
    RateInterval none = SIMPLE.parts(harmless, TriedFault::layer).get("conv");
    assertThat(none.high()).isEqualTo(1 / (1 + 20 / (2.093024 * 2.093024)), within(1e-6));
  }

  @Test
  void shouldRefuseASingleFault() {
    assertThatThrownBy(() -> SIMPLE.of(List.of(fault(1, 1)), Set.of(1)))
        .hasMessage("1 faults have no spread");
    assertThatThrownBy(() -> new CriticalRate(Strata.BIT, 95)).hasMessageContaining("not 95");
    assertThatThrownBy(() -> new TriedFault("conv", 1, 10, 11))
        .hasMessage("11 critical of 10 images");
  }
}
