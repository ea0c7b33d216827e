package io.onnxfi.fault.model;

import java.util.random.RandomGenerator;

/**
 * Each bit of the region is inverted with the same probability, independently of all others.
 *
 * <p>The distance from one inverted bit to the next has a geometric distribution and is drawn at
 * once, so that a rate of 1e-10 costs nothing however large the region is.
 *
 * @param rate probability for one bit, from 0 to 1
 */
public record BitErrorRate(double rate) implements FaultModel {
  /** Checks the rate. */
  public BitErrorRate {
    if (!(rate >= 0 && rate <= 1)) {
      throw new IllegalArgumentException("a bit error rate of " + rate);
    }
  }

  @Override
  public String label() {
    return "ber:" + Decimals.shortest(rate);
  }

  @Override
  public boolean isRandom() {
    return true;
  }

  @Override
  public void check(String where, Target target) {
    Refusals.requireBits(where, target);
  }

  @Override
  public void disturb(Target target, RandomGenerator random, Changes changes) {
    check(label(), target);
    if (rate == 0) {
      return;
    }
    RegionBits bits = new RegionBits(target, changes);
    double survival = StrictMath.log1p(-rate); // minus infinity where every bit is inverted
    long left = bits.count(); // behind the last inverted one
    while (true) {
      // Bits that stay before the next that does not: P(at least n) = (1 - rate)^n.
      double gap = StrictMath.log(Draws.positiveUnit(random)) / survival;
      if (gap >= left) {
        break;
      }
      left -= 1 + (long) gap;
      bits.invert(bits.count() - left - 1);
    }
    bits.finish();
  }
}
