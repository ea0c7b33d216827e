package io.onnxfi.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.sampling.Strata;
import io.onnxfi.testing.TestTrials;
import io.onnxfi.workload.SampleKind;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EquivalenceTest {
  private static final int IMAGES = 10_000;

  /** Faults that are critical on 1,000 images of the first side. */
  private static Comparison comparison(int faults, IntUnaryOperator difference) {
    List<Difference> all =
        IntStream.range(0, faults)
            .mapToObj(i -> fault(i, IMAGES, 1000, 1000 + difference.applyAsInt(i)))
            .toList();
    return new Comparison(all, 0, 0, SampleKind.IMAGE);
  }

  private static Difference fault(int i, int images, int left, int right) {
    return new Difference(
        TestTrials.outcome(i, "layer" + i % 3, i % 32, images, left),
        TestTrials.outcome(i, "layer" + i % 3, i % 32, images, right));
  }

  private static Equivalence equivalence(int faults, IntUnaryOperator difference) {
    return Equivalence.of(comparison(faults, difference), Margin.DEFAULT, Strata.LAYER_BIT);
  }

  /** −ln 0.05 / 0.001 = 2995.7: so many faults rule out a kind that is 0.1 % of all. */
  @Test
  void shouldNotTakeAFewEqualFaultsForEquivalence() {
    Equivalence few = equivalence(1000, i -> 0);
    assertThat(few.decision()).isEqualTo(Decision.UNDECIDED);
    assertThat(few.onlyUnseenFaultsAreInTheWay()).isTrue();
    assertThat(few.differing()).isZero();
    assertThat(few.bound().high()).isEqualTo(0.00299573, within(1e-8));
    assertThat(few.moreFaults()).hasValue(1996);
    assertThat(equivalence(2995, i -> 0).decision()).isEqualTo(Decision.UNDECIDED);
    assertThat(equivalence(2996, i -> 0).decision()).isEqualTo(Decision.EQUIVALENT);
    assertThat(equivalence(2996, i -> 0).moreFaults()).isEmpty();
  }

  @Test
  void shouldFindSmallDifferencesEquivalent() {
    Equivalence noisy = equivalence(4000, i -> i % 5 - 2);
    assertThat(noisy.decision()).isEqualTo(Decision.EQUIVALENT);
    assertThat(noisy.differing()).isEqualTo(3200);
    assertThat(noisy.difference().value()).isEqualTo(0, within(1e-6)); // a fifth of an image / 4000
    assertThat(noisy.bound().isWithin(0.001)).isTrue();
  }

  @Test
  void shouldFindLargeDifferencesNotEquivalent() {
    Equivalence higher = equivalence(320, i -> 200 + i % 7);
    assertThat(higher.decision()).isEqualTo(Decision.NOT_EQUIVALENT);
    assertThat(higher.difference().value()).isEqualTo(0.0203, within(1e-5));
    assertThat(higher.right().rate() - higher.left().rate())
        .isEqualTo(higher.difference().value(), within(1e-12));
    assertThat(equivalence(320, i -> -200).decision()).isEqualTo(Decision.NOT_EQUIVALENT);
    // 0.6 points less on every fault seen, but one in 87 that is not may make up for it.
    assertThat(equivalence(320, i -> -60).decision()).isEqualTo(Decision.UNDECIDED);
  }

  @Test
  void shouldStayUndecidedWhileTheIntervalReachesOverTheMargin() {
    // Two of 400 faults differ on half of the images: 0.25 points, give or take as much.
    Equivalence wide = equivalence(400, i -> i % 200 == 0 ? 5000 : 0);
    assertThat(wide.decision()).isEqualTo(Decision.UNDECIDED);
    assertThat(wide.onlyUnseenFaultsAreInTheWay()).isFalse();
    long more = wide.moreFaults().orElseThrow();
    // From scipy.stats.gamma with even weights: the lower limit passes 0.001 at 3,418 faults. The
    // strata's weights are not even.
    assertThat(more).isBetween(2_800L, 3_400L);
  }

  @Test
  void shouldNotBeSureOfOneOrTwoFaults() {
    Equivalence one = equivalence(1, i -> 5000);
    assertThat(one.decision()).isEqualTo(Decision.UNDECIDED);
    assertThat(one.bound().high()).isEqualTo(1);
    assertThat(one.moreFaults()).isEmpty();
    // Two alike have no spread, and still are only two.
    assertThat(equivalence(2, i -> 5000).decision()).isEqualTo(Decision.UNDECIDED);
    assertThat(equivalence(8, i -> 5000).decision()).isEqualTo(Decision.UNDECIDED);
    assertThat(equivalence(10, i -> 5000).decision()).isEqualTo(Decision.NOT_EQUIVALENT);
  }

  @Test
  void shouldSayWhenNoNumberOfFaultsDecides() {
    // The difference is the margin itself.
    Equivalence same = equivalence(400, i -> 10);
    assertThat(same.decision()).isEqualTo(Decision.UNDECIDED);
    assertThat(same.moreFaults()).isEmpty();
  }

  @Test
  void shouldRefuseFaultsWithoutImagesOrWithTooMany() {
    Comparison empty = new Comparison(List.of(fault(7, 0, 0, 0)), 0, 0, SampleKind.IMAGE);
    assertThatThrownBy(() -> Equivalence.of(empty, Margin.DEFAULT, Strata.LAYER_BIT))
        .isInstanceOf(MalformedInputException.class)
        .hasMessage("injection 7: expected at least 1 image, found 0");
    Comparison more = new Comparison(List.of(fault(8, 10, 3, 11)), 0, 0, SampleKind.IMAGE);
    assertThatThrownBy(() -> Equivalence.of(more, Margin.DEFAULT, Strata.LAYER_BIT))
        .isInstanceOf(MalformedInputException.class)
        .hasMessage(
            "injection 8: expected counts within n_injections, found 11 critical of 10 images");
  }

  @Test
  void shouldReadTheMarginInPoints() {
    assertThat(Margin.ofPoints(0.1)).isEqualTo(Margin.DEFAULT).hasToString("±0.1 pp");
    assertThat(Margin.ofPoints(2)).hasToString("±2 pp");
    assertThatThrownBy(() -> Margin.ofPoints(0)).hasMessage("a margin of 0.0");
  }
}
