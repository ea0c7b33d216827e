package io.onnxfi.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.onnxfi.sampling.Interval;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.apache.commons.statistics.distribution.BetaDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BoundedMeanTest {
  private static Interval of(double... values) {
    return BoundedMean.of(values, 0, 1, 0.95);
  }

  /**
   * Of numbers at the bounds it is the exact interval of a share, but for its few thousand draws.
   */
  @ParameterizedTest
  @CsvSource({"0,1", "0,20", "1,20", "3,20", "10,20", "20,20", "5,50", "49,50"})
  void shouldBeThatOfClopperAndPearsonForShares(int ones, int all) {
    double[] values = new double[all];
    Arrays.fill(values, 0, ones, 1);

    Interval interval = of(values);
    double low =
        ones == 0
            ? 0
            : BetaDistribution.of(ones, all - ones + 1).inverseCumulativeProbability(.025);
    double high =
        ones == all
            ? 1
            : BetaDistribution.of(ones + 1, all - ones).inverseCumulativeProbability(.975);
    assertThat(interval.low()).isCloseTo(low, within(0.015));
    assertThat(interval.high()).isCloseTo(high, within(0.015));
  }

  @Test
  void shouldLeaveRoomForWhatWasNotSeen() {
    Interval interval = BoundedMean.of(new double[] {0.9, 0.9, 0.9, 0.9, 0.9}, 0, 0.9, 0.95);

    assertThat(interval.high()).isEqualTo(0.9);
    assertThat(interval.low()).isCloseTo(0.9 * Math.pow(0.025, 0.2), within(0.015));
  }

  @Test
  void shouldReachFromBoundToBoundWithoutNumbers() {
    assertThat(BoundedMean.of(new double[0], -1, 2, 0.95)).isEqualTo(new Interval(-1, 2));
    assertThat(BoundedMean.of(new double[] {3, 3}, 3, 3, 0.95)).isEqualTo(new Interval(3, 3));
  }

  @Property(tries = 30, seed = "1")
  void shouldHoldTheMeanInAnyOrder(
      @ForAll @Size(min = 1, max = 40) List<@DoubleRange(max = 1) Double> numbers) {
    double[] values = numbers.stream().mapToDouble(Double::doubleValue).toArray();
    Interval interval = of(values);
    double[] reversed = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      reversed[i] = values[values.length - 1 - i];
    }

    assertThat(interval.contains(Arrays.stream(values).average().orElseThrow())).isTrue();
    assertThat(interval.low()).isBetween(0.0, 1.0);
    assertThat(interval.high()).isBetween(0.0, 1.0);
    assertThat(of(reversed)).isEqualTo(interval);
  }

  /** Where one in twenty is far off, Student's t of 15 numbers holds the mean half the time. */
  @Test
  void shouldHoldTheTrueMeanAsOftenAsItSays() {
    Random random = new Random(1);
    int held = 0;
    for (int study = 0; study < 300; study++) {
      double[] values = random.doubles(15).map(u -> u < 0.05 ? 0.1 : 0.9).toArray();
      held += BoundedMean.of(values, 0, 0.9, 0.95).contains(0.86) ? 1 : 0;
    }
    assertThat(held).isGreaterThanOrEqualTo(285);
  }

  @Test
  void shouldBeAboutAsNarrowAsStudentsForWellBehavedNumbers() {
    double[] values = new Random(2).doubles(100).toArray(); // standard deviation 0.289

    Interval interval = of(values);
    assertThat(interval.high() - interval.low()).isBetween(0.10, 0.14); // Student's: 0.115
  }

  @Test
  void shouldRefuseNumbersBeyondTheBounds() {
    assertThatThrownBy(() -> of(0.5, 1.1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> of(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
  }
}
