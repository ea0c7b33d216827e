package io.onnxfi.study.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class RegimePairTest {
  private static final NetworkKey ONE = new NetworkKey("cnn", Regime.CLEAN, 0, "cifar10", 0.5);

  /**
   * {@code scipy.stats.ttest_rel} and {@code scipy.stats.t.interval} of the published drops of the
   * cnn.
   */
  @Test
  void shouldTestThePublishedCnn() {
    RegimePair pair = new RegimePair(List.of(.02948, .02708, .0311), List.of(.00196, .00118, .003));
    assertThat(pair.difference().value()).isCloseTo(.0271733333, within(1e-9));
    assertThat(pair.pValue().orElseThrow()).isCloseTo(5.864063513e-4, within(1e-12));
    assertThat(pair.interval().orElseThrow().low()).isCloseTo(.024340835317, within(1e-11));
    assertThat(pair.interval().orElseThrow().high()).isCloseTo(.030005831350, within(1e-11));
  }

  /** 4.3027 / √3, a table of Student's distribution. */
  @Test
  void shouldSayWhatSoFewPairsCanTell() {
    RegimePair pair = new RegimePair(List.of(.1, .2, .3), List.of(.0, .0, .1));
    assertThat(pair.leastEffect()).isCloseTo(2.4841, within(1e-4));
  }

  @Test
  void shouldPairBySeed() {
    RegimeDrop clean =
        new RegimeDrop(
            List.of(sweep(Regime.CLEAN, 0, 100), sweep(Regime.CLEAN, 1, 200)), Sweeps.BACKEND);
    RegimeDrop noisy =
        new RegimeDrop(
            List.of(sweep(Regime.NOISY, 1, 50), sweep(Regime.NOISY, 2, 70)), Sweeps.BACKEND);
    RegimePair pair = RegimePair.of(clean, noisy);
    assertThat(pair.pairs()).isEqualTo(1);
    assertThat(pair.difference().value()).isCloseTo(.015, within(1e-12));
    assertThat(pair.pValue()).isEmpty();
  }

  @Test
  void shouldNotTestWithoutSpread() {
    RegimePair pair = new RegimePair(List.of(.5, .5), List.of(.25, .25));
    assertThat(pair.pValue()).isEmpty();
    assertThat(pair.interval()).isEmpty();
  }

  private static NetworkSweep sweep(Regime regime, long seed, long drop) {
    return Sweeps.of(
        new NetworkKey(ONE.architecture(), regime, seed, ONE.dataset(), ONE.alphaTrain()),
        6000,
        6000 - drop);
  }
}
