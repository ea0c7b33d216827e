package io.onnxfi.fault.model;

import java.util.random.RandomGenerator;

/**
 * The named bit always reads as one value: a permanent defect. It changes nothing where the bit has
 * that value anyway.
 *
 * @param one whether the bit reads as 1
 */
public record StuckAt(boolean one) implements FaultModel {
  @Override
  public String label() {
    return one ? "stuck-at-1" : "stuck-at-0";
  }

  @Override
  public boolean needsBit() {
    return true;
  }

  @Override
  public void check(String where, Target target) {
    Refusals.requireNamedBit(where, target);
  }

  @Override
  public void disturb(Target target, RandomGenerator random, Changes changes) {
    check(label(), target);
    long mask = 1L << target.bit().getAsInt();
    for (long i = 0; i < target.region().size(); i++) {
      changes.bits(target.region().position(i), ~mask, one ? mask : 0);
    }
  }
}
