package io.onnxfi.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.onnxfi.dataset.PixelSize;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class HeatMapTest {
  private static final PixelSize SIZE = new PixelSize(2, 3);

  @Test
  void shouldDropWhatSpeaksAgainstAndDivideByTheLargest() {
    HeatMap map = HeatMap.of(SIZE, -4, 0, 1, 2, -0.5, 0.5);
    assertThat(map.values()).containsExactly(0, 0, 0.5f, 1, 0, 0.25f);
    assertThat(map.peak()).isEqualTo(2);
    assertThat(map.at(1, 0)).isEqualTo(1);
    assertThat(map.within(1, 0, 2, 3)).isCloseTo(1.25 / 1.75, within(1e-12));
  }

  @Test
  void shouldStayZeroWithoutEvidence() {
    HeatMap map = HeatMap.of(SIZE, -1, -2, 0, -0.0, -3, -4);
    assertThat(map.isEmpty()).isTrue();
    assertThat(map.values()).containsOnly(0);
    assertThat(map.resized(new PixelSize(5, 7)).values()).containsOnly(0);
  }

  @Test
  void shouldBeUndefinedWhereAnythingIsNotFinite() {
    for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY, -1 / 0.0}) {
      HeatMap map = HeatMap.of(SIZE, 1, 2, bad, 0, 0, 0);
      assertThat(map.isDefined()).isFalse();
      assertThat(map.isEmpty()).isFalse();
      assertThat(map.values()).containsOnly(Float.NaN);
      assertThat(map.topTenth()).isNaN();
      assertThat(map.correlation(HeatMap.of(SIZE, 1, 2, 3, 4, 5, 6))).isNaN();
    }
  }

  @Test
  void shouldTellHowConcentratedItIs() {
    double[] even = new double[100];
    Arrays.fill(even, 3);
    assertThat(HeatMap.of(new PixelSize(10, 10), even).topTenth()).isCloseTo(0.1, within(1e-6));
    double[] point = new double[100];
    point[37] = 3;
    assertThat(HeatMap.of(new PixelSize(10, 10), point).topTenth()).isEqualTo(1);
    // A tenth of five elements is half of one.
    assertThat(HeatMap.of(new PixelSize(1, 5), 4, 1, 1, 1, 1).topTenth())
        .isCloseTo(0.25, within(1e-6));
  }

  @Test
  void shouldCorrelateWithAnother() {
    HeatMap map = HeatMap.of(SIZE, 1, 2, 3, 4, 5, 6);
    assertThat(map.correlation(HeatMap.of(SIZE, 3, 5, 7, 9, 11, 13))).isCloseTo(1, within(1e-6));
    assertThat(map.correlation(HeatMap.of(SIZE, 6, 5, 4, 3, 2, 1))).isCloseTo(-1, within(1e-6));
    HeatMap other = HeatMap.of(new PixelSize(3, 2), 1, 2, 3, 4, 5, 6);
    assertThatThrownBy(() -> map.correlation(other)).hasMessage("maps of 2×3 and 3×2");
  }

  @Test
  void shouldRefuseAnotherNumberOfElements() {
    assertThatThrownBy(() -> HeatMap.of(SIZE, 1, 2))
        .hasMessage("a map of 2×3 has 6 elements, found 2");
  }

  @Test
  void shouldTellConfidenceOfScoresOfAnySize() {
    ClassScores scores = new ClassScores(1000, 1001, 998);
    assertThat(scores.predicted()).isEqualTo(1);
    // softmax of -1, 0, -3, by hand
    double sum = Math.exp(-1) + 1 + Math.exp(-3);
    assertThat(scores.confidence(1)).isCloseTo(1 / sum, within(1e-12));
    assertThat(scores.confidence(2)).isCloseTo(Math.exp(-3) / sum, within(1e-12));
    assertThat(new ClassScores(1, Float.POSITIVE_INFINITY).confidence(1)).isNaN();
    assertThat(new ClassScores(Float.NEGATIVE_INFINITY, 2).confidence(1)).isEqualTo(1);
  }
}
