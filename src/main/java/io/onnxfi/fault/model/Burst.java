package io.onnxfi.fault.model;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.tensor.ElementType;
import java.util.random.RandomGenerator;

/**
 * Adjacent bits of a word are inverted: a multi-bit upset. They begin at the named bit and go
 * upwards; if none is named, each element has a start of its own, drawn among all that fit.
 *
 * @param bits how many
 */
public record Burst(int bits) implements FaultModel {
  /** Checks the number. */
  public Burst {
    if (bits < 1 || bits > Long.SIZE) {
      throw new IllegalArgumentException("a burst of %d bits".formatted(bits));
    }
  }

  @Override
  public String label() {
    return "burst:" + bits;
  }

  @Override
  public boolean isRandom() {
    return true;
  }

  @Override
  public void check(String where, Target target) {
    Refusals.requireWidth(where, target, bits);
    Refusals.requireAnyBit(where, target);
    ElementType type = target.type();
    if (target.bit().isPresent() && target.bit().getAsInt() + bits > type.bits()) {
      throw MalformedInputException.of(
          where,
          "%d bits upwards within the %d of %s".formatted(bits, type.bits(), type.label()),
          "bit %d as the first".formatted(target.bit().getAsInt()));
    }
  }

  @Override
  public void disturb(Target target, RandomGenerator random, Changes changes) {
    check(label(), target);
    long burst = -1L >>> (Long.SIZE - bits);
    int starts = target.type().bits() - bits + 1;
    for (long i = 0; i < target.region().size(); i++) {
      int start = target.bit().isPresent() ? target.bit().getAsInt() : Draws.below(random, starts);
      changes.bits(target.region().position(i), -1, burst << start);
    }
  }
}
