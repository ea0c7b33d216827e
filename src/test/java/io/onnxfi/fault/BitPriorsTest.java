package io.onnxfi.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class BitPriorsTest {
  @Test
  void shouldGiveOutliersTheWorstShareAndScaleTheOthers() {
    double[] distances = new double[10];
    for (int i = 0; i < 9; i++) {
      distances[i] = i;
    }
    distances[9] = 1e38;
    BitPriors priors = BitPriors.ofDistances(distances);

    assertThat(priors.share(9)).isEqualTo(0.5);
    assertThat(priors.share(8)).isEqualTo(0.5);
    assertThat(priors.share(4)).isEqualTo(0.25);
    assertThat(priors.share(0)).isEqualTo(1e-4);
  }

  @Test
  void shouldTakeTheWorstWhereNothingTellsBitsApart() {
    assertThat(BitPriors.ofDistances(3, 3, 3, 3).share(2)).isEqualTo(0.5);
  }

  @Test
  void shouldShareOutEverything() {
    assertThat(Shares.of(10, List.of(1L, 1L, 1L))).containsExactly(4L, 3L, 3L);
    assertThat(Shares.of(6, List.of(1L, 2L, 3L))).containsExactly(1L, 2L, 3L);
    assertThat(Shares.of(1, List.of(5L, 0L))).containsExactly(1L, 0L);
  }
}
