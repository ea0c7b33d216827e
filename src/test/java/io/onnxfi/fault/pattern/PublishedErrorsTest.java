package io.onnxfi.fault.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.onnxfi.fault.model.TrialRandom;
import io.onnxfi.fault.pattern.PublishedErrors.Seen;
import io.onnxfi.tensor.Shape;
import java.util.HashMap;
import java.util.List;
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

  /** Of 1 × 1 feature maps, what needs neighbours in a channel is left out, and nothing else. */
  @ParameterizedTest
  @EnumSource
  void shouldDrawOnlyWhatFits(PublishedErrors errors) {
    Shape image = Shape.of(64, 1, 1);
    Map<ErrorPattern, Long> drawn = new HashMap<>();
    for (int trial = 0; trial < 3000; trial++) {
      drawn.merge(errors.draw(image, 5, TrialRandom.of(6, trial)), 1L, Long::sum);
    }
    List<Seen> fitting =
        errors.observations().stream()
            .filter(seen -> seen.pattern().lack(image, 5).isEmpty())
            .toList();
    assertThat(fitting).isNotEmpty();
    assertThat(drawn.keySet()).allMatch(pattern -> pattern.lack(image, 5).isEmpty());
    if (fitting.size() > 1) {
      double all = fitting.stream().mapToInt(Seen::outputs).sum();
      assertThat(
              ChiSquareTest.withDefaults()
                  .test(
                      fitting.stream().mapToDouble(seen -> 3000 * seen.outputs() / all).toArray(),
                      fitting.stream()
                          .mapToLong(seen -> drawn.getOrDefault(seen.pattern(), 0L))
                          .toArray())
                  .getPValue())
          .isGreaterThan(1e-3);
    }
    assertThat(errors.size(image, 5))
        .isEqualTo(fitting.stream().mapToLong(s -> s.pattern().size(image, 5)).min().orElseThrow());
  }

  @Test
  void shouldSayWhatIsLackingWhereNoneFits() {
    assertThat(PublishedErrors.FFT_WARP.lack(Shape.of(4), 0))
        .hasValue("channels and places for full-channel:15 of fft-warp");
    assertThat(PublishedErrors.GEMM_THREAD.lack(Shape.of(4), 0)).isEmpty();
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
