package io.onnxfi.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MomentsTest {
  @Test
  void shouldAddUpToThoseOfAllNumbers() {
    Random random = new Random(1);
    double[] values = random.doubles(1000, -3, 5).map(v -> v < 0 ? 0 : 1e3 + v).toArray();
    Statistics whole = Moments.of(values).statistics();
    Moments sum = Moments.NONE;
    for (int from = 0; from < values.length; from += 300) {
      int to = Math.min(from + 300, values.length);
      sum = sum.plus(Moments.of(Arrays.copyOfRange(values, from, to)));
    }
    Statistics parts = sum.statistics();
    double mean = Arrays.stream(values).average().orElseThrow();
    double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
    // sums of 1000 numbers: the rounding of each is below 1000 · 2^-53 of the largest
    assertThat(parts.mean()).isCloseTo(mean, within(1e-9));
    assertThat(parts.deviation()).isCloseTo(Math.sqrt(squares / 999), within(1e-9));
    assertThat(parts.deviation()).isCloseTo(whole.deviation(), within(1e-9));
    assertThat(parts.zeros()).isEqualTo(whole.zeros()).isBetween(0.3, 0.45);
    assertThat(parts.count()).isEqualTo(1000);
  }

  @Test
  void shouldLeaveOutWhatIsNotFinite() {
    Statistics found =
        Moments.of(Double.NaN, 1, Double.POSITIVE_INFINITY, 3)
            .plus(Moments.of(Double.NaN))
            .plus(Moments.of(-0.0))
            .statistics();
    assertThat(found.count()).isEqualTo(6);
    assertThat(found.nonFinite()).isEqualTo(0.5);
    assertThat(found.zeros()).isEqualTo(1.0 / 6);
    assertThat(found.least()).isZero();
    assertThat(found.most()).isEqualTo(3);
    assertThat(found.mean()).isCloseTo(4.0 / 3, within(1e-15));
  }

  @Test
  void shouldHaveNoRangeWithoutFiniteNumbers() {
    Statistics none = Moments.of(Double.NaN).statistics();
    assertThat(none.least()).isNaN();
    assertThat(none.most()).isNaN();
    assertThat(none.mean()).isNaN();
    assertThat(none.deviation()).isZero();
    assertThat(Moments.of(2).statistics().deviation()).isZero();
  }
}
