package io.onnxfi.fault;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Shares a number out in proportion: the rests go to those with the largest remainders. */
final class Shares {
  private Shares() {}

  /**
   * The shares, which add up to the total; none is above its weight if the total is not above their
   * sum.
   *
   * @param weights not negative, not all 0
   */
  static List<Long> of(long total, List<Long> weights) {
    double sum = weights.stream().mapToDouble(Long::doubleValue).sum();
    double[] exact = weights.stream().mapToDouble(weight -> total * (weight / sum)).toArray();
    List<Long> shares =
        IntStream.range(0, exact.length)
            .mapToObj(i -> (long) Math.floor(exact[i]))
            .collect(Collectors.toList());
    long rest = total - shares.stream().mapToLong(Long::longValue).sum();
    IntStream.range(0, exact.length)
        .boxed()
        .sorted(Comparator.comparingDouble((Integer i) -> Math.floor(exact[i]) - exact[i]))
        .limit(rest)
        .forEach(i -> shares.set(i, shares.get(i) + 1));
    return List.copyOf(shares);
  }
}
