package io.onnxfi.fault.model;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.ElementValues;
import java.util.random.RandomGenerator;

/**
 * Each element becomes a number drawn uniformly from [low, high), rounded to its type; of whole
 * numbers each is equally likely. {@code random:-1,1} is what the neuron lists of SCI-FI mean.
 *
 * @param low the smallest
 * @param high above the largest
 */
public record RandomBetween(double low, double high) implements FaultModel {
  /** Checks the range. */
  public RandomBetween {
    if (!(low < high && Double.isFinite(low) && Double.isFinite(high))) {
      throw new IllegalArgumentException("a range from %s to %s".formatted(low, high));
    }
  }

  @Override
  public String label() {
    return "random:%s,%s".formatted(Decimals.shortest(low), Decimals.shortest(high));
  }

  @Override
  public boolean isRandom() {
    return true;
  }

  @Override
  public void check(String where, Target target) {
    Refusals.requireNumbers(where, target);
    ElementType type = target.type();
    double least = ElementValues.least(type);
    double most = ElementValues.most(type);
    boolean fits =
        type.isFloatingPoint()
            ? low >= least && high <= most
            : first() <= last() && first() >= least && last() <= most;
    if (!fits) {
      throw MalformedInputException.of(
          where,
          "a range within that of %s, %s".formatted(type.label(), Refusals.rangeOf(type)),
          label());
    }
  }

  @Override
  public void disturb(Target target, RandomGenerator random, Changes changes) {
    check(label(), target);
    boolean isWhole = !target.type().isFloatingPoint();
    for (long i = 0; i < target.region().size(); i++) {
      double value =
          isWhole ? Draws.whole(random, first(), last()) : Draws.between(random, low, high);
      changes.bits(target.region().position(i), 0, ElementValues.nearest(target.type(), value));
    }
  }

  private double first() {
    return Math.ceil(low);
  }

  private double last() {
    return Math.ceil(high) - 1;
  }
}
