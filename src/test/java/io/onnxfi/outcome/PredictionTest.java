package io.onnxfi.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PredictionTest {
  /** Expected: {@code numpy.argmax(numpy.array([…], dtype=numpy.float32))} of NumPy 2.4.6. */
  @ParameterizedTest
  @CsvSource({
    "1 2 3, 2",
    "3 3 1, 0",
    "NaN 5 9, 0",
    "5 NaN 9, 1",
    "5 NaN NaN, 1",
    "NaN NaN NaN, 0",
    "-Infinity -Infinity -Infinity, 0",
    "Infinity Infinity 0, 0",
    "-Infinity NaN Infinity, 1",
    "0.0 -0.0 -1, 0",
    "-0.0 0.0 -1, 0"
  })
  void shouldPredictAsNumPy(String row, int expected) {
    float[] scores = floats(row);

    assertThat(Prediction.top1(scores, 0, scores.length)).isEqualTo(expected);
    assertThat(Prediction.rank(scores, 0, scores.length, expected)).isZero();
  }

  @Test
  void shouldReadOneRowOfMany() {
    float[] two = {9, 1, 1, 0, 5, 7};

    assertThat(Prediction.top1(two, 3, 3)).isEqualTo(2);
    assertThat(Prediction.rank(two, 3, 3, 0)).isEqualTo(2);
  }

  @Test
  void shouldRankEqualScoresByIndexAndNanFirst() {
    float[] scores = floats("2 7 NaN 7 Infinity NaN 2");

    int[] ranks = new int[scores.length];
    Arrays.setAll(ranks, c -> Prediction.rank(scores, 0, scores.length, c));

    assertThat(ranks).containsExactly(5, 3, 0, 4, 2, 1, 6);
  }

  private static float[] floats(String row) {
    String[] parts = row.split(" ", -1);
    float[] scores = new float[parts.length];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = Float.parseFloat(parts[i]);
    }
    return scores;
  }
}
