package io.onnxfi.fault.model;

import java.util.random.RandomGenerator;

/**
 * Gaussian noise of a given standard deviation is added.
 *
 * @param sigma standard deviation, in the unit of the elements, at least 0
 */
public record AbsoluteNoise(double sigma) implements FaultModel {
  /** Checks the number. */
  public AbsoluteNoise {
    if (!(sigma >= 0 && Double.isFinite(sigma))) {
      throw new IllegalArgumentException("gaussian-abs of " + sigma);
    }
  }

  @Override
  public String label() {
    return "gaussian-abs:" + Decimals.shortest(sigma);
  }

  @Override
  public boolean isRandom() {
    return true;
  }

  @Override
  public void check(String where, Target target) {
    Refusals.requireNumbers(where, target);
  }

  @Override
  public void disturb(Target target, RandomGenerator random, Changes changes) {
    check(label(), target);
    add(sigma, target, random, changes);
  }

  static void add(double sigma, Target target, RandomGenerator random, Changes changes) {
    NormalDraws draws = new NormalDraws(random);
    for (long i = 0; i < target.region().size(); i++) {
      changes.add(target.region().position(i), sigma * draws.next());
    }
  }
}
