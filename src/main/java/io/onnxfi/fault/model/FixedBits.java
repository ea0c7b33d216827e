package io.onnxfi.fault.model;

import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The same bits of every element are inverted, whichever bit a list names.
 *
 * @param mask the bits, 0 is the least significant
 */
public record FixedBits(long mask) implements FaultModel {
  /** Checks that there is a bit. */
  public FixedBits {
    if (mask == 0) {
      throw new IllegalArgumentException("no bits");
    }
  }

  /** The highest bit first: {@code flip:30,3}. */
  @Override
  public String label() {
    return IntStream.iterate(highest(), bit -> bit >= 0, bit -> bit - 1)
        .filter(bit -> (mask >>> bit & 1) == 1)
        .mapToObj(Integer::toString)
        .collect(Collectors.joining(",", "flip:", ""));
  }

  @Override
  public void check(String where, Target target) {
    Refusals.requireBit(where, target, highest());
  }

  @Override
  public void disturb(Target target, RandomGenerator random, Changes changes) {
    check(label(), target);
    for (long i = 0; i < target.region().size(); i++) {
      changes.bits(target.region().position(i), -1, mask);
    }
  }

  private int highest() {
    return Long.SIZE - 1 - Long.numberOfLeadingZeros(mask);
  }
}
