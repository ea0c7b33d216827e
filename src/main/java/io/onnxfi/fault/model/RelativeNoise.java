package io.onnxfi.fault.model;

import java.util.random.RandomGenerator;

/**
 * Gaussian noise is added: its standard deviation is a multiple of that of the tensor's fault-free
 * elements (with n-1). A tensor without spread stays as it is.
 *
 * @param alpha multiple of the tensor's standard deviation, at least 0
 */
public record RelativeNoise(double alpha) implements FaultModel {
  /** Checks the number. */
  public RelativeNoise {
    if (!(alpha >= 0 && Double.isFinite(alpha))) {
      throw new IllegalArgumentException("gaussian of " + alpha);
    }
  }

  @Override
  public String label() {
    return "gaussian:" + Decimals.shortest(alpha);
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
    double sigma = alpha * target.spread().get().deviation();
    if (sigma > 0) {
      AbsoluteNoise.add(sigma, target, random, changes);
    }
  }
}
