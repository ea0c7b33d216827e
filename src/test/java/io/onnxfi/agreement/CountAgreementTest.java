package io.onnxfi.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.onnxfi.sampling.Estimate;
import io.onnxfi.sampling.Interval;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Bland-Altman limits, Pearson's r and Lin's concordance, on the peak flows of 17 subjects by two
 * meters (first readings) of Bland and Altman, Lancet 1986, table 1, in l/min.
 */
class CountAgreementTest {
  private static final double[] WRIGHT = {
    494, 395, 516, 434, 476, 557, 413, 442, 650, 433, 417, 656, 267, 478, 178, 423, 427
  };
  private static final double[] MINI = {
    512, 430, 520, 428, 500, 600, 364, 380, 658, 445, 432, 626, 260, 477, 259, 350, 451
  };

  private static double[] differences() {
    return IntStream.range(0, WRIGHT.length).mapToDouble(i -> WRIGHT[i] - MINI[i]).toArray();
  }

  @Test
  void shouldReproduceBlandAndAltman() {
    BlandAltman limits = BlandAltman.of(differences());
    // Published, to one decimal: mean −2.1, standard deviation 38.8, bias from −22.0 to 17.8.
    assertThat(limits.bias()).isEqualTo(-2.1, within(0.05));
    assertThat(limits.deviation()).isEqualTo(38.8, within(0.05));
    Interval bias = limits.biasInterval(0.95).orElseThrow();
    assertThat(bias.low()).isEqualTo(-22.0, within(0.1));
    assertThat(bias.high()).isEqualTo(17.8, within(0.1));
    // They took ±2 standard deviations (−79.7 and 75.5) and √(3s²/n) = 16.3 in 1986; in 1999 1.96,
    // as here. By numpy with the formulas of 1999:
    assertThat(limits.lower()).isEqualTo(-78.0973, within(1e-3));
    assertThat(limits.upper()).isEqualTo(73.8620, within(1e-3));
    Interval lower = limits.lowerInterval(0.95).orElseThrow();
    assertThat(lower.low()).isEqualTo(-112.8534, within(1e-3));
    assertThat(lower.high()).isEqualTo(-43.3412, within(1e-3));
    assertThat(limits.upperInterval(0.95).orElseThrow().high()).isEqualTo(108.6181, within(1e-3));
    assertThat(limits.inside()).isEqualTo(16); // all but subject 15, at −81
  }

  @Test
  void shouldGiveNoLimitsIntervalsIfAllDifferencesAreAlike() {
    assertThat(BlandAltman.of(0, 0, 0).upperInterval(0.95)).isEmpty();
    assertThat(BlandAltman.of(3).biasInterval(0.95)).isEmpty();
    assertThat(BlandAltman.of(3).inside()).isEqualTo(1);
  }

  /** By numpy: both coefficients by their definitions, and leaving out one subject at a time. */
  @Test
  void shouldCorrelate() {
    Estimate pearson = Correlation.pearson(WRIGHT, MINI).orElseThrow();
    assertThat(pearson.value()).isEqualTo(0.943279446890946, within(1e-12));
    assertThat(pearson.standardError()).isEqualTo(0.027287344458676692, within(1e-10));
    Estimate concordance = Correlation.concordance(WRIGHT, MINI).orElseThrow();
    assertThat(concordance.value()).isEqualTo(0.9427424314274846, within(1e-12));
    assertThat(concordance.standardError()).isEqualTo(0.02566579301172819, within(1e-10));
  }

  @Test
  void shouldTellALineFromTheIdentity() {
    double[] x = {1, 2, 3, 4};
    double[] shifted = {11, 12, 13, 14};
    assertThat(Correlation.pearson(x, shifted).orElseThrow().value()).isEqualTo(1, within(1e-12));
    // By hand: 2·1.25/(1.25 + 1.25 + 10²)
    assertThat(Correlation.concordance(x, shifted).orElseThrow().value())
        .isEqualTo(2.5 / 102.5, within(1e-12));
  }

  @Test
  void shouldBeUndefinedWithoutSpread() {
    double[] flat = {5, 5, 5};
    assertThat(Correlation.pearson(flat, new double[] {1, 2, 3})).isEmpty();
    assertThat(Correlation.concordance(flat, flat)).isEmpty();
    assertThat(Correlation.concordance(flat, new double[] {6, 6, 6}).orElseThrow().value())
        .isZero();
    // Only one fault varies: without it nothing is left to correlate.
    Estimate one =
        Correlation.pearson(new double[] {0, 0, 0, 9}, new double[] {0, 0, 0, 8}).orElseThrow();
    assertThat(one.value()).isEqualTo(1, within(1e-12));
    assertThat(one.interval(0.95)).isEmpty();
  }
}
