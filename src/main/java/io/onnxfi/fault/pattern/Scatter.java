package io.onnxfi.fault.pattern;

import io.onnxfi.fault.model.Draws;
import java.util.HashSet;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;

/** Numbers of a run without any order, one of which is given. */
final class Scatter {
  private Scatter() {}

  /**
   * Draws some others besides one; every choice is equally likely. (R. W. Floyd's sample without
   * replacement, Communications of the ACM 30, 1987, 754-757.)
   *
   * @param run all numbers
   * @param anchor the given one
   * @param count how many with it, at most all
   */
  static LongStream among(Run run, long anchor, long count, RandomGenerator random) {
    long others = run.length() - 1;
    Set<Long> drawn = new HashSet<>();
    for (long last = others - (count - 1); last < others; last++) {
      long number = Draws.below(random, last + 1);
      drawn.add(drawn.contains(number) ? last : number);
    }
    LongStream ranks = drawn.stream().mapToLong(rank -> rank);
    return LongStream.concat(
        LongStream.of(anchor),
        ranks.map(rank -> run.first() + rank).map(there -> there < anchor ? there : there + 1));
  }
}
