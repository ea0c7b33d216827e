package io.onnxfi.classification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.onnxfi.classification.Reliability.Bin;
import io.onnxfi.sampling.Interval;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReliabilityTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void shouldAgreeWithScikitLearnAndStatsmodels(int model) {
    Reliability reliability = Reliability.of(GoldenAnswers.answers(model));
    String name = model == 0 ? "a" : "b";

    List<String[]> rows =
        GoldenAnswers.rows("bins.csv").stream().filter(row -> row[0].equals(name)).toList();
    List<Bin> bins = reliability.occupied();
    assertThat(bins).hasSameSizeAs(rows);
    for (int i = 0; i < bins.size(); i++) {
      String[] row = rows.get(i);
      Interval interval = bins.get(i).right().interval(0.95);
      assertThat(bins.get(i).images()).isEqualTo(Long.parseLong(row[1]));
      assertThat(bins.get(i).right().hits()).isEqualTo(Long.parseLong(row[2]));
      assertThat(bins.get(i).confidence()).isCloseTo(Double.parseDouble(row[3]), within(1e-12));
      assertThat(interval.low()).isCloseTo(Double.parseDouble(row[4]), within(1e-10));
      assertThat(interval.high()).isCloseTo(Double.parseDouble(row[5]), within(1e-10));
    }
    assertThat(reliability.expectedError())
        .isCloseTo(GoldenAnswers.number(name + ".ece"), within(1e-12));
    assertThat(reliability.maximumError())
        .isCloseTo(GoldenAnswers.number(name + ".mce"), within(1e-12));
  }

  private static Answer answer(double confidence, boolean isRight) {
    return new Answer(isRight ? 0 : 1, 0, confidence, OptionalInt.of(1), 0, 0);
  }

  /** Every edge of every number of bins, though k / n × n may be a little more or less than k. */
  @Test
  void shouldPutAConfidenceAtAnEdgeIntoTheBinBelow() {
    for (int count = 1; count <= 100; count++) {
      for (int edge = 1; edge <= count; edge++) {
        double confidence = (double) edge / count;
        Answers at = new Answers(2, List.of(answer(confidence, true)));
        assertThat(Reliability.of(at, count).bins().get(edge - 1).images()).isEqualTo(1);
        Answers above = new Answers(2, List.of(answer(Math.nextUp(confidence), true)));
        if (edge < count) {
          assertThat(Reliability.of(above, count).bins().get(edge).images()).isEqualTo(1);
        }
      }
    }
  }

  @Test
  void shouldWeighBinsByTheirImages() {
    Answers answers =
        new Answers(
            2, List.of(answer(1, true), answer(1, true), answer(1, false), answer(0.5, false)));

    Reliability reliability = Reliability.of(answers);
    assertThat(reliability.expectedError()).isCloseTo((3 / 3.0 + 0.5) / 4, within(1e-12));
    assertThat(reliability.maximumError()).isCloseTo(0.5, within(1e-12));
    assertThat(reliability.bins()).hasSize(15);
    assertThat(reliability.occupied()).hasSize(2);
  }

  @Test
  void shouldLeaveNonFiniteScoresOut() {
    Answers answers = Answers.of(new float[] {Float.NaN, 0}, 2, 0);

    assertThat(Reliability.of(answers).images()).isZero();
    assertThat(Reliability.of(answers).expectedError()).isNaN();
    assertThat(Reliability.of(answers).maximumError()).isNaN();
  }
}
