package io.onnxfi.fault.model;

import io.onnxfi.error.MalformedInputException;
import java.util.random.RandomGenerator;

/**
 * An exact number of distinct bits of the region is inverted; every choice is equally likely.
 *
 * @param bits how many, at least 1
 */
public record BitCount(long bits) implements FaultModel {
  /** Checks the number. */
  public BitCount {
    if (bits < 1) {
      throw new IllegalArgumentException("%d bits".formatted(bits));
    }
  }

  @Override
  public String label() {
    return "count:" + bits;
  }

  @Override
  public boolean isRandom() {
    return true;
  }

  @Override
  public void check(String where, Target target) {
    Refusals.requireBits(where, target);
    long count = RegionBits.count(target);
    if (bits > count) {
      throw MalformedInputException.of(
          where, "at most the %d bits of the region".formatted(count), bits + " bits");
    }
  }

  @Override
  public void disturb(Target target, RandomGenerator random, Changes changes) {
    check(label(), target);
    RegionBits all = new RegionBits(target, changes);
    DistinctNumbers.draw(random, all.count(), bits, all::invert);
    all.finish();
  }
}
