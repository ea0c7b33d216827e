package io.onnxfi.fault.model;

import java.util.random.RandomGenerator;

/**
 * One byte of a word gets another value; each of the others is equally likely. It is the byte of
 * the named bit; if none is named, each element has one of its own, drawn at random. In a type
 * narrower than a byte it is the whole element.
 */
public record RandomByte() implements FaultModel {
  @Override
  public String label() {
    return "byte";
  }

  @Override
  public boolean isRandom() {
    return true;
  }

  @Override
  public void check(String where, Target target) {
    Refusals.requireAnyBit(where, target);
  }

  @Override
  public void disturb(Target target, RandomGenerator random, Changes changes) {
    check(label(), target);
    int width = Math.min(Byte.SIZE, target.type().bits());
    int bytes = target.type().bits() / width;
    for (long i = 0; i < target.region().size(); i++) {
      int place =
          target.bit().isPresent() ? target.bit().getAsInt() / width : Draws.below(random, bytes);
      // Inverting a set of bits that is not empty gives each other value from exactly one set.
      long inverted = 1L + Draws.below(random, (1 << width) - 1);
      changes.bits(target.region().position(i), -1, inverted << (place * width));
    }
  }
}
