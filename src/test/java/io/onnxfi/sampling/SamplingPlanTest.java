package io.onnxfi.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.onnxfi.outcome.TrialOutcome;
import io.onnxfi.testing.TestTrials;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Scale;
import org.junit.jupiter.api.Test;

class SamplingPlanTest {
  private static final VarianceComponents RESNET20 =
      new VarianceComponents(0.0128, 0.0061, 0.0017, 32);
  private static final CostModel COST = new CostModel(0.01, 0.0005);
  private static final SamplingPlan PLAN = new SamplingPlan(RESNET20, COST, 10_000, 0.95);

  /** By hand: √(0.0017 / 0.00609983 · 20) = 2.36 (Cochran, equation 10.26). */
  @Test
  void shouldBalanceTheCostsOfFaultsAndImages() {
    assertThat(images(RESNET20, 10_000, 1)).isEqualTo(2);
    assertThat(images(RESNET20, 10_000, 25)).as("as replay takes them").isEqualTo(25);
    VarianceComponents alike = new VarianceComponents(0.5, 0, 0.25, 1);
    // The fewest faults with so many images that z²·0.25·(1/m − 1/300)/500 = 0.002²: m = 184.6.
    assertThat(images(alike, 300, 1)).as("faults do not differ").isEqualTo(185);
    VarianceComponents sure = new VarianceComponents(0.01, 0.0099, 0, 1);
    assertThat(images(sure, 300, 1)).as("all images of a fault agree").isEqualTo(1);
  }

  private static int images(VarianceComponents variance, int images, int batch) {
    return new SamplingPlan(variance, COST, images, batch, 0.95)
        .cheapest(0.002, Long.MAX_VALUE)
        .orElseThrow()
        .imagesPerFault();
  }

  @Test
  void shouldTakeWholeBatchesOrAllImages() {
    SamplingPlan plan = new SamplingPlan(RESNET20, COST, 60, 25, 0.95);
    assertThat(IntStream.of(1, 25, 38, 56, 70).map(plan::nearest))
        .containsExactly(25, 25, 50, 50, 60);
    assertThat(new SamplingPlan(RESNET20, COST, 10, 25, 0.95).nearest(1)).isEqualTo(10);
    assertThatThrownBy(() -> new SamplingPlan(RESNET20, COST, 10, 0, 0.95))
        .hasMessage("10 images in batches of 0");
  }

  @Property(tries = 100)
  void shouldFindTheLeastFaultsAndNoCheaperImages(
      @ForAll @DoubleRange(min = 0.0005, max = 0.03) @Scale(4) double margin,
      @ForAll @DoubleRange(min = 0.0001, max = 0.01) @Scale(4) double between,
      @ForAll @DoubleRange(min = 0.0001, max = 0.01) @Scale(4) double within,
      @ForAll @IntRange(min = 1, max = 32) int strata) {
    SamplingPlan plan =
        new SamplingPlan(new VarianceComponents(0.02, between, within, strata), COST, 1000, 0.95);
    SamplingPlan.Design best = plan.cheapest(margin, Long.MAX_VALUE).orElseThrow();
    assertThat(best.margin()).isLessThanOrEqualTo(margin);
    if (best.faults() > RateEstimator.ENOUGH_FAULTS) {
      assertThat(plan.margin(best.faults() - 1, best.imagesPerFault())).isGreaterThan(margin);
    }
    for (int images : new int[] {1, 2, 5, 20, 100, 500, 1000}) {
      double others = plan.faults(margin, images).orElseThrow();
      assertThat(best.seconds()).isLessThanOrEqualTo(COST.seconds(others, images));
    }
  }

  @Test
  void shouldTakeMoreImagesWhereFaultsAreFew() {
    double margin = 0.002;
    long cheapest = PLAN.faults(margin, 2).orElseThrow();
    long fewest = PLAN.faults(margin, 10_000).orElseThrow();
    assertThat(PLAN.cheapest(margin, cheapest)).hasValue(PLAN.design(cheapest, 2));
    SamplingPlan.Design few = PLAN.cheapest(margin, fewest + 10).orElseThrow();
    assertThat(few.imagesPerFault()).isBetween(20, 10_000);
    assertThat(few.faults()).isLessThanOrEqualTo(fewest + 10);
    assertThat(PLAN.faults(margin, few.imagesPerFault() - 1).orElseThrow())
        .isGreaterThan(fewest + 10);
    assertThat(PLAN.cheapest(margin, fewest - 1)).isEmpty();
  }

  @Test
  void shouldSayWhatImagesAddToTheErrorOfTheFaults() {
    // By hand: √(1 + 0.0017·(1/100 − 1/10,000)/0.0061) = 1.001379.
    assertThat(PLAN.design(5000, 100).error()).isEqualTo(1.001379, within(1e-6));
    assertThat(PLAN.design(5000, 100).inferences()).isEqualTo(500_000);
    assertThat(PLAN.design(5000, 100).seconds()).isEqualTo(300, within(1e-9));
    SamplingPlan slow = new SamplingPlan(RESNET20, new CostModel(0.01, 0.0005, 60), 10_000, 0.95);
    assertThat(slow.design(5000, 100).seconds()).as("once").isEqualTo(360, within(1e-9));
    assertThatThrownBy(() -> new CostModel(0, 1)).hasMessageContaining("costs of 0.0");
    assertThatThrownBy(() -> new CostModel(1, 1, -1)).hasMessageContaining("-1.0 seconds");
  }

  /** Faults of four rates and images at random: the pilot's own images are taken out again. */
  @Test
  void shouldTakeTheImagesOutOfTheSpreadBetweenFaults() {
    double[] rates = {0, 0.1, 0.2, 0.9};
    double mean = 0.3;
    double between = IntStream.range(0, 4).mapToDouble(i -> square(rates[i] - mean)).sum() / 4;
    double within = IntStream.range(0, 4).mapToDouble(i -> rates[i] * (1 - rates[i])).sum() / 4;
    Random random = new Random(1);
    List<TrialOutcome> pilot = new ArrayList<>();
    for (int fault = 0; fault < 40_000; fault++) {
      int bit = fault % 8;
      double rate = rates[(fault / 8 % 2 == 0 ? bit : bit + 2) % 4];
      long critical = IntStream.range(0, 5).filter(i -> random.nextDouble() < rate).count();
      pilot.add(TestTrials.outcome("conv", bit, 5, critical));
    }
    VarianceComponents simple = VarianceComponents.of(pilot, 1_000_000, Strata.NONE);
    // 40,000 faults: the standard errors are 0.0018, 0.0006 and 0.0006; four of them.
    assertThat(simple.rate()).isEqualTo(mean, within(0.008));
    assertThat(simple.between()).isEqualTo(between, within(0.0025));
    assertThat(simple.within()).isEqualTo(within, within(0.0025));
    assertThat(simple.strata()).isEqualTo(1);
    VarianceComponents byBit = VarianceComponents.of(pilot, 1_000_000, Strata.LAYER_BIT);
    assertThat(byBit.strata()).isEqualTo(8);
    // Even bits have the rates 0 and 0.2, odd ones 0.1 and 0.9.
    assertThat(byBit.between()).isEqualTo((0.01 + 0.16) / 2, within(0.0025));
  }

  private static double square(double value) {
    return value * value;
  }
}
