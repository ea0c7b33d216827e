package io.onnxfi.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProportionTest {
  /** What Clopper and Pearson define: at either end, what was found or more is half of 5 %. */
  @ParameterizedTest
  @CsvSource({"1,20", "10,20", "19,20", "404,10000", "9175,10000"})
  void shouldLeaveHalfOfWhatIsMissingOnEitherSide(int hits, int trials) {
    Interval interval = new Proportion(hits, trials).interval(0.95);

    assertThat(BinomialDistribution.of(trials, interval.low()).survivalProbability(hits - 1))
        .isCloseTo(0.025, within(1e-8));
    assertThat(BinomialDistribution.of(trials, interval.high()).cumulativeProbability(hits))
        .isCloseTo(0.025, within(1e-8));
  }

  @Test
  void shouldReachTheEndsWhereNoneOrAllHadIt() {
    assertThat(new Proportion(0, 30).interval(0.95).low()).isZero();
    assertThat(new Proportion(0, 30).interval(0.95).high())
        .isCloseTo(1 - Math.pow(0.025, 1 / 30.0), within(1e-9));
    assertThat(new Proportion(30, 30).interval(0.95).high()).isEqualTo(1);
    assertThat(new Proportion(0, 0).interval(0.95)).isEqualTo(new Interval(0, 1));
    assertThat(new Proportion(0, 0).value()).isNaN();
  }

  @Test
  void shouldRefuseMoreHitsThanTrials() {
    assertThatThrownBy(() -> new Proportion(3, 2)).hasMessage("3 of 2 trials");
    assertThatThrownBy(() -> new Proportion(-1, 2)).hasMessage("-1 of 2 trials");
  }
}
