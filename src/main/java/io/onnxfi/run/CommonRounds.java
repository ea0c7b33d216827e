package io.onnxfi.run;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/** Runs several sides until all stop after the same round, so that they can be compared. */
final class CommonRounds {
  private CommonRounds() {}

  /**
   * Runs one side.
   *
   * @param <S> the side
   * @param <R> its result
   */
  @FunctionalInterface
  interface Run<S, R> {
    /** Runs a side, or goes on, to the first round from {@code atLeast} on after which it stops. */
    R to(S side, int atLeast);
  }

  /**
   * Runs each side, and again where another one needed more rounds: all end after the first round
   * after which each would stop.
   *
   * @param rounds of a result
   */
  static <S, R> Map<S, R> reach(List<S> sides, Run<S, R> run, ToIntFunction<R> rounds) {
    Map<S, R> results = new LinkedHashMap<>();
    int furthest = 0;
    boolean settled = false;
    while (!settled) {
      settled = true;
      for (S side : sides) {
        R before = results.get(side);
        if (before == null || rounds.applyAsInt(before) < furthest) {
          R now = run.to(side, furthest);
          settled &= results.isEmpty() || rounds.applyAsInt(now) == furthest;
          furthest = Math.max(furthest, rounds.applyAsInt(now));
          results.put(side, now);
        }
      }
    }
    return results;
  }
}
