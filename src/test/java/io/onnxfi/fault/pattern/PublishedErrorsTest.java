package io.onnxfi.fault.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.onnxfi.fault.model.TrialRandom;
import io.onnxfi.fault.pattern.PublishedErrors.Seen;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.apache.commons.statistics.inference.ChiSquareTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PublishedErrorsTest {
  private static int outputs(PublishedErrors errors) {
    return errors.observations().stream().mapToInt(Seen::outputs).sum();
  }

  /** Corrupted outputs less those of the two patterns that are left out, as published. */
  @ParameterizedTest
  @CsvSource({
    "GEMM_THREAD, 3812, 0, 0",
    "WINOGRAD_THREAD, 4631, 0, 0",
    "FFT_THREAD, 7470, 95, 6",
    "GEMM_WARP, 11707, 0, 0",
    "WINOGRAD_WARP, 5869, 133, 6",
    "FFT_WARP, 8435, 32, 9"
  })
  void shouldCountAllOutputs(
      PublishedErrors errors, int published, int alternatingBlocks, int quasiShattered) {
    assertThat(outputs(errors)).isEqualTo(published - alternatingBlocks - quasiShattered);
  }

  /** Percent as published, of all corrupted outputs. */
  @Test
  void shouldHaveThePublishedFrequencies() {
    ToDoubleFunction<Class<?>> gemm = shares(PublishedErrors.GEMM_THREAD, 3812);
    assertThat(gemm.applyAsDouble(SingleElement.class)).isCloseTo(75.8, within(0.05));
    assertThat(gemm.applyAsDouble(BulletWake.class)).isCloseTo(20.6, within(0.05));
    assertThat(gemm.applyAsDouble(SingleBlock.class)).isCloseTo(1.5, within(0.05));
    assertThat(gemm.applyAsDouble(ChannelScatter.class)).isCloseTo(1.2, within(0.05));
    assertThat(gemm.applyAsDouble(SameRow.class)).isCloseTo(0.9, within(0.05));

    ToDoubleFunction<Class<?>> winograd = shares(PublishedErrors.WINOGRAD_THREAD, 4631);
    assertThat(winograd.applyAsDouble(SingleElement.class)).isCloseTo(21.7, within(0.05));
    assertThat(winograd.applyAsDouble(ChannelScatter.class)).isCloseTo(20.3, within(0.05));
    assertThat(winograd.applyAsDouble(SkipFour.class)).isCloseTo(16.8, within(0.05));
    assertThat(winograd.applyAsDouble(Shattered.class)).isCloseTo(15.2, within(0.05));
    assertThat(winograd.applyAsDouble(SameRow.class)).isCloseTo(14.9, within(0.05));

    assertThat(shares(PublishedErrors.FFT_THREAD, 7470).applyAsDouble(FullChannel.class))
        .isCloseTo(86, within(0.1));

    ToDoubleFunction<Class<?>> warp = shares(PublishedErrors.GEMM_WARP, 11707);
    assertThat(warp.applyAsDouble(SkipFour.class)).isCloseTo(44.7, within(0.05));
    assertThat(warp.applyAsDouble(ChannelBlocks.class)).isCloseTo(20.5, within(0.05));
    assertThat(warp.applyAsDouble(FullChannel.class)).isCloseTo(14.5, within(0.05));
  }

  private static ToDoubleFunction<Class<?>> shares(PublishedErrors errors, int all) {
    return pattern ->
        100.0
            / all
            * errors.observations().stream()
                .filter(seen -> pattern.isInstance(seen.pattern()))
                .mapToInt(Seen::outputs)
                .sum();
  }

  @ParameterizedTest
  @EnumSource
  void shouldDrawEachPatternAsOftenAsItWasObserved(PublishedErrors errors) {
    Map<ErrorPattern, Long> drawn = new HashMap<>();
    int draws = 10_000;
    for (int trial = 0; trial < draws; trial++) {
      drawn.merge(errors.draw(TrialRandom.of(4, trial)), 1L, Long::sum);
    }

    double[] expected =
        errors.observations().stream()
            .mapToDouble(seen -> (double) draws * seen.outputs() / outputs(errors))
            .toArray();
    long[] observed =
        errors.observations().stream()
            .mapToLong(seen -> drawn.getOrDefault(seen.pattern(), 0L))
            .toArray();
    assertThat(ChiSquareTest.withDefaults().test(expected, observed).getPValue())
        .isGreaterThan(1e-3);
  }
}
