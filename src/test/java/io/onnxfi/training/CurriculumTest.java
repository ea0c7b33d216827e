package io.onnxfi.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.onnxfi.error.MalformedInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CurriculumTest {
  /** min(0.4, 0.05 + 0.03·epoch) and min(0.08, 0.01 + 0.005·epoch), by hand. */
  @ParameterizedTest
  @CsvSource({
    "0, 0.05, 0.01",
    "1, 0.08, 0.015",
    "11, 0.38, 0.065",
    "12, 0.4, 0.07",
    "29, 0.4, 0.08"
  })
  void shouldGrowFromEpochToEpoch(int epoch, double probability, double deviation) {
    OutputErrors errors = OutputErrors.TRAINING;
    assertThat(errors.probability().at(epoch)).isCloseTo(probability, within(1e-15));
    assertThat(errors.deviation().at(epoch)).isCloseTo(deviation, within(1e-15));
    assertThat(OutputErrors.EVALUATION.probability().at(epoch)).isEqualTo(0.3);
    assertThat(OutputErrors.EVALUATION.deviation().at(epoch)).isEqualTo(0.05);
  }

  @Test
  void shouldReadWhatItIsCalled() {
    for (String label : new String[] {"0.05:0.03:0.4", "0.3", "0.0"}) {
      assertThat(Curriculum.parse("--p", label).label()).isEqualTo(label);
    }
    assertThat(Curriculum.parse("--p", "1:0:2").at(9)).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "0.1:0.2", "1:2:3:4", "0.1:0.1:", ":"})
  void shouldRefuseWhatIsNone(String label) {
    assertThatThrownBy(() -> Curriculum.parse("--error-sigma", label))
        .isInstanceOf(MalformedInputException.class)
        .hasMessage(
            "--error-sigma: expected a number, or START:STEP:MOST such as 0.05:0.03:0.4, found '"
                + label
                + "'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-0.1", "NaN", "Infinity", "0.4:0.1:0.3", "0.1:-0.1:0.3"})
  void shouldRefuseNumbersOutOfRange(String label) {
    assertThatThrownBy(() -> Curriculum.parse("--p", label))
        .isInstanceOf(MalformedInputException.class)
        .hasMessageContaining("START, STEP and MOST of 0 or more, MOST at least START");
  }
}
