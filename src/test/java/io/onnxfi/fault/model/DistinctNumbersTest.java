package io.onnxfi.fault.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DistinctNumbersTest {
  private static List<Long> draw(long bound, long count, long trial) {
    List<Long> numbers = new ArrayList<>();
    DistinctNumbers.draw(TrialRandom.of(8, trial), bound, count, numbers::add);
    return numbers;
  }

  @Test
  void shouldChooseEachSetEquallyOften() {
    Map<List<Long>, Long> sets = new HashMap<>();
    for (int trial = 0; trial < 20_000; trial++) {
      sets.merge(draw(6, 3, trial), 1L, Long::sum);
    }

    assertThat(sets).hasSize(20);
    assertThat(GoodnessOfFit.uniform(sets.values().stream().mapToLong(count -> count).toArray()))
        .isGreaterThan(1e-3);
  }

  @Test
  void shouldAscendAndBeDistinct() {
    for (long count : new long[] {0, 1, 15, 16, 17, 500, 512, 513, 1000, 1024}) {
      assertThat(draw(1024, count, count))
          .hasSize((int) count)
          .isSorted()
          .doesNotHaveDuplicates()
          .allMatch(number -> number >= 0 && number < 1024);
    }
  }

  /** With few drawn of few, some are often drawn twice: 16 of 1,024 in one of nine cases. */
  @Test
  void shouldDrawAgainWhatWasDrawnTwice() {
    long[] seen = new long[1024];
    for (int trial = 0; trial < 2000; trial++) {
      List<Long> numbers = draw(1024, 16, trial);
      assertThat(numbers).hasSize(16).doesNotHaveDuplicates();
      numbers.forEach(number -> seen[number.intValue()]++);
    }
    assertThat(GoodnessOfFit.uniform(seen)).isGreaterThan(1e-3);
  }
}
