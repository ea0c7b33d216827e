package io.onnxfi.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.fault.Factor;
import io.onnxfi.fault.Labels;
import io.onnxfi.testing.TestTrials;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StrataTest {
  @ParameterizedTest
  @ValueSource(strings = {"none", "layer-bit", "fault-bit", "site-fault", "layer-site"})
  void shouldReadWhatItWrites(String text) {
    assertThat(Strata.parse("--strata", text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"layer", "bit-bit", "fault,model", "layer-bit-fault", "", "layer-colour"})
  void shouldRefuseWhatAreNotTwoFactors(String text) {
    assertThatThrownBy(() -> Strata.parse("--strata", text))
        .isInstanceOf(MalformedInputException.class)
        .hasMessageStartingWith("--strata: expected ");
  }

  /** Lists call the fault model Model, and what is numbered is the second factor anyhow. */
  @ParameterizedTest
  @CsvSource({
    "'model,bit', fault-bit",
    "bit-layer, layer-bit",
    "'model,site', fault-site",
    "Site-Bit, site-bit"
  })
  void shouldReadFactorsAsListsCallThem(String text, String same) {
    assertThat(Strata.parse("--strata", text)).hasToString(same);
  }

  /**
   * Of names no even draw is known: strata weigh what they have of the list, so that the estimate
   * is the mean of all, and its variance that of a simple random sample, but for degrees of
   * freedom. By hand: 30 faults of rate 0, 30 of ½ (half of them critical), 40 of rate 1; s² is 0,
   * 7.5/29, 0; Σ W²s²/n = 0.3²·(7.5/29)/30, and the shares add Σ W(mean_h − mean)²/100, with a mean
   * of 0.55.
   */
  @Test
  void shouldTakeTheSharesOfNamesFromTheList() {
    List<Labels> faults = new ArrayList<>();
    double[] critical = new double[100];
    for (int i = 0; i < critical.length; i++) {
      String model = i < 60 ? "flip" : "zero";
      faults.add(
          Labels.of(TestTrials.trial(i, i < 30 ? "conv" : "fc", i % 7)).with(Factor.FAULT, model));
      critical[i] = i < 30 ? 0 : i < 60 ? i % 2 : 1;
    }
    ClusterSample sample = new ClusterSample(faults, Strata.of(Factor.LAYER, Factor.FAULT));
    assertThat(sample.strata()).isEqualTo(3);
    Estimate mean = sample.mean(critical);
    assertThat(mean.value()).isCloseTo(0.55, within(1e-12));
    double within = 0.09 * (7.5 / 29) / 30;
    double shares = (0.3 * 0.55 * 0.55 + 0.3 * 0.05 * 0.05 + 0.4 * 0.45 * 0.45) / 100;
    assertThat(mean.standardError()).isCloseTo(Math.sqrt(within + shares), within(1e-12));
  }

  /** Two fault models × 8 bits, 20 faults each: as many strata as of two layers. */
  @Test
  void shouldStratifyByAnyTwoFactors() {
    List<Labels> faults = new ArrayList<>();
    for (int bit = 0; bit < 8; bit++) {
      for (int i = 0; i < 40; i++) {
        String model = i % 2 == 0 ? "stuck-at-0" : "stuck-at-1";
        faults.add(Labels.of(TestTrials.trial(i, "conv", bit)).with(Factor.FAULT, model));
      }
    }
    Strata byModel = Strata.of(Factor.FAULT, Factor.BIT);
    assertThat(new ClusterSample(faults, byModel).strata()).isEqualTo(16);
    assertThat(new ClusterSample(faults, Strata.LAYER_BIT).strata()).isEqualTo(8);
    assertThat(new ClusterSample(faults, Strata.NONE).strata()).isEqualTo(1);
  }

  /** A list may hold any whole number as a bit: such a list is no even draw. */
  @Test
  void shouldNotTakeBitsThatNoElementHasForADraw() {
    List<Labels> faults = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      faults.add(Labels.of(TestTrials.trial(i, "conv", Integer.MAX_VALUE - i)));
    }
    assertThat(new ClusterSample(faults, Strata.LAYER_BIT).strata()).isEqualTo(1);
  }
}
