package io.onnxfi.fault.model;

import java.util.random.RandomGenerator;

/**
 * Numbers of the standard normal distribution, by the polar method (G. Marsaglia and T. A. Bray,
 * SIAM Review 6, 1964, 260-264) in strict arithmetic, so that they are the same on every machine.
 */
final class NormalDraws {
  private final RandomGenerator random;
  private double spare = Double.NaN; // the second of a pair; none if NaN

  NormalDraws(RandomGenerator random) {
    this.random = random;
  }

  double next() {
    if (!Double.isNaN(spare)) {
      double number = spare;
      spare = Double.NaN;
      return number;
    }
    double x;
    double y;
    double square;
    do {
      x = 2 * Draws.unit(random) - 1;
      y = 2 * Draws.unit(random) - 1;
      square = x * x + y * y;
    } while (square >= 1 || square == 0);
    double size = Math.sqrt(-2 * StrictMath.log(square) / square);
    spare = y * size;
    return x * size;
  }
}
