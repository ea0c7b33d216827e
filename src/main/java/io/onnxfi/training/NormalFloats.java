package io.onnxfi.training;

import java.util.random.RandomGenerator;

/**
 * Very many numbers of the standard normal distribution in binary32, two from each 64 random bits.
 *
 * <p>The ziggurat of G. Marsaglia and W. W. Tsang ("The ziggurat method for generating random
 * variables", Journal of Statistical Software 5(8), 2000) with its constants for 256 layers. Layer
 * and place in it come from different bits, as P. H. W. Leong et al. ask for ("A comment on the
 * implementation of the ziggurat method", J. Stat. Softw. 12(7), 2005). What is rare is computed in
 * strict arithmetic, so that the numbers are the same on every machine.
 */
final class NormalFloats {
  private static final int LAYERS = 256;

  /** Where the tail begins. */
  private static final double TAIL = 3.654152885361009;

  /** Area of every layer, under exp(-x²/2). */
  private static final double AREA = 0.00492867323399;

  private static final float UNIT = 0x1p-23f;
  private static final double UNIT_53 = 0x1p-53;

  /**
   * Right ends of the layers from below, and 0; the lowest is as wide as if the tail were part of
   * it.
   */
  private static final double[] ENDS = ends();

  /** The density, times √2π, at these ends. */
  private static final double[] DENSITIES = densities();

  /** The ends times 2^-23: what a place in a layer is worth. */
  private static final float[] STEPS = new float[LAYERS];

  /** Below it, a number in a layer is under the curve whatever its height. */
  private static final float[] SURE = new float[LAYERS];

  static {
    for (int layer = 0; layer < LAYERS; layer++) {
      STEPS[layer] = (float) ENDS[layer] * UNIT;
      SURE[layer] = (float) ENDS[layer + 1];
    }
  }

  private final RandomGenerator random;

  NormalFloats(RandomGenerator random) {
    this.random = random;
  }

  private static double[] ends() {
    double[] ends = new double[LAYERS + 1];
    ends[0] = AREA / density(TAIL);
    ends[1] = TAIL;
    for (int layer = 2; layer < LAYERS; layer++) {
      double height = AREA / ends[layer - 1] + density(ends[layer - 1]);
      ends[layer] = Math.sqrt(-2 * StrictMath.log(height));
    }
    return ends;
  }

  private static double[] densities() {
    double[] densities = new double[LAYERS + 1];
    for (int layer = 0; layer <= LAYERS; layer++) {
      densities[layer] = density(ENDS[layer]);
    }
    return densities;
  }

  private static double density(double x) {
    return StrictMath.exp(-0.5 * x * x);
  }

  /** Fills an array. */
  void fill(float[] out) {
    int pairs = out.length / 2;
    for (int pair = 0; pair < pairs; pair++) {
      long bits = random.nextLong();
      out[2 * pair] = of((int) bits);
      out[2 * pair + 1] = of((int) (bits >>> Integer.SIZE));
    }
    if (out.length % 2 == 1) {
      out[out.length - 1] = of((int) random.nextLong());
    }
  }

  /** From 8 bits for the layer and 24 for the place in it, which has a sign and is never 0. */
  private float of(int bits) {
    int layer = bits & (LAYERS - 1);
    float number = ((bits >> 8) + 0.5f) * STEPS[layer];
    return Math.abs(number) < SURE[layer] ? number : unsure(layer, number);
  }

  /** In the tail, or where a layer sticks out of the curve: about one in a hundred. */
  private float unsure(int layer, float number) {
    if (layer == 0) {
      return Math.copySign((float) tail(), number);
    }
    double height = DENSITIES[layer] + uniform() * (DENSITIES[layer + 1] - DENSITIES[layer]);
    return height < density(number) ? number : of((int) random.nextLong());
  }

  /** Beyond {@link #TAIL}: G. Marsaglia, Technometrics 6, 1964, 101-102. */
  private double tail() {
    double beyond;
    double other;
    do {
      beyond = -StrictMath.log(uniform()) / TAIL;
      other = -StrictMath.log(uniform());
    } while (2 * other < beyond * beyond);
    return TAIL + beyond;
  }

  /** Between 0 and 1, neither of them. */
  private double uniform() {
    return ((random.nextLong() >>> 11) + 0.5) * UNIT_53;
  }
}
