package io.onnxfi.fault.model;

import java.util.random.RandomGenerator;

/** The named bit is inverted: a transient upset, and what the published lists mean by each row. */
public record BitFlip() implements FaultModel {
  @Override
  public String label() {
    return "flip";
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
      changes.bits(target.region().position(i), -1, mask);
    }
  }
}
