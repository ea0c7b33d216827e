package io.onnxfi.outcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ToleranceTest {
  private static final Tolerance TOLERANCE = new Tolerance(0.5, 0.25);

  /**
   * Expected: {@code not numpy.isclose(faulty, golden, rtol=0.25, atol=0.5, equal_nan=True)} of
   * NumPy 2.4.6; all numbers are exact in binary.
   */
  @ParameterizedTest
  @CsvSource({
    "0, 0.5, false",
    "0, -0.5, false",
    "0, 0.50000006, true",
    "4, 5.5, false",
    "4, 2.5, false",
    "4, 5.5000005, true",
    "4, 2.4999998, true",
    "-4, -5.5, false",
    "-4, -2.4999998, true",
    "0.0, -0.0, false",
    "NaN, NaN, false",
    "NaN, 1, true",
    "1, NaN, true",
    "1, Infinity, true",
    "Infinity, Infinity, false",
    "Infinity, -Infinity, true",
    "Infinity, 3e38, true",
    "3e38, Infinity, true",
    "3e38, -3e38, true"
  })
  void shouldJudgeAsNumPy(float golden, float faulty, boolean critical) {
    float[] goldens = {9, golden, 0, 0};
    float[] faulties = {faulty, 0};
    assertThat(TOLERANCE.isCritical(goldens, 1, faulties, 0, 2)).isEqualTo(critical);
  }

  @Test
  void shouldJudgeEveryNumberOfTheAnswerAndNoOther() {
    float[] golden = {0, 1, 2, 3};
    float[] faulty = {99, 1, 2, 99};
    assertThat(TOLERANCE.isCritical(golden, 1, faulty, 1, 2)).isFalse();
    assertThat(TOLERANCE.isCritical(golden, 1, faulty, 1, 3)).isTrue();
    assertThat(TOLERANCE.isCritical(golden, 0, faulty, 0, 3)).isTrue();
  }

  @Test
  void shouldAllowNothingAtZero() {
    Tolerance exact = new Tolerance(0, 0);
    assertThat(exact.isCritical(new float[] {1}, 0, new float[] {Math.nextUp(1f)}, 0, 1)).isTrue();
    assertThat(exact.isCritical(new float[] {1}, 0, new float[] {1}, 0, 1)).isFalse();
  }

  @Test
  void shouldKnowNoClasses() {
    assertThat(TOLERANCE.namesClasses()).isFalse();
    assertThat(TOLERANCE.leastNumbers()).isOne();
    assertThat(TOLERANCE.isBeyondFive(new float[9], 0, new float[9], 0, 9)).isFalse();
    assertThat(TOLERANCE).hasToString("tolerance:0.5,0.25");
  }

  @ParameterizedTest
  @CsvSource({"-1, 0", "0, -1e-9", "NaN, 0", "0, NaN", "Infinity, 0", "0, Infinity"})
  void shouldRefuseWhatAreNoTolerances(double absolute, double relative) {
    assertThatThrownBy(() -> new Tolerance(absolute, relative))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("" + absolute);
  }
}
