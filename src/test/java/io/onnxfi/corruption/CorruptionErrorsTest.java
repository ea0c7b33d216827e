package io.onnxfi.corruption;

import static io.onnxfi.corruption.CommonCorruption.CONTRAST;
import static io.onnxfi.corruption.CommonCorruption.SHOT_NOISE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CorruptionErrorsTest {
  private static final double EXACT = 1e-15;

  private final CorruptionErrors baseline =
      new CorruptionErrors(0.1, Map.of(SHOT_NOISE, List.of(0.2, 0.4), CONTRAST, List.of(0.1, 0.3)));
  private final CorruptionErrors robust =
      new CorruptionErrors(
          0.05, Map.of(SHOT_NOISE, List.of(0.1, 0.2), CONTRAST, List.of(0.2, 0.4)));

  @Test
  void shouldTakeMeansOverSeveritiesFirst() {
    assertThat(baseline.mean(SHOT_NOISE)).isCloseTo(0.3, within(EXACT));
    assertThat(baseline.mean()).isCloseTo(0.25, within(EXACT));
  }

  /** Errors are summed over severities, then divided: not the mean of quotients. */
  @Test
  void shouldDivideSumsByThoseOfTheBaseline() {
    assertThat(robust.relativeTo(baseline, SHOT_NOISE)).isCloseTo(0.5, within(EXACT));
    assertThat(robust.relativeTo(baseline, CONTRAST)).isCloseTo(1.5, within(EXACT));
    assertThat(robust.relativeTo(baseline)).isCloseTo(1, within(EXACT));
    assertThat(baseline.relativeTo(baseline)).isEqualTo(1);
  }

  @Test
  void shouldDivideWhatCorruptionAdds() {
    double shot = (0.3 - 2 * 0.05) / (0.6 - 2 * 0.1);
    double contrast = (0.6 - 2 * 0.05) / (0.4 - 2 * 0.1);

    assertThat(robust.addedRelativeTo(baseline))
        .isCloseTo((shot + contrast) / 2, within(4 * EXACT));
  }

  @Test
  void shouldNotBeFiniteIfTheBaselineIsNeverWrong() {
    CorruptionErrors perfect = new CorruptionErrors(0, Map.of(CONTRAST, List.of(0.0)));
    CorruptionErrors wrong = new CorruptionErrors(0, Map.of(CONTRAST, List.of(0.1)));

    assertThat(wrong.relativeTo(perfect)).isInfinite();
    assertThat(perfect.relativeTo(perfect)).isNaN();
  }

  @Test
  void shouldRefuseABaselineOfOtherCorruptions() {
    CorruptionErrors other = new CorruptionErrors(0, Map.of(CONTRAST, List.of(0.1, 0.2)));
    CorruptionErrors shorter = new CorruptionErrors(0, Map.of(CONTRAST, List.of(0.1)));

    assertThatThrownBy(() -> baseline.relativeTo(other))
        .hasMessage("the baseline has errors of other corruptions");
    assertThatThrownBy(() -> other.relativeTo(shorter))
        .hasMessage("the baseline has errors of other corruptions");
    assertThatThrownBy(() -> new CorruptionErrors(0, Map.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
