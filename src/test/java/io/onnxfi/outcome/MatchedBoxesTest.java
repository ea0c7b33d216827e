package io.onnxfi.outcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two boxes of one image, and what becomes of the second. */
class MatchedBoxesTest {
  private static final float[] CAR = {0, 0, 10, 10, 0.9f, 1};
  private static final float[] DOG = {20, 20, 40, 40, 0.6f, 2};
  private static final float[] NONE = {0, 0, 0, 0, -1, -1};

  private static float[] row(float[]... boxes) {
    float[] row = new float[boxes.length * MatchedBoxes.NUMBERS];
    for (int i = 0; i < boxes.length; i++) {
      System.arraycopy(boxes[i], 0, row, i * MatchedBoxes.NUMBERS, MatchedBoxes.NUMBERS);
    }
    return row;
  }

  private static boolean isCritical(MatchedBoxes judge, float[] golden, float[] faulty) {
    return judge.isCritical(golden, 0, faulty, 0, golden.length);
  }

  /** The second box, 20 wide and high, is moved to the right: overlap (20 - d) / (20 + d). */
  @ParameterizedTest
  @CsvSource({"0, false", "6.6, false", "6.7, true", "20, true", "NaN, true"})
  void shouldMatchFromHalfAnOverlapOn(float moved, boolean critical) {
    float[] there = {20 + moved, 20, 40 + moved, 40, 0.6f, 2};
    assertThat(isCritical(MatchedBoxes.USUAL, row(CAR, DOG), row(CAR, there))).isEqualTo(critical);
  }

  @ParameterizedTest
  @CsvSource({"0.6, 2, false", "0.5, 2, false", "0.49, 2, true", "NaN, 2, true", "0.6, 1, true"})
  void shouldLoseABoxBelowTheScoreOrOfAnotherClass(float score, float type, boolean critical) {
    float[] now = {20, 20, 40, 40, score, type};
    assertThat(isCritical(MatchedBoxes.USUAL, row(CAR, DOG), row(CAR, now))).isEqualTo(critical);
  }

  @Test
  void shouldNotMindTheOrderOrPlacesWithoutABox() {
    assertThat(isCritical(MatchedBoxes.USUAL, row(CAR, DOG, NONE), row(NONE, DOG, CAR))).isFalse();
    float[] faint = {50, 50, 60, 60, 0.4f, 3};
    assertThat(isCritical(MatchedBoxes.USUAL, row(CAR, NONE), row(CAR, faint))).isFalse();
    assertThat(isCritical(new MatchedBoxes(0.5, 0.3), row(CAR, NONE), row(CAR, faint))).isTrue();
  }

  /** Each box is matched once: the same box twice is a new one. */
  @Test
  void shouldCountASecondBoxInTheSamePlaceAsNew() {
    assertThat(isCritical(MatchedBoxes.USUAL, row(CAR, NONE), row(CAR, CAR))).isTrue();
    assertThat(isCritical(MatchedBoxes.USUAL, row(CAR, CAR), row(CAR, CAR))).isFalse();
  }

  @Test
  void shouldCountLostNewAndMovedBoxes() {
    float[] near = {1, 0, 11, 10, 0.9f, 1};
    float[] fainter = {20, 20, 40, 40, 0.5f, 2};
    float[] cat = {20, 20, 40, 40, 0.6f, 3};
    assertThat(boxes(row(CAR, DOG), row(near, fainter))).isEqualTo(new BoxCounts(0, 0, 1, 0, 0, 1));
    assertThat(boxes(row(CAR, DOG), row(CAR, cat))).isEqualTo(new BoxCounts(1, 1, 0, 1, 1, 0));
    assertThat(boxes(row(CAR, DOG, NONE), row(near, near, cat)))
        .isEqualTo(new BoxCounts(1, 1, 1, 1, 2, 1));
    assertThat(boxes(row(CAR, DOG), row(NONE, NONE))).isEqualTo(new BoxCounts(1, 0, 0, 2, 0, 0));
  }

  private static BoxCounts boxes(float[] golden, float[] faulty) {
    return MatchedBoxes.USUAL.boxes(golden, 0, faulty, 0, golden.length);
  }

  /** Also a box without an area, or with numbers that are none: nothing has become of it. */
  @Test
  void shouldFindABoxWhereItWas() {
    float[] line = {3, 3, 3, 9, 0.8f, 1};
    float[] nothing = {Float.NaN, 0, Float.POSITIVE_INFINITY, 1, 0.8f, Float.NaN};
    float[] golden = row(line, nothing, CAR);
    float[] faulty = row(nothing, line, new float[] {0, 0, 10, 10, 0.8f, 1});
    assertThat(boxes(golden, faulty)).isEqualTo(BoxCounts.NONE);
    assertThat(isCritical(MatchedBoxes.USUAL, golden, faulty)).isFalse();
  }

  @Test
  void shouldCountNoBoxesOfAnImageThatIsDetected() {
    float[] golden = row(CAR, DOG);
    float[] faulty = row(CAR, new float[] {Float.NaN, 20, 40, 40, 0.6f, 2});
    GoldenOutputs outputs = new GoldenOutputs(MatchedBoxes.USUAL, golden.length, 1, false);
    outputs.put(0, golden);
    assertThat(outputs.judge(0, faulty, NanRule.NUMPY, new byte[1]).boxes())
        .isEqualTo(new BoxCounts(1, 1, 0, 1, 1, 0));
    assertThat(outputs.judge(0, faulty, NanRule.DUE, new byte[1]).boxes())
        .isEqualTo(BoxCounts.NONE);
  }

  @Test
  void shouldSayWhatItIs() {
    assertThat(MatchedBoxes.USUAL).hasToString("boxes");
    assertThat(new MatchedBoxes(0.75, 0.3)).hasToString("boxes:0.75,0.3");
    assertThatThrownBy(() -> new MatchedBoxes(0, 0.5)).isInstanceOf(IllegalArgumentException.class);
  }
}
