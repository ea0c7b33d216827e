package io.onnxfi.classification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.classification.ClassConfusion.Change;
import io.onnxfi.classification.ClassConfusion.Pair;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClassConfusionTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void shouldAgreeWithScikitLearn(int model) {
    ClassConfusion confusion = ClassConfusion.of(GoldenAnswers.answers(model));

    List<Integer> counts = new ArrayList<>();
    for (int label = 0; label < confusion.classes(); label++) {
      for (int predicted = 0; predicted < confusion.classes(); predicted++) {
        counts.add((int) confusion.count(label, predicted));
      }
    }
    assertThat(counts).isEqualTo(GoldenAnswers.list((model == 0 ? "a" : "b") + ".confusion"));
  }

  /** {@code labels[i]} is called {@code called[i]}. */
  private static ClassConfusion of(int[] labels, int... called) {
    float[] scores = new float[3 * called.length];
    for (int i = 0; i < called.length; i++) {
      scores[3 * i + called[i]] = 1;
    }
    return ClassConfusion.of(Answers.of(scores, 3, labels));
  }

  @Test
  void shouldOrderPairsByImagesThenClasses() {
    ClassConfusion confusion = of(new int[] {2, 2, 1, 0, 0, 1}, 1, 1, 0, 2, 0, 2);

    assertThat(confusion.pairs())
        .containsExactly(
            new Pair(2, 1, 2), new Pair(0, 2, 1), new Pair(1, 0, 1), new Pair(1, 2, 1));
    assertThat(confusion.mutualPairs())
        .containsExactly(new Pair(1, 2, 3), new Pair(0, 1, 1), new Pair(0, 2, 1));
    assertThat(confusion.images(1)).isEqualTo(2);
  }

  @Test
  void shouldOrderChangesByTheirSize() {
    int[] labels = {0, 0, 0, 1, 1, 2};
    ClassConfusion first = of(labels, 1, 1, 1, 1, 1, 2);
    ClassConfusion second = of(labels, 1, 0, 0, 2, 1, 0);

    assertThat(first.changes(second))
        .containsExactly(new Change(0, 1, 3, 1), new Change(1, 2, 0, 1), new Change(2, 0, 0, 1));
    assertThat(first.changes(first)).isEmpty();
  }

  @Test
  void shouldLeaveNonFiniteScoresOut() {
    Answers answers = Answers.of(new float[] {Float.NaN, 0, 0, 1}, 2, 1, 1);

    assertThat(ClassConfusion.of(answers).images(1)).isEqualTo(1);
    assertThat(ClassConfusion.of(answers).pairs()).isEmpty();
  }

  @Test
  void shouldRefuseToCompareOtherClasses() {
    ClassConfusion two = ClassConfusion.of(Answers.of(new float[2], 2, 0));

    assertThatThrownBy(() -> two.changes(of(new int[0]))).hasMessage("2 classes, and 3");
  }
}
