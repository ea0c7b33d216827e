package io.onnxfi.fault.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Region;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BitCountTest {
  @ParameterizedTest
  @ValueSource(longs = {1, 4, 5, 100, 159, 160, 161, 319, 320})
  void shouldInvertExactlyThatManyBits(long count) {
    Elements golden = Elements.random(ElementType.FLOAT, 10, TrialRandom.of(0, 0));
    for (int trial = 0; trial < 20; trial++) {
      Elements faulty = golden.with(new BitCount(count), golden.target(), trial);

      assertThat(LongStream.of(faulty.differing(golden)).map(Long::bitCount).sum())
          .isEqualTo(count);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 40, 100}) // few; some; half; most of 128
  void shouldReachEachPlaceEquallyOften(long count) {
    Elements golden = new Elements(ElementType.UINT8, new long[16]);
    long[] observed = new long[128];
    int trials = (int) (6000 / count) + 1000;
    for (int trial = 0; trial < trials; trial++) {
      long[] bits = golden.with(new BitCount(count), golden.target(), trial).bits();
      for (int place = 0; place < 128; place++) {
        observed[place] += bits[place / 8] >>> (place % 8) & 1;
      }
    }

    // Without replacement the counts vary less than a multinomial's, so the test is too mild;
    // a place that is preferred would still show.
    assertThat(GoodnessOfFit.uniform(observed)).isGreaterThan(1e-3);
  }

  @Test
  void shouldDrawFromARegionOfAnySize() {
    List<Long> positions = new ArrayList<>();
    long elements = 1L << 55;
    new BitCount(1000)
        .disturb(
            new Target(
                "conv1.weight",
                ElementType.FLOAT,
                new Region.All(elements),
                OptionalInt.empty(),
                () -> null),
            TrialRandom.of(0, 0),
            new Changes() {
              @Override
              public void bits(long position, long kept, long inverted) {
                positions.add(position);
              }

              @Override
              public void add(long position, double amount) {
                throw new AssertionError();
              }
            });

    assertThat(positions).hasSize(1000).isSorted();
    assertThat(positions.get(0)).isBetween(0L, elements / 50);
    assertThat(positions.get(999)).isBetween(elements - elements / 50, elements);
  }
}
