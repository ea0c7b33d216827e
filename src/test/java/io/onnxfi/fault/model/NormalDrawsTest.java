package io.onnxfi.fault.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.random.RandomGenerator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;

class NormalDrawsTest {
  /** Probability of numbers at least as far from normal: 40 cells of equal probability. */
  static double fit(DoubleStream numbers) {
    NormalDistribution normal = NormalDistribution.of(0, 1);
    long[] observed = new long[40];
    numbers.forEach(
        number -> observed[(int) Math.min(39, normal.cumulativeProbability(number) * 40)]++);
    return GoodnessOfFit.uniform(observed);
  }

  @Test
  void shouldBeNormal() {
    NormalDraws draws = new NormalDraws(TrialRandom.of(5, 5));

    assertThat(fit(IntStream.range(0, 200_000).mapToDouble(i -> draws.next()))).isGreaterThan(1e-3);
  }

  /** Both numbers of a pair are used, and neighbours are not correlated. */
  @Test
  void shouldBeUncorrelated() {
    NormalDraws draws = new NormalDraws(TrialRandom.of(5, 6));
    int n = 100_000;
    double sum = 0;
    double last = draws.next();
    for (int i = 0; i < n; i++) {
      double next = draws.next();
      sum += last * next;
      last = next;
    }
    assertThat(Math.abs(sum) / Math.sqrt(n)).isLessThan(4); // standard deviations
  }

  /** The same on every machine and in every version of Java. */
  @Test
  void shouldRepeatItsNumbers() {
    RandomGenerator random = TrialRandom.of(1, 2);
    NormalDraws draws = new NormalDraws(random);

    assertThat(new double[] {draws.next(), draws.next(), draws.next()})
        .containsExactly(-0.9897376537453394, -0.8883020490065722, 1.2953088405269828);
  }
}
