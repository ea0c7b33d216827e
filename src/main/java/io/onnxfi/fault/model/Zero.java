package io.onnxfi.fault.model;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.tensor.ElementType;
import java.util.random.RandomGenerator;

/** Elements become 0, with all bits clear. */
public record Zero() implements FaultModel {
  @Override
  public String label() {
    return "zero";
  }

  @Override
  public void check(String where, Target target) {
    Refusals.requireBits(where, target);
    if (target.type() == ElementType.FLOAT8E8M0) {
      throw MalformedInputException.of(where, "a type that holds 0", target.type().label());
    }
  }

  @Override
  public void disturb(Target target, RandomGenerator random, Changes changes) {
    check(label(), target);
    for (long i = 0; i < target.region().size(); i++) {
      changes.bits(target.region().position(i), 0, 0);
    }
  }
}
