package io.onnxfi.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import io.onnxfi.outcome.Outcomes;
import io.onnxfi.outcome.TrialOutcome;
import io.onnxfi.testing.Effort;
import io.onnxfi.testing.PublishedData;
import io.onnxfi.testing.TestTrials;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.commons.statistics.descriptive.Mean;
import org.apache.commons.statistics.descriptive.StandardDeviation;
import org.junit.jupiter.api.Test;

/**
 * The published ResNet20 outcomes, resampled: each row's critical count is what the fault does to
 * the 10,000 images, of which 100 are drawn for each fault.
 */
class PublishedTwoStageTest {
  private static final int TRIALS = Effort.of(200, 2000);

  /** What fewer trials may be off more: a standard error. */
  private static final double SLACK = Effort.isLong() ? 0 : 0.015;

  private static final int FAULTS = 2000;
  private static final int SOME = 100;
  private static final RateEstimator RATE = new RateEstimator(Strata.LAYER_BIT, 0.95);

  /** What the trials of one design gave. */
  private static final class Tally {
    private final List<Double> rates = new ArrayList<>();
    private final List<Double> margins = new ArrayList<>();
    private int covered;

    void add(EstimatedRate interval, double truth) {
      rates.add(interval.rate());
      margins.add(interval.margin());
      covered += interval.covers(truth) ? 1 : 0;
    }

    double error() {
      return StandardDeviation.of(rates.stream().mapToDouble(r -> r).toArray()).getAsDouble();
    }

    double margin() {
      return Mean.of(margins.stream().mapToDouble(m -> m).toArray()).getAsDouble();
    }

    double coverage() {
      return (double) covered / TRIALS;
    }

    String row(String name, long inferences) {
      return "%-12s %,12d inferences  standard error %.4f points  margin %.4f points  coverage %.1f %%%n"
          .formatted(name, inferences, 100 * error(), 100 * margin(), 100 * coverage());
    }
  }

  @Test
  void shouldReachTheMarginOfAllImagesWithAHundredthOfThem() {
    Outcomes list =
        Outcomes.read(PublishedData.torchClassifier("CIFAR10", "resnet/ResNet20_FL.csv"));
    List<TrialOutcome> population = Sample.of(list);
    double truth = RATE.of(population).rate();
    SplittableRandom random = new SplittableRandom(20);
    Tally all = new Tally();
    Tally some = new Tally();
    for (int trial = 0; trial < TRIALS; trial++) {
      List<TrialOutcome> rows = new ArrayList<>();
      List<TrialOutcome> drawn = new ArrayList<>();
      for (int i = 0; i < FAULTS; i++) {
        TrialOutcome fault = population.get(random.nextInt(population.size()));
        rows.add(fault);
        drawn.add(draw(fault, random));
      }
      all.add(RATE.of(rows), truth);
      some.add(RATE.of(drawn), truth);
    }
    System.out.printf(
        "ResNet20, published outcomes (critical %.3f %%), %,d samples of %,d faults:%n%s%s",
        100 * truth,
        TRIALS,
        FAULTS,
        all.row("all images", FAULTS * 10_000L),
        some.row("100 images", (long) FAULTS * SOME));
    // Theory: √(1 + S₂²(1/100 − 1/10,000)/S₁²) = 1.0014 for the margin. The standard errors are
    // themselves estimates from 2,000 trials (1.6 % each; 5 % of 200), but over the same faults.
    assertThat(some.margin() / all.margin()).isBetween(0.99, 1.01);
    assertThat(some.error() / all.error()).isBetween(0.97, 1.03);
    assertThat(some.coverage()).isBetween(0.93 - SLACK, 0.97 + SLACK);
    assertThat(all.coverage()).isBetween(0.93 - SLACK, 0.97 + SLACK);
    VarianceComponents variance = VarianceComponents.of(population, 10_000, Strata.LAYER_BIT);
    double ratio =
        Math.sqrt(
            variance.variance(FAULTS, SOME, 10_000) / variance.variance(FAULTS, 10_000, 10_000));
    System.out.printf("ratio of the standard errors by the variance components: %.5f%n", ratio);
    assertThat(ratio).isBetween(1.0, 1.005);
  }

  /** A hundred of the ten thousand images without replacement. */
  private static TrialOutcome draw(TrialOutcome fault, SplittableRandom random) {
    long left = SOME;
    long critical = 0;
    for (long i = 0; i < fault.counts().critical() && left > 0; i++) {
      if (random.nextLong(fault.counts().images() - i) < left) {
        critical++;
        left--;
      }
    }
    return TestTrials.outcome(
        fault.trial().layer(), fault.trial().bit().orElseThrow(), SOME, critical);
  }
}
