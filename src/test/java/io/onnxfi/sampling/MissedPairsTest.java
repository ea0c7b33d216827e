package io.onnxfi.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.onnxfi.outcome.TrialOutcome;
import io.onnxfi.testing.TestTrials;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class MissedPairsTest {
  private static final double EXACT = 1e-12; // sums of a few numbers of double precision
  private static final EstimatedRate RATE = new EstimatedRate(0.01, 0.005, 0.02, 3, 30);

  private static List<TrialOutcome> trials(int... bits) {
    List<TrialOutcome> trials = new ArrayList<>();
    for (int i = 0; i < bits.length; i++) {
      trials.add(TestTrials.outcome(i, "conv", bits[i], 10, 1));
    }
    return trials;
  }

  @Test
  void shouldRaiseTheUpperEndOnly() {
    List<TrialOutcome> three = trials(1, 2, 3);
    EstimatedRate raised = new MissedPairs(1.5, List.of(9L, 0L, 9L)).in(RATE, three, Strata.NONE);
    assertThat(raised.rate()).isEqualTo(RATE.rate());
    assertThat(raised.low()).isEqualTo(RATE.low());
    assertThat(raised.high()).isCloseTo(0.02 + 1.5 / 30, within(EXACT));
    assertThat(MissedPairs.NONE.in(RATE, three, Strata.NONE)).isEqualTo(RATE);
  }

  /** No more can be missed than was not run. */
  @Test
  void shouldPutNoMoreIntoAPartThanWasNotRunThere() {
    List<TrialOutcome> three = trials(1, 2, 3);
    MissedPairs missed = new MissedPairs(5, List.of(9L, 2L, 0L));
    assertThat(missed.in(RATE, three, List.of(0)).high()).isCloseTo(0.02 + 0.5, within(EXACT));
    assertThat(missed.in(RATE, three, List.of(1)).high()).isCloseTo(0.02 + 0.2, within(EXACT));
    assertThat(missed.in(RATE, three, List.of(2))).isEqualTo(RATE);
    assertThat(missed.in(RATE, three, List.of(1, 2)).high()).isCloseTo(0.12, within(EXACT));
    assertThat(new MissedPairs(99, List.of(10L, 10L, 10L)).in(RATE, three, List.of(0)).high())
        .isEqualTo(1);
  }

  /** The worst case: any other place of the missed pairs gives no higher rate. */
  @Test
  void shouldCoverMissedPairsWhereverTheyAre() {
    List<TrialOutcome> sample = new ArrayList<>();
    for (int i = 0; i < 640; i++) {
      int bit = i < 320 ? i % 32 : i * 7 % 32;
      sample.add(TestTrials.outcome(i, i % 3 == 0 ? "a" : "b", bit, 10, i % 4));
    }
    RateEstimator estimator = new RateEstimator(Strata.LAYER_BIT, 0.95);
    MissedPairs missed = new MissedPairs(12, Collections.nCopies(640, 6L));
    EstimatedRate known = estimator.of(sample);
    double most = missed.in(known, sample, Strata.LAYER_BIT).high() - known.high();
    double highest = 0;
    for (int at = 0; at + 1 < sample.size(); at++) {
      List<TrialOutcome> truth = new ArrayList<>(sample);
      for (int fault = at; fault < at + 2; fault++) {
        TrialOutcome one = sample.get(fault);
        truth.set(
            fault,
            TestTrials.outcome(
                fault,
                one.trial().layer(),
                one.trial().bit().orElseThrow(),
                10,
                (int) one.counts().critical() + 6));
      }
      highest = Math.max(highest, estimator.of(truth).rate() - known.rate());
    }
    assertThat(highest).isPositive().isLessThanOrEqualTo(most + EXACT);
    assertThat(most).isLessThan(2 * highest);
  }

  @Test
  void shouldRefuseALimitThatIsNone() {
    assertThatThrownBy(() -> new MissedPairs(Double.NaN, List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("NaN");
  }
}
