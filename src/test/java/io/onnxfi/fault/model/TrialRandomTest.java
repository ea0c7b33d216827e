package io.onnxfi.fault.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.onnxfi.tensor.ElementType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TrialRandomTest {
  private static final int TRIALS = 100_000;

  @Test
  void shouldBeTheNamedGenerator() {
    assertThat(TrialRandom.of(0, 0).getClass().getSimpleName()).isEqualTo(TrialRandom.GENERATOR);
  }

  /** What a program in Python gives that was written from the description of the generator. */
  @Test
  void shouldRepeatItsNumbers() {
    RandomGenerator random = TrialRandom.of(42, 7);

    assertThat(new long[] {random.nextLong(), random.nextLong()})
        .containsExactly(-8123647831052908183L, 3402778211785473230L);
  }

  /** The same program, of the place of the second fault. */
  @Test
  void shouldRepeatTheNumbersOfAPlace() {
    RandomGenerator random = TrialRandom.ofPlace(42, 7, 1);

    assertThat(new long[] {random.nextLong(), random.nextLong()})
        .containsExactly(-3494808103425152472L, 1468528677616761775L);
    assertThat(TrialRandom.ofPlace(42, 7, 0).nextLong())
        .isNotEqualTo(TrialRandom.of(42, 7).nextLong())
        .isNotEqualTo(TrialRandom.ofPlace(42, 0, 7).nextLong());
  }

  @Test
  void shouldBeginDifferentlyForEachTrialAndSeed() {
    Set<Long> first = new HashSet<>();
    Set<Long> second = new HashSet<>();
    for (int trial = 0; trial < TRIALS; trial++) {
      RandomGenerator random = TrialRandom.of(1, trial);
      first.add(random.nextLong());
      second.add(random.nextLong());
    }
    for (int seed = 2; seed <= TRIALS; seed++) {
      first.add(TrialRandom.of(seed, 0).nextLong());
    }
    // Twice 10^5 numbers out of 2^64 are distinct but for one seed in 10^9.
    assertThat(first.size()).isEqualTo(2 * TRIALS - 1);
    assertThat(second.size()).isEqualTo(TRIALS);
  }

  /** Seed and number are told apart: (1, 2) is not (2, 1), nor (0, 3). */
  @Test
  void shouldNotMixUpSeedAndTrial() {
    Set<Long> first = new HashSet<>();
    for (int seed = -50; seed < 50; seed++) {
      for (int trial = -50; trial < 50; trial++) {
        first.add(TrialRandom.of(seed, trial).nextLong());
      }
    }
    assertThat(first.size()).isEqualTo(10_000);
  }

  @Test
  void shouldBeUncorrelatedBetweenNeighbours() {
    double byTrial = 0;
    double bySeed = 0;
    long[] cells = new long[100];
    double last = Draws.unit(TrialRandom.of(0, 0)) - 0.5;
    for (int i = 1; i <= TRIALS; i++) {
      double next = Draws.unit(TrialRandom.of(0, i)) - 0.5;
      byTrial += last * next;
      bySeed += next * (Draws.unit(TrialRandom.of(1, i)) - 0.5);
      cells[(int) ((next + 0.5) * 100)]++;
      last = next;
    }
    double deviation = Math.sqrt(TRIALS) / 12; // of a sum of products of uniform numbers
    assertThat(Math.abs(byTrial) / deviation).isLessThan(4);
    assertThat(Math.abs(bySeed) / deviation).isLessThan(4);
    assertThat(GoodnessOfFit.uniform(cells)).isGreaterThan(1e-3);
  }

  @Test
  void shouldGiveFaultsThatDoNotDependOnTheOrderOfTrials() {
    Elements golden = Elements.random(ElementType.FLOAT, 50, TrialRandom.of(0, 0));
    List<FaultModel> models =
        List.of(
            new BitErrorRate(0.05),
            new BitCount(9),
            new RandomBits(3),
            new Burst(2),
            new RandomByte(),
            new AbsoluteNoise(1),
            new RandomBetween(-1, 1));
    List<Integer> order = new ArrayList<>(IntStream.range(0, 40).boxed().toList());
    Collections.shuffle(order, new Random(1));
    for (FaultModel model : models) {
      List<long[]> inOrder =
          IntStream.range(0, 40)
              .mapToObj(trial -> golden.with(model, golden.target(), trial).bits())
              .toList();
      order.parallelStream()
          .forEach(
              trial ->
                  assertThat(golden.with(model, golden.target(), trial).bits())
                      .isEqualTo(inOrder.get(trial)));
      assertThat(inOrder.stream().map(Arrays::hashCode).distinct()).hasSize(40);
    }
  }
}
