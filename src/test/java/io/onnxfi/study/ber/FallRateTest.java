package io.onnxfi.study.ber;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FallRateTest {
  /** Of 1,000, 970 to 995 hold the truth. */
  private static final int STUDIES = 200;

  private static final List<Double> RATES = List.of(1e-8, 1e-7, 1e-6, 1e-5);

  private static FallRate of(int points, double[] low, double[] mean, double[] high) {
    List<MeanAccuracy> means =
        IntStream.range(0, mean.length)
            .mapToObj(i -> new MeanAccuracy(mean[i], mean[i], low[i], high[i], 20, 20, 10))
            .toList();
    return FallRate.of(points, RATES, means, 0.9);
  }

  @Test
  void shouldInterpolateOverTheLogarithmOfTheRate() {
    FallRate rate =
        of(
            10,
            new double[] {0.9, 0.8, 0.5, 0.1},
            new double[] {0.9, 0.85, 0.75, 0.3},
            new double[] {0.9, 0.9, 0.85, 0.6});

    assertThat(rate.rate()).isCloseTo(Math.sqrt(1e-7 * 1e-6), within(1e-12));
    assertThat(rate.low()).isCloseTo(1e-7, within(1e-15));
    assertThat(rate.high()).isCloseTo(1e-6 * Math.pow(10, 0.2), within(1e-12));
    assertThat(rate).hasToString("3.2e-7 (95 %: 1.0e-7 to 1.6e-6)");
  }

  @Test
  void shouldSayWhatLiesOutsideTheMeasuredRates() {
    double[] flat = {0.9, 0.9, 0.9, 0.89};
    double[] fallen = {0.7, 0.6, 0.5, 0.4};
    double[] falling = {0.9, 0.9, 0.7, 0.5};

    assertThat(of(5, flat, flat, flat)).hasToString("above 1.0e-5 (95 %: above 1.0e-5)");
    assertThat(of(5, fallen, fallen, fallen)).hasToString("below 1.0e-8 (95 %: below 1.0e-8)");
    assertThat(of(10, fallen, falling, flat)).hasToString("3.2e-7 (95 %: anywhere)");
    assertThat(of(10, falling, flat, flat)).hasToString("above 1.0e-5 (95 %: 3.2e-7, or more)");
    assertThat(of(10, fallen, falling, falling)).hasToString("3.2e-7 (95 %: 3.2e-7, or less)");
  }

  @Test
  void shouldTakeTheFirstOfSeveralCrossings() {
    double[] wavy = {0.9, 0.7, 0.9, 0.5};

    assertThat(of(10, wavy, wavy, wavy).rate()).isCloseTo(Math.sqrt(1e-15), within(1e-12));
  }

  /** The truth is that of the curve between the measured rates. */
  @ParameterizedTest
  @CsvSource({"1,20", "5,20", "10,20", "1,5", "10,50"})
  void shouldHoldTheTrueRate(int points, int patterns) {
    List<Double> rates = List.of(1e-9, 1e-8, 1e-7, 1e-6, 1e-5, 1e-4);
    List<MeanAccuracy> truth =
        rates.stream()
            .map(Simulated::truth)
            .map(mean -> new MeanAccuracy(mean, mean, mean, mean, 1, 1, 1))
            .toList();
    double wanted = FallRate.of(points, rates, truth, Simulated.CLEAN).rate();
    int held = 0;
    for (List<MeanAccuracy> means : Simulated.studies(STUDIES, patterns, rates)) {
      FallRate found = FallRate.of(points, rates, means, Simulated.CLEAN);
      held += found.low() <= wanted && wanted <= found.high() ? 1 : 0;
      assertThat(found.rate()).isBetween(found.low(), found.high());
    }
    assertThat(held).isGreaterThanOrEqualTo(184); // 190 less two standard deviations
  }

  /** Why not a bootstrap over the patterns: what none of them shows, none of its samples does. */
  @Test
  void shouldNotBeABootstrap() {
    List<Double> rates = List.of(1e-9, 1e-8, 1e-7, 1e-6, 1e-5, 1e-4);
    double wanted = of(rates, rates.stream().mapToDouble(Simulated::truth).toArray());
    Random random = new Random(1);
    int held = 0;
    for (int study = 0; study < 500; study++) {
      Simulated simulated = new Simulated(study, 20);
      double[] samples = new double[200];
      for (int sample = 0; sample < samples.length; sample++) {
        int[] drawn = random.ints(20, 0, 20).toArray();
        samples[sample] =
            of(rates, rates.stream().mapToDouble(rate -> simulated.mean(rate, drawn)).toArray());
      }
      Arrays.sort(samples);
      held += samples[5] <= wanted && wanted <= samples[194] ? 1 : 0;
    }
    assertThat(held).isLessThan(200);
  }

  /** The rate at which some means have fallen by one point. */
  private static double of(List<Double> rates, double[] means) {
    List<MeanAccuracy> all =
        DoubleStream.of(means)
            .mapToObj(mean -> new MeanAccuracy(mean, mean, mean, mean, 1, 1, 1))
            .toList();
    return FallRate.of(1, rates, all, Simulated.CLEAN).rate();
  }
}
