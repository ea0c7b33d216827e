package io.onnxfi.classification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerTest {
  private static Answer of(int label, float... scores) {
    return Answer.of(scores, 0, scores.length, label);
  }

  @Test
  void shouldGiveSoftmaxInDoubles() {
    Answer answer = of(2, 1f, 3f, 2f);

    double sum = Math.exp(-2) + 1 + Math.exp(-1);
    assertThat(answer.predicted()).isEqualTo(1);
    assertThat(answer.runnerUp()).hasValue(2);
    assertThat(answer.confidence()).isCloseTo(1 / sum, within(1e-15));
    assertThat(answer.loss()).isCloseTo(1 + Math.log(sum), within(1e-15));
    assertThat(answer.isRight()).isFalse();
  }

  @Test
  void shouldTakeTheFirstOfEquals() {
    Answer answer = of(1, 5f, 7f, 7f, 5f);

    assertThat(answer.predicted()).isEqualTo(1);
    assertThat(answer.runnerUp()).hasValue(2);
    assertThat(answer.confidence()).isLessThan(0.5);
    assertThat(answer.isRight()).isTrue();
  }

  @Test
  void shouldReadScoresInTheMidst() {
    Answer answer = Answer.of(new float[] {9, 9, 0, 1, 9}, 2, 2, 1);

    assertThat(answer).isEqualTo(of(1, 0f, 1f));
  }

  /** Huge scores are far apart, not infinite: the confidence is 1, and the loss their distance. */
  @Test
  void shouldBearScoresAsLargeAsFloatsAre() {
    Answer answer = of(0, -Float.MAX_VALUE, Float.MAX_VALUE);

    assertThat(answer.confidence()).isEqualTo(1);
    assertThat(answer.loss()).isEqualTo(2 * (double) Float.MAX_VALUE);
    assertThat(answer.brier()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void shouldNeverBeRightNorConfidentWhereAScoreIsNotFinite(float score) {
    Answer answer = of(0, 1f, score);

    assertThat(answer.isFinite()).isFalse();
    assertThat(answer.isRight()).isFalse();
    assertThat(answer.isMistake(0)).isFalse();
    assertThat(answer.confidence()).isNaN();
    assertThat(answer.runnerUp()).isEmpty();
  }

  @Test
  void shouldHaveNoRunnerUpAmongOneClass() {
    assertThat(of(0, 3f).runnerUp()).isEmpty();
    assertThat(of(0, 3f).confidence()).isEqualTo(1);
  }

  @Test
  void shouldTakeTheThresholdForNoMistake() {
    double confidence = of(0, 0f, 2f).confidence();

    assertThat(of(0, 0f, 2f).isMistake(confidence)).isFalse();
    assertThat(of(0, 0f, 2f).isMistake(Math.nextDown(confidence))).isTrue();
    assertThat(of(1, 0f, 2f).isMistake(0)).isFalse();
  }
}
