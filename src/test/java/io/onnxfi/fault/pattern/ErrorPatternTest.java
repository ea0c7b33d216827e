package io.onnxfi.fault.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import io.onnxfi.fault.model.TrialRandom;
import io.onnxfi.tensor.Region;
import io.onnxfi.tensor.Shape;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorPatternTest {
  /** 4 channels of 3 rows of 5 columns: channels of 15 places. */
  private static final Shape IMAGE = Shape.of(4, 3, 5);

  static long[] positions(ErrorPattern pattern, Shape image, long anchor, long trial) {
    Region region = pattern.region(image, anchor, TrialRandom.of(9, trial));
    return LongStream.range(0, region.size()).map(region::position).toArray();
  }

  private static Set<List<Long>> drawn(ErrorPattern pattern, Shape image, long anchor) {
    Set<List<Long>> all = new HashSet<>();
    for (int trial = 0; trial < 400; trial++) {
      all.add(Arrays.stream(positions(pattern, image, anchor, trial)).boxed().toList());
    }
    return all;
  }

  private static boolean isAscending(long[] positions) {
    return IntStream.range(1, positions.length).allMatch(i -> positions[i - 1] < positions[i]);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "single",
        "same-row:3",
        "bullet-wake:50",
        "skip-4:2,25",
        "shattered:4,50,50",
        "full-channel:50",
        "single-block:8",
        "channel-blocks:8,50",
        "channel-scatter:30",
        "rectangle:2,2,50",
        "systolic-os:2,2",
        "systolic-ws:2,2",
        "gemm-thread",
        "winograd-thread",
        "fft-thread",
        "gemm-warp",
        "winograd-warp",
        "fft-warp"
      })
  void shouldHoldItsAnchorWithinTheActivation(String label) {
    ErrorPattern pattern = ErrorPatterns.parse("--pattern", label);
    for (Shape image : List.of(IMAGE, Shape.of(64, 8, 8), Shape.of(16, 32, 32))) {
      assertThat(pattern.anchors(image)).isNotEmpty();
      for (int trial = 0; trial < 60; trial++) {
        long anchor = trial * image.size() / 60;
        long[] positions = positions(pattern, image, anchor, trial);

        assertThat(positions).as(label).contains(anchor);
        assertThat(isAscending(positions)).as("%s: sorted, each once", label).isTrue();
        assertThat(positions[0]).isNotNegative();
        assertThat(positions[positions.length - 1]).isLessThan(image.size());
        assertThat(positions(pattern, image, anchor, trial)).isEqualTo(positions);
        if (pattern instanceof PublishedErrors) {
          assertThat((long) positions.length).isGreaterThanOrEqualTo(pattern.size(image, anchor));
        } else {
          assertThat((long) positions.length).as(label).isEqualTo(pattern.size(image, anchor));
        }
        if (!pattern.isRandom()) {
          assertThat(positions(pattern, image, anchor, trial + 1)).isEqualTo(positions);
        }
      }
    }
  }

  @Test
  void shouldBeOneElement() {
    assertThat(positions(new SingleElement(), IMAGE, 22, 0)).containsExactly(22);
    assertThat(positions(new SingleElement(), Shape.of(10), 9, 0)).containsExactly(9);
  }

  @Test
  void shouldTakeNeighboursOfARow() {
    // Row 1 of channel 1 begins at 20; column 2.
    assertThat(drawn(new SameRow(3), IMAGE, 22))
        .containsExactlyInAnyOrder(
            List.of(20L, 21L, 22L), List.of(21L, 22L, 23L), List.of(22L, 23L, 24L));
    // At the edge there is one way; a row that is shorter is taken as a whole.
    assertThat(drawn(new SameRow(3), IMAGE, 20)).containsExactly(List.of(20L, 21L, 22L));
    assertThat(drawn(new SameRow(8), IMAGE, 20)).containsExactly(List.of(20L, 21L, 22L, 23L, 24L));
  }

  @Test
  void shouldTakeTheSamePlaceOfSeveralChannels() {
    assertThat(drawn(new BulletWake(100), IMAGE, 22)).containsExactly(List.of(7L, 22L, 37L, 52L));
    assertThat(drawn(new BulletWake(1), IMAGE, 22))
        .containsExactlyInAnyOrder(List.of(7L, 22L), List.of(22L, 37L));
    assertThat(drawn(new BulletWake(75), IMAGE, 52)).containsExactly(List.of(22L, 37L, 52L));
  }

  @Test
  void shouldTakeEveryFourthPlace() {
    // Place 7 of channel 1: 3, 7, 11 have the same remainder.
    assertThat(drawn(new SkipFour(2, 1), IMAGE, 22))
        .containsExactlyInAnyOrder(List.of(18L, 22L), List.of(22L, 26L));
    assertThat(drawn(new SkipFour(8, 1), IMAGE, 22)).containsExactly(List.of(18L, 22L, 26L));
    assertThat(drawn(new SkipFour(8, 100), IMAGE, 22))
        .containsExactly(List.of(3L, 7L, 11L, 18L, 22L, 26L, 33L, 37L, 41L, 48L, 52L, 56L));
    // Place 14 is the last with remainder 2, and there is none with remainder 3 behind 11.
    assertThat(drawn(new SkipFour(4, 1), IMAGE, 14)).containsExactly(List.of(2L, 6L, 10L, 14L));
  }

  @Test
  void shouldShatterAroundACommonPlace() {
    for (int trial = 0; trial < 200; trial++) {
      long[] positions = positions(new Shattered(4, 50, 100), IMAGE, 22, trial);

      assertThat(positions).contains(7, 22, 37, 52).hasSize(8);
      for (int channel = 0; channel < 4; channel++) {
        assertThat(Math.abs(positions[2 * channel] - positions[2 * channel + 1])).isBetween(1L, 3L);
      }
    }
    assertThat(drawn(new Shattered(4, 50, 100), IMAGE, 22).size()).isGreaterThan(300);
    assertThat(positions(new Shattered(99, 100, 100), IMAGE, 22, 0)).hasSize(60);
  }

  @Test
  void shouldTakeWholeChannels() {
    assertThat(positions(new FullChannel(1), IMAGE, 22, 0))
        .isEqualTo(LongStream.range(15, 30).toArray());
    assertThat(positions(new FullChannel(100), IMAGE, 22, 0)).hasSize(60);
    assertThat(drawn(new FullChannel(50), IMAGE, 22)).hasSize(2);
  }

  @Test
  void shouldTakeABlockOfMemory() {
    assertThat(drawn(new SingleBlock(8), IMAGE, 22)).hasSize(8); // over the end of a channel, too
    assertThat(positions(new SingleBlock(8), IMAGE, 0, 0)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
    assertThat(positions(new SingleBlock(64), Shape.of(10), 5, 0)).hasSize(10);
    assertThat(drawn(new ChannelBlocks(15, 50), IMAGE, 50))
        .containsExactly(LongStream.range(30, 60).boxed().toList());
    for (List<Long> positions : drawn(new ChannelBlocks(8, 100), IMAGE, 22)) {
      assertThat(positions).hasSize(32);
      for (int i = 8; i < 32; i++) {
        assertThat(positions.get(i) - positions.get(i - 8)).isEqualTo(15);
      }
    }
  }

  @Test
  void shouldTakeARectangle() {
    assertThat(drawn(new Rectangle(2, 2, 1), IMAGE, 15))
        .containsExactly(List.of(15L, 16L, 20L, 21L));
    assertThat(drawn(new Rectangle(2, 2, 1), IMAGE, 22)).hasSize(4);
    assertThat(positions(new Rectangle(9, 2, 100), IMAGE, 0, 0))
        .containsExactly(
            0, 1, 5, 6, 10, 11, 15, 16, 20, 21, 25, 26, 30, 31, 35, 36, 40, 41, 45, 46, 50, 51, 55,
            56);
  }

  @Test
  void shouldScatterOverAChannel() {
    long[] seen = new long[60];
    for (int trial = 0; trial < 3000; trial++) {
      long[] positions = positions(new ChannelScatter(20), IMAGE, 22, trial);
      assertThat(positions).hasSize(3);
      Arrays.stream(positions).forEach(position -> seen[(int) position]++);
    }
    // The anchor always; each of the 14 others in 2 of 14 cases, 429 ± 4.5 standard deviations.
    assertThat(seen[22]).isEqualTo(3000);
    for (int position = 15; position < 30; position++) {
      if (position != 22) {
        assertThat(seen[position]).as("position %d", position).isBetween(343L, 515L);
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "same-row:3|[4, 3, 1]|at least 2 columns for same-row:3",
        "bullet-wake:100|[1, 8, 8]|at least 2 channels for bullet-wake:100",
        "shattered:2,50,25|[1, 8, 8]|at least 2 channels for shattered:2,50,25",
        "shattered:2,50,25|[8, 1, 1]|at least 2 places in a channel for shattered:2,50,25",
        "skip-4:8,15|[8, 2, 2]|at least 2 places a step of 4 apart for skip-4:8,15",
        "single-block:64|[7, 1, 1]|at least 8 elements for single-block:64",
        "channel-blocks:16,50|[4, 7]|at least 8 places in a channel for channel-blocks:16,50",
        "channel-blocks:16,50|[1, 64]|at least 2 channels for channel-blocks:16,50",
        "channel-scatter:5|[4, 1, 1]|at least 2 places in a channel for channel-scatter:5",
        "rectangle:2,2,50|[4, 9]|at least 2 rows for rectangle:2,2,50",
        "rectangle:2,2,50|[4, 9, 1]|at least 2 columns for rectangle:2,2,50",
        "full-channel:5|[10]|channels and places for full-channel:5",
        "bullet-wake:100|[]|channels and places for bullet-wake:100",
        "systolic-os:4,4|[10]|channels and places for systolic-os:4,4"
      })
  void shouldSayWhatAnActivationLacks(String label, String shape, String expected) {
    ErrorPattern pattern = ErrorPatterns.parse("--pattern", label);

    assertThat(pattern.lack(shape(shape), 0)).hasValue(expected);
    assertThat(pattern.anchors(shape(shape))).isEmpty();
  }

  private static Shape shape(String text) {
    String inner = text.substring(1, text.length() - 1);
    return Shape.of(
        inner.isEmpty()
            ? new long[0]
            : Arrays.stream(inner.split(", ", -1)).mapToLong(Long::parseLong).toArray());
  }

  /** Of 6 places, those of remainders 2 and 3 have no neighbour a step of 4 away. */
  @Test
  void shouldLieOnlyWhereItHasRoom() {
    assertThat(new SkipFour(2, 100).anchors(Shape.of(2, 2, 3)).toArray())
        .containsExactly(0, 1, 4, 5, 6, 7, 10, 11);
    assertThat(new SameRow(2).anchors(Shape.of(2, 3)).toArray()).containsExactly(0, 1, 2, 3, 4, 5);
  }
}
