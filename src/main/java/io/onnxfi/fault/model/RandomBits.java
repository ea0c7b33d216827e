package io.onnxfi.fault.model;

import java.util.random.RandomGenerator;

/**
 * Distinct bits of a word are inverted, drawn for each element; every choice is equally likely.
 *
 * @param bits how many
 */
public record RandomBits(int bits) implements FaultModel {
  /** Checks the number. */
  public RandomBits {
    if (bits < 1 || bits > Long.SIZE) {
      throw new IllegalArgumentException("%d bits of a word".formatted(bits));
    }
  }

  @Override
  public String label() {
    return "bits:" + bits;
  }

  @Override
  public boolean isRandom() {
    return true;
  }

  @Override
  public void check(String where, Target target) {
    Refusals.requireWidth(where, target, bits);
  }

  @Override
  public void disturb(Target target, RandomGenerator random, Changes changes) {
    check(label(), target);
    for (long i = 0; i < target.region().size(); i++) {
      changes.bits(target.region().position(i), -1, draw(target.type().bits(), random));
    }
  }

  /** R. W. Floyd's sample without replacement (Communications of the ACM 30, 1987, 754-757). */
  private long draw(int width, RandomGenerator random) {
    long mask = 0;
    for (int last = width - bits; last < width; last++) {
      int bit = Draws.below(random, last + 1);
      mask |= 1L << ((mask >>> bit & 1) == 0 ? bit : last);
    }
    return mask;
  }
}
