package io.onnxfi.outcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopClassTest {
  private static final float NAN = Float.NaN;

  private static float[] floats(String row) {
    String[] words = row.split(" ", -1);
    float[] values = new float[words.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = Float.parseFloat(words[i]);
    }
    return values;
  }

  /** With NumPy's argmax: a NaN is the highest, the first of equals wins. */
  @ParameterizedTest
  @CsvSource({
    "1 2 3, 1 2 9, false",
    "1 2 3, 1 3 3, true",
    "3 2 1, 3 3 1, false",
    "1 2 3, NaN 2 3, true",
    "1 2 3, 1 2 NaN, false",
    "1 NaN 3, 1 9 3, false",
    "1 2 Infinity, Infinity 2 3, true",
    "1 2 3, -Infinity -Infinity -Infinity, true"
  })
  void shouldFindAnotherHighestClassCritical(String golden, String faulty, boolean critical) {
    assertThat(TopClass.ONE.isCritical(floats(golden), 0, floats(faulty), 0, 3))
        .isEqualTo(critical);
  }

  @Test
  void shouldJudgeEachPosition() {
    TopClass two = new TopClass(2);
    float[] golden = {9, 9, 1, 0, /**/ 0, 1};
    assertThat(two.isCritical(golden, 2, new float[] {5, 4, 4, 5}, 0, 4)).isFalse();
    assertThat(two.isCritical(golden, 2, new float[] {4, 5, 4, 5}, 0, 4)).isTrue();
    assertThat(two.isCritical(golden, 2, new float[] {5, 4, 5, 4}, 0, 4)).isTrue();
    assertThat(two.isCritical(golden, 2, new float[] {5, 4, NAN, 5}, 0, 4)).isTrue();
    assertThat(two.isCritical(golden, 2, new float[] {7, 5, 4, 4, 5}, 1, 4))
        .as("not one that begins elsewhere")
        .isFalse();
  }

  @Test
  void shouldNameTheClassOfASinglePosition() {
    float[] scores = {9, 0, 1, 3, 2};
    assertThat(TopClass.ONE.namesClasses()).isTrue();
    assertThat(TopClass.ONE.answer(scores, 1, 4)).isEqualTo(2);
    assertThat(new TopClass(2).namesClasses()).isFalse();
    assertThat(new TopClass(2).answer(scores, 1, 4)).isZero();
    assertThat(TopClass.ONE.leastNumbers()).isEqualTo(2);
    assertThat(new TopClass(3).leastNumbers()).isEqualTo(6);
    assertThat(TopClass.ONE).hasToString("top1");
    assertThat(new TopClass(2)).hasToString("tokens");
    assertThatThrownBy(() -> new TopClass(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0 positions");
  }

  @Test
  void shouldTellWhetherTheClassIsBelowTheFirstFiveAnywhere() {
    float[] golden = {9, 0, 0, 0, 0, 0};
    assertThat(TopClass.ONE.isBeyondFive(golden, 0, new float[] {1, 9, 9, 9, 9, 0}, 0, 6))
        .isFalse();
    assertThat(TopClass.ONE.isBeyondFive(golden, 0, new float[] {1, 9, 9, 9, 9, 9}, 0, 6)).isTrue();
    float[] twice = {9, 0, 0, 0, 0, 0, 9, 0, 0, 0, 0, 0};
    float[] second = {9, 0, 0, 0, 0, 0, 1, 9, 9, 9, 9, 9};
    assertThat(new TopClass(2).isBeyondFive(twice, 0, second, 0, 12)).isTrue();
    assertThat(new TopClass(2).isBeyondFive(twice, 0, twice, 0, 12)).isFalse();
  }
}
