package io.onnxfi.outcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** One image of three or six classes at a time, judged by hand. */
class GoldenOutputsTest {
  private static final float NAN = Float.NaN;
  private static final float INF = Float.POSITIVE_INFINITY;

  @Test
  void shouldMaskEqualOutputs() {
    assertThat(judge(row(1, 3, 2), row(1, 3, 2)))
        .isEqualTo(new OutcomeCounts(1, 1, 0, 0, 0, 0, 1, 0));
  }

  @Test
  void shouldCallAChangeWithTheSamePredictionNonCritical() {
    assertThat(judge(row(1, 3, 2), row(1, 2.5f, 2.25f)))
        .isEqualTo(new OutcomeCounts(1, 0, 1, 0, 0, 0, 1, .5f));
  }

  @Test
  void shouldCallAnotherPredictionCritical() {
    assertThat(judge(row(1, 3, 2), row(4, 3, 2)))
        .isEqualTo(new OutcomeCounts(1, 0, 0, 1, 0, 0, 0, 3));
  }

  /** The first of equal scores is predicted: catching up is not enough, unless from before. */
  @Test
  void shouldBreakTiesByTheFirstClass() {
    assertThat(judge(row(1, 3, 2), row(1, 3, 3)).nonCritical()).isOne();
    assertThat(judge(row(1, 3, 2), row(3, 3, 2)).critical()).isOne();
  }

  @Test
  void shouldMaskZerosOfEitherSign() {
    assertThat(judge(row(-1, 0f, -2), row(-1, -0f, -2)).masked()).isOne();
  }

  /** The smallest change of all: one unit in the last place. */
  @Test
  void shouldNotMaskTheLastBit() {
    OutcomeCounts counts = judge(row(1, 3, 2), row(1, Math.nextUp(3f), 2));

    assertThat(counts.nonCritical()).isOne();
    assertThat(counts.maxAbsDiff()).isEqualTo(Math.ulp(3f));
  }

  /** As in the published study: an all-NaN output predicts class 0. */
  @Test
  void shouldPredictTheFirstNan() {
    assertThat(judge(row(1, 3, 2), row(NAN, NAN, NAN)))
        .isEqualTo(new OutcomeCounts(1, 0, 0, 1, 1, 0, 0, 0));
    assertThat(judge(row(5, 3, 2), row(NAN, NAN, NAN)))
        .isEqualTo(new OutcomeCounts(1, 0, 1, 0, 1, 0, 0, 0));
    assertThat(judge(row(1, 3, 2), row(9, NAN, 9)))
        .isEqualTo(new OutcomeCounts(1, 0, 1, 0, 1, 0, 1, 8));
  }

  @Test
  void shouldNotMaskNanEvenWhereTheGoldenOutputIsNan() {
    assertThat(judge(row(1, NAN, 2), row(1, NAN, 2)))
        .isEqualTo(new OutcomeCounts(1, 0, 1, 0, 1, 0, 1, 0));
    assertThat(judge(row(1, NAN, 2), row(1, 0, 2)).critical()).isOne();
  }

  @Test
  void shouldMaskEqualInfinities() {
    assertThat(judge(row(1, INF, 2), row(1, INF, 2)))
        .isEqualTo(new OutcomeCounts(1, 1, 0, 0, 1, 0, 1, 0));
  }

  @Test
  void shouldDetectWhatIsNotFiniteUnderTheDueRule() {
    assertThat(judge(NanRule.DUE, row(1, 3, 2), row(1, NAN, 2)))
        .isEqualTo(new OutcomeCounts(1, 0, 0, 0, 1, 0, 1, 0));
    assertThat(judge(NanRule.DUE, row(1, INF, 2), row(1, INF, 2)))
        .isEqualTo(new OutcomeCounts(1, 0, 0, 0, 1, 0, 1, 0));
    assertThat(judge(NanRule.DUE, row(1, 3, 2), row(1, 3, -INF)).due()).isOne();
    assertThat(judge(row(1, 3, 2), row(1, 3, -INF)).due()).isZero();
    assertThat(judge(NanRule.DUE, row(1, 3, 2), row(4, 3, 2)))
        .isEqualTo(new OutcomeCounts(1, 0, 0, 1, 0, 0, 0, 3));
  }

  @Test
  void shouldMeasureFiniteChangesOnly() {
    assertThat(judge(row(1, 3, 2), row(INF, 3, 2)).maxAbsDiff()).isZero();
    assertThat(judge(row(1, 3, 2), row(-INF, 3, 2.5f)).maxAbsDiff()).isEqualTo(.5f);
    // The difference of two finite scores may itself be too large for a float.
    assertThat(judge(row(1, Float.MAX_VALUE, 2), row(1, -Float.MAX_VALUE, 3)).maxAbsDiff()).isOne();
  }

  @Test
  void shouldCountTheGoldenClassOutsideTheTopFive() {
    float[] golden = row(9, 1, 2, 3, 4, 5);

    assertThat(judge(golden, row(2, 1, 2, 3, 4, 5)).sdc5()).isZero();
    assertThat(judge(golden, row(0, 1, 2, 3, 4, 5)).sdc5()).isOne();
    // Sixth among equals: class 0 comes first, class 5 last.
    assertThat(judge(golden, row(1, 1, 1, 1, 1, 1)).sdc5()).isZero();
    assertThat(judge(row(1, 2, 3, 4, 5, 9), row(1, 1, 1, 1, 1, 1)).sdc5()).isOne();
    // Five NaNs stand before every number, and infinity is one.
    assertThat(judge(golden, row(INF, NAN, NAN, NAN, NAN, NAN)).sdc5()).isOne();
    assertThat(judge(golden, row(INF, 1, NAN, NAN, NAN, NAN)).sdc5()).isZero();
  }

  @Test
  void shouldHaveNoSixthOfFewClasses() {
    assertThat(judge(row(1, 3, 2), row(9, -9, 9)).sdc5()).isZero();
  }

  @Test
  void shouldJudgeABatchInTheMiddle() {
    GoldenOutputs golden = new GoldenOutputs(2, 0, 1, 1, 0);
    golden.put(0, 2, 1, 1, 2);
    golden.put(2, 2, 1, 2, 1);
    byte[] outcomes = {9, 9, 9, 9};

    OutcomeCounts counts = golden.judge(1, row(1, 2, 1, 2), NanRule.NUMPY, outcomes);

    assertThat(golden.correct()).isEqualTo(3);
    assertThat(golden.images()).isEqualTo(4);
    assertThat(counts).isEqualTo(new OutcomeCounts(2, 1, 0, 1, 0, 0, 2, 1));
    assertThat(outcomes)
        .containsExactly(9, ImageOutcome.MASKED.code(), ImageOutcome.CRITICAL.code(), 9);
    assertThat(golden.scores()).containsExactly(2, 1, 1, 2, 2, 1, 2, 1);
  }

  @Test
  void shouldJudgeUnchangedOutputsAsIfTheyHadBeenRunAgain() {
    float[] scores = row(1, 3, 2, 1, NAN, 2, NAN, NAN, NAN, 4, INF, 2, -INF, 0, 1);
    int images = 5;
    for (NanRule rule : NanRule.values()) {
      GoldenOutputs golden = new GoldenOutputs(3, 1, 1, 0, 0, 2);
      golden.put(0, scores);
      byte[] judged = new byte[images];
      byte[] unchanged = new byte[images];

      assertThat(golden.unchanged(0, images, rule, unchanged))
          .isEqualTo(golden.judge(0, scores, rule, judged));
      assertThat(unchanged).isEqualTo(judged);
    }
  }

  @Test
  void shouldKnowWhenNoFaultCanBeMasked() {
    GoldenOutputs golden = new GoldenOutputs(2, 0, 1);
    golden.put(0, NAN, NAN, 1, NAN);
    assertThat(golden.isNowhereANumber()).isTrue();
    golden.put(1, 1, INF);
    assertThat(golden.isNowhereANumber()).isFalse();
  }

  @Test
  void shouldKnowOutcomesByCodeAndColumn() {
    for (ImageOutcome outcome : ImageOutcome.values()) {
      assertThat(ImageOutcome.of(outcome.code())).isEqualTo(outcome);
      assertThat(outcome.code()).isLessThan((byte) ImageOutcome.COUNT);
    }
    assertThat(ImageOutcome.values()).hasSize(ImageOutcome.COUNT);
    assertThat(ImageOutcome.NON_CRITICAL.label()).isEqualTo("non_critical");
    assertThatThrownBy(() -> ImageOutcome.of((byte) 5)).hasMessageContaining("5");
  }

  /** One image labelled 1. */
  private static OutcomeCounts judge(NanRule rule, float[] golden, float[] faulty) {
    GoldenOutputs outputs = new GoldenOutputs(golden.length, 1);
    outputs.put(0, golden);
    return outputs.judge(0, faulty, rule, new byte[1]);
  }

  private static OutcomeCounts judge(float[] golden, float[] faulty) {
    return judge(NanRule.NUMPY, golden, faulty);
  }

  private static float[] row(float... scores) {
    return scores;
  }
}
