package io.onnxfi.fault.model;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.tensor.ElementValues;
import java.util.random.RandomGenerator;

/**
 * Each element becomes a number drawn uniformly between the smallest and the largest fault-free
 * element of its tensor, rounded to its type; of whole numbers each is equally likely, these two
 * included.
 */
public record RandomInRange() implements FaultModel {
  @Override
  public String label() {
    return "random";
  }

  @Override
  public boolean isRandom() {
    return true;
  }

  @Override
  public boolean needsSpread() {
    return true;
  }

  @Override
  public void check(String where, Target target) {
    Refusals.requireNumbers(where, target);
  }

  @Override
  public void disturb(Target target, RandomGenerator random, Changes changes) {
    check(label(), target);
    Spread spread = target.spread().get();
    double least = spread.least();
    double most = spread.most();
    if (!(least <= most && Double.isFinite(least) && Double.isFinite(most))) {
      throw MalformedInputException.of(
          label(), "a tensor with finite elements", "a range of %s to %s".formatted(least, most));
    }
    boolean isWhole = !target.type().isFloatingPoint();
    for (long i = 0; i < target.region().size(); i++) {
      double value =
          isWhole ? Draws.whole(random, least, most) : Draws.between(random, least, most);
      changes.bits(target.region().position(i), 0, ElementValues.nearest(target.type(), value));
    }
  }
}
