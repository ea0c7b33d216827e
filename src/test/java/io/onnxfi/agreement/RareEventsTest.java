package io.onnxfi.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RareEventsTest {
  /**
   * Down's syndrome by the mother's age, fifth and later children, Michigan 1950-1964 (Fleiss,
   * Statistical Methods for Rates and Proportions, 1981, table 14.4), standardised to all births:
   * the example of Fay and Feuer (table II). Per 100,000 births: 75.52901, 95 % interval 67.70212
   * to 188.30017, as R's dsrTest and asht::wspoissonTest print them.
   */
  @Test
  void shouldGiveThePublishedIntervalOfAStandardizedRate() {
    int[] cases = {0, 8, 63, 112, 262, 295};
    int[] births = {327, 30_666, 123_419, 149_919, 104_088, 34_392};
    int[] standard = {319_933, 931_318, 786_511, 488_235, 237_863, 61_313};
    double all = 0;
    for (int births0 : standard) {
      all += births0;
    }
    RareEvents rate = RareEvents.NONE;
    double heaviest = 0;
    for (int age = 0; age < cases.length; age++) {
      double weight = 1e5 * standard[age] / all / births[age];
      heaviest = Math.max(heaviest, weight);
      for (int i = 0; i < cases[age]; i++) {
        rate = rate.plus(weight);
      }
    }
    double digit = 5e-6; // as many decimals as are printed
    assertThat(rate.sum()).isEqualTo(75.52901, within(digit));
    assertThat(rate.low(0.025)).isEqualTo(67.70212, within(digit));
    assertThat(rate.high(heaviest, 0.025)).isEqualTo(188.30017, within(digit));
  }

  /** Garwood's limits of a count of 4: χ²(0.025; 8)/2 and χ²(0.975; 10)/2, from any table. */
  @Test
  void shouldBeExactForACount() {
    RareEvents four = RareEvents.NONE.plus(1).plus(1).plus(1).plus(1);
    assertThat(four.low(0.025)).isEqualTo(1.0899, within(5e-5));
    assertThat(four.high(1, 0.025)).isEqualTo(10.2416, within(5e-5));
  }

  @Test
  void shouldFollowTheRuleOfThreeIfNothingHappens() {
    assertThat(RareEvents.NONE.low(0.05)).isZero();
    assertThat(RareEvents.NONE.high(0.001, 0.05)).isEqualTo(0.00299573, within(1e-8)); // −ln 0.05
  }
}
