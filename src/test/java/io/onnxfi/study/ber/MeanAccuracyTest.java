package io.onnxfi.study.ber;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.apache.commons.statistics.descriptive.StandardDeviation;
import org.apache.commons.statistics.distribution.TDistribution;
import org.junit.jupiter.api.Test;

class MeanAccuracyTest {
  /** Of 1,000, 958 to 996 hold the truth. */
  private static final int STUDIES = 200;

  private static final long BITS = 8_631_104;

  private static MeanAccuracy of(double rate, double... top1UnderErrors) {
    return of(Simulated.at(rate, 20, top1UnderErrors)).get(0);
  }

  private static List<MeanAccuracy> of(RateResult... rates) {
    return MeanAccuracy.of(List.of(rates), "ort", Simulated.accuracy(0.9), BITS);
  }

  @Test
  void shouldKnowHowRareErrorsAreWhereNoneWereSeen() {
    MeanAccuracy mean = of(1e-9);

    assertThat(mean.estimate()).isCloseTo(0.9, within(1e-12));
    assertThat(mean.high()).isCloseTo(0.9, within(1e-12));
    assertThat(mean.low()).isCloseTo(0.9 * Math.exp(-1e-9 * BITS), within(1e-9));
    assertThat(mean.rarity("1e-9"))
        .contains(
            "at 1e-9, 0.0086 bits are flipped on average: 20 of 20 repetitions flipped none, and"
                + " the mean rests on how rare errors are alone");
  }

  /** One of twenty had an error, where one in 116 has: its loss counts as often as it happens. */
  @Test
  void shouldWeighErrorsByHowOftenTheyAre() {
    MeanAccuracy mean = of(1e-9, 0.1);

    assertThat(mean.mean()).isCloseTo(0.86, within(1e-9));
    assertThat(mean.estimate()).isCloseTo(0.9 - 0.8 * -Math.expm1(-1e-9 * BITS), within(1e-9));
    assertThat(mean.estimate()).isBetween(mean.low(), mean.high());
    assertThat(mean.rarity("1e-9")).hasValueSatisfying(said -> assertThat(said).contains("19 of"));
  }

  /** All alike, and yet one in six may be otherwise. */
  @Test
  void shouldNotBeSureOfWhatAllHaveInCommon() {
    MeanAccuracy mean = of(1e-6, new double[] {.9, .9, .9, .9, .9, .9, .9, .9, .9, .9});

    assertThat(mean.halfWidth()).isGreaterThan(0.1);
    assertThat(mean.high()).isCloseTo(0.9, within(1e-12));
    assertThat(mean.rarity("1e-6")).isEmpty();
  }

  @Test
  void shouldLetErrorsDoBetterIfTheyWereSeenTo() {
    MeanAccuracy mean = of(1e-5, 0.91, 0.9, 0.9);

    assertThat(mean.high()).isBetween(0.9, 0.91);
  }

  /** Two repetitions say little of what errors do, twenty at a higher rate say more. */
  @Test
  void shouldLearnFromHigherRates() {
    double[] all = new double[20];
    Arrays.fill(all, 0.85);
    List<MeanAccuracy> means =
        of(Simulated.at(1e-8, 20, 0.9, 0.9), Simulated.at(1e-6, 20, all), Simulated.at(1e-4, 20));
    double some = -Math.expm1(-1e-8 * BITS);

    assertThat(means.get(0).low())
        .isGreaterThan(of(1e-8, 0.9, 0.9).low())
        .isCloseTo((1 - some) * 0.9 + some * of(1e-6, all).low(), within(1e-3));
    assertThat(means.get(1)).isEqualTo(of(1e-6, all));
    assertThat(means.get(2).high()).isCloseTo(of(1e-6, all).high(), within(1e-3));
  }

  /** Nobody expects it, and yet no end is beyond the other. */
  @Test
  void shouldBearAccuraciesThatRiseWithTheRate() {
    double[] good = new double[20];
    Arrays.fill(good, 0.9);
    double[] bad = new double[20];

    for (MeanAccuracy mean : of(Simulated.at(1e-6, 20, bad), Simulated.at(1e-5, 20, good))) {
      assertThat(mean.low()).isLessThanOrEqualTo(mean.high());
      assertThat(mean.estimate()).isBetween(mean.low(), mean.high());
    }
  }

  @Test
  void shouldTakeErrorsInEveryBit() {
    assertThat(of(1, 0.1, 0.1).estimate()).isCloseTo(0.1, within(1e-12));
  }

  /** Models that collapse under one bit in sixty-four: the truth lies in the interval. */
  @Test
  void shouldHoldTheTrueMeanAtEveryRate() {
    List<Double> rates = List.of(1e-9, 1e-8, 1e-7, 1e-6, 1e-5);
    List<List<MeanAccuracy>> studies = Simulated.studies(STUDIES, 20, rates);
    for (int i = 0; i < rates.size(); i++) {
      double rate = rates.get(i);
      int held = 0;
      for (List<MeanAccuracy> means : studies) {
        MeanAccuracy mean = means.get(i);
        double truth = Simulated.truth(rate);
        held += mean.low() - 1e-9 <= truth && truth <= mean.high() + 1e-9 ? 1 : 0;
      }
      assertThat(held).as("at %s", rate).isGreaterThanOrEqualTo(184); // 190 less two
    }
  }

  /** Why not Student's: of patterns that show no vital error, it is sure that there is none. */
  @Test
  void shouldNotBeStudents() {
    int held = 0;
    for (int study = 0; study < 1000; study++) {
      double[] top1 =
          new Simulated(study, 20)
              .at(1e-7).repetitions().stream()
                  .filter(one -> one.flipped() > 0)
                  .mapToDouble(one -> one.accuracies().get("ort").top1())
                  .toArray();
      double half =
          TDistribution.of(top1.length - 1.0).inverseCumulativeProbability(0.975)
              * StandardDeviation.of(top1).getAsDouble()
              / Math.sqrt(top1.length);
      double some = -Math.expm1(Simulated.BITS * Math.log1p(-1e-7));
      double loss = Simulated.CLEAN - Arrays.stream(top1).average().orElseThrow();
      double truth = Simulated.CLEAN - Simulated.truth(1e-7);
      held += Math.abs(some * loss - truth) <= some * half ? 1 : 0;
    }
    assertThat(held).isLessThan(500);
  }
}
