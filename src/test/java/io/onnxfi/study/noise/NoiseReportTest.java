package io.onnxfi.study.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NoiseReportTest {
  /** The published MNIST networks, which five samples of noise cannot tell apart. */
  @Test
  void shouldNotRankWhatCannotBeTold() {
    List<String> sentences =
        new NoiseReport(Sweeps.result(Sweeps.published("mlp_small", "mnist", 0.2))).sentences();
    assertThat(sentences).hasSize(3);
    assertThat(sentences.get(1))
        .startsWith("mlp_small trained with noise of alpha 0.2: at alpha 0.1 accuracy falls by")
        .endsWith("not distinguishable from none.");
    assertThat(sentences.get(2))
        .startsWith("mlp_small: the regimes are not distinguishable (difference")
        .contains("So few pairs tell only a mean difference of more than 2.5 times");
  }

  @Test
  void shouldTellWhatCanBeTold() {
    NoiseResult result = Sweeps.result(Sweeps.published("cnn", "cifar10", 0.5));
    assertThat(new NoiseReport(result).sentences())
        .hasSize(3)
        .first()
        .asString()
        .startsWith("cnn trained without noise: at alpha 0.1 accuracy falls by 2.9");
    assertThat(new NoiseReport(result).sentences().get(2))
        .startsWith("cnn: noise in training makes the drop smaller (difference 2.7")
        .contains("3 pairs, p < 0.001");
    assertThat(result.text())
        .contains("Beside the published study")
        .contains("means over seeds; here 3 epochs")
        .contains("intervals are Student's over networks with other seeds.");
  }

  @Test
  void shouldSayThatOneNetworkTellsNothingOfOthers() {
    NetworkKey key = new NetworkKey("cnn", Regime.CLEAN, 4, "cifar10", 0.5);
    NoiseResult result = Sweeps.result(List.of(Sweeps.of(key, 6000, 5700, 5710, 5720)));
    RegimeDrop drop = result.regimes().get(0);
    assertThat(drop.isOverSeeds()).isFalse();
    assertThat(drop.drop().value()).isCloseTo(.029, within(1e-12));
    // Student's t with 2 degrees of freedom, 4.3027, times 0.001/√3.
    assertThat(drop.interval().orElseThrow().low()).isCloseTo(.029 - .0024842, within(1e-6));
    assertThat(result.text())
        .contains("those of a single network are over its samples of noise and tell nothing of");
  }

  @Test
  void shouldSayThatAccuracyRises() {
    List<NetworkSweep> sweeps = new ArrayList<>();
    for (int seed = 0; seed < 2; seed++) {
      NetworkKey key = new NetworkKey("cnn", Regime.NOISY, seed, "x", 0.5);
      sweeps.add(Sweeps.of(key, 6000, 6010 + 10 * seed));
    }
    assertThat(new NoiseReport(Sweeps.result(sweeps)).sentences())
        .containsExactly(
            "cnn trained with noise of alpha 0.5: at alpha 0.1 accuracy rises by 0.15 points (drop"
                + " 95 % -0.79 to 0.49): not distinguishable from none.");
  }

  @Test
  void shouldHaveTheColumnsOfThePublishedTables() {
    Map<String, Object> json = Sweeps.result(Sweeps.published("mlp_small", "cifar10", 0.5)).json();
    assertThat(((Map<?, ?>) ((List<?>) json.get("summary")).get(0)).keySet())
        .asString()
        .isEqualTo("[architecture, regime, seed, dataset, alpha_train, acc_0, acc_01, drop_at_01]");
    assertThat(((Map<?, ?>) ((List<?>) json.get("sweep")).get(0)).keySet())
        .asString()
        .startsWith("[architecture, regime, seed, dataset, alpha_train, alpha_test, acc, loss, ");
  }
}
