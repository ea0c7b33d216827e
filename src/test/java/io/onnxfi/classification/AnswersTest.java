package io.onnxfi.classification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswersTest {
  /** scikit-learn rounds probabilities to sum to 1 and clips them at 1e-16 or so. */
  private static final double SOFTMAX = 1e-12;

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void shouldAgreeWithScikitLearn(int model) {
    Answers answers = GoldenAnswers.answers(model);
    String name = model == 0 ? "a." : "b.";

    assertThat(answers.accuracy().hits()).isEqualTo((long) GoldenAnswers.number(name + "right"));
    assertThat(answers.mistakes(Answers.CONFIDENT).hits())
        .isEqualTo((long) GoldenAnswers.number(name + "mistakes"));
    assertThat(answers.loss()).isCloseTo(GoldenAnswers.number(name + "loss"), within(SOFTMAX));
    assertThat(answers.brier()).isCloseTo(GoldenAnswers.number(name + "brier"), within(SOFTMAX));
    assertThat(answers.worst(0).subList(0, 10)).isEqualTo(GoldenAnswers.list(name + "worst"));
  }

  @Test
  void shouldOrderEqualMistakesByTheirNumbers() {
    float[] scores = {0, 3, 0, 9, 0, 3, 3, 0, 0, 9};

    Answers answers = Answers.of(scores, 2, 0, 0, 0, 0, 0);

    assertThat(answers.worst(Answers.CONFIDENT)).containsExactly(1, 4, 0, 2);
    assertThat(answers.worst(0.99)).containsExactly(1, 4);
  }

  @Test
  void shouldLeaveNonFiniteScoresOutOfMeansButNotOutOfImages() {
    Answers answers = Answers.of(new float[] {0, 1, Float.NaN, 1}, 2, 1, 0);

    assertThat(answers.finite()).isEqualTo(1);
    assertThat(answers.loss()).isEqualTo(answers.get(0).loss());
    assertThat(answers.accuracy().value()).isEqualTo(0.5);
    assertThat(answers.mistakes(0).hits()).isZero();
  }

  @Test
  void shouldHaveNoMeansWithoutImages() {
    Answers none = Answers.of(new float[0], 3);

    assertThat(none.loss()).isNaN();
    assertThat(none.accuracy().value()).isNaN();
    assertThat(none.worst(0)).isEmpty();
  }

  @Test
  void shouldRefuseScoresForOtherImages() {
    assertThatThrownBy(() -> Answers.of(new float[5], 2, 0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("5 scores for 2 images of 2 classes");
  }
}
