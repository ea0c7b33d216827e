package io.onnxfi.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class CommonRoundsTest {
  private static final int ALL = 20;

  /** The first of some rounds from {@code atLeast} on, or the last there is. */
  private static int stop(List<Integer> stops, int atLeast) {
    return stops.stream()
        .filter(round -> round >= Math.max(1, atLeast))
        .min(Integer::compare)
        .orElse(ALL);
  }

  @Test
  void shouldGoOnUntilAllStopAfterTheSameRound() {
    Map<String, List<Integer>> stops = Map.of("a", List.of(2, 5, 6, 9), "b", List.of(4, 6, 8));
    List<String> calls = new ArrayList<>();
    Map<String, Integer> reached =
        CommonRounds.reach(
            List.of("a", "b"),
            (side, atLeast) -> {
              calls.add(side + atLeast);
              return stop(stops.get(side), atLeast);
            },
            Integer::intValue);
    assertThat(reached).containsEntry("a", 6).containsEntry("b", 6);
    assertThat(calls).containsExactly("a0", "b2", "a4", "b5", "a6");
  }

  @Property(tries = 200)
  void shouldEndAfterTheFirstCommonRound(
      @ForAll @Size(max = 8) List<@IntRange(min = 1, max = 19) Integer> left,
      @ForAll @Size(max = 8) List<@IntRange(min = 1, max = 19) Integer> right) {
    int expected = left.stream().filter(right::contains).min(Integer::compare).orElse(ALL);
    Map<Integer, Integer> reached =
        CommonRounds.reach(
            List.of(0, 1),
            (side, atLeast) -> stop(side == 0 ? left : right, atLeast),
            Integer::intValue);
    assertThat(reached.values()).containsOnly(expected);
  }
}
