package io.onnxfi.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.fault.Factor;
import io.onnxfi.fault.Labels;
import io.onnxfi.testing.TestTrials;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrataTest {
  @ParameterizedTest
  @ValueSource(strings = {"none", "layer-bit", "fault-bit"})
  void shouldReadWhatItWrites(String text) {
    assertThat(Strata.parse("--strata", text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"layer", "bit-layer", "bit-bit", "layer-bit-fault", "", "layer-colour"})
  void shouldRefuseWhatAreNotTwoFactors(String text) {
    assertThatThrownBy(() -> Strata.parse("--strata", text))
        .isInstanceOf(MalformedInputException.class)
        .hasMessageStartingWith("--strata: expected ");
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
