package io.onnxfi.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class OrderTest {
  private static List<Integer> faults(int count) {
    return IntStream.range(0, count).boxed().toList();
  }

  @Test
  void shouldRunAListInOneRound() {
    assertThat(Order.list().rounds(faults(1000))).containsExactly(faults(1000));
    assertThat(Order.list().rounds(List.of())).isEmpty();
  }

  @Property(tries = 50)
  void shouldRunEachFaultOnce(@ForAll @IntRange(max = 3000) int count, @ForAll long seed) {
    assertThat(Order.random(seed).rounds(faults(count)).stream().flatMap(List::stream))
        .containsExactlyInAnyOrderElementsOf(faults(count));
  }

  @Test
  void shouldGrowTheRoundsUpToALimit() {
    assertThat(Order.random(1).rounds(faults(1700)))
        .extracting(List::size)
        .containsExactly(32, 32, 64, 128, 256, 512, 512, 164);
  }

  @Test
  void shouldShuffleBySeed() {
    List<List<Integer>> rounds = Order.random(1).rounds(faults(64));
    assertThat(Order.random(1).rounds(faults(64))).isEqualTo(rounds);
    assertThat(Order.random(2).rounds(faults(64))).isNotEqualTo(rounds);
    assertThat(rounds.get(0)).isNotEqualTo(faults(32));
  }
}
