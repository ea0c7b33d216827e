package io.onnxfi.training;

import java.util.SplittableRandom;

/**
 * Very many numbers of the standard normal distribution in binary32, each found by 32 random bits.
 *
 * <p>The ziggurat of G. Marsaglia and W. W. Tsang ("The ziggurat method for generating random
 * variables", Journal of Statistical Software 5(8), 2000) with 1,024 layers. Layer and place in it
 * come from different bits, as P. H. W. Leong et al. ask for ("A comment on the implementation of
 * the ziggurat method", J. Stat. Softw. 12(7), 2005). What is rare is computed in strict
 * arithmetic, so that the numbers are the same on every machine.
 */
final class NormalFloats {
  private static final int LAYER_BITS = 10;
  private static final int LAYERS = 1 << LAYER_BITS;

  /** Where the tail begins. */
  private static final double TAIL = 4.038849846109504;

  /** Area of every layer, under exp(-x²/2). */
  private static final double AREA = 0.001226324646353088;

  private static final float UNIT = 0x1p-21f;
  private static final double UNIT_52 = 0x1p-52;

  /**
   * Right ends of the layers from below, and 0; the lowest is as wide as if the tail were part of
   * it.
   */
  private static final double[] ENDS = ends();

  /** The density, times √2π, at these ends. */
  private static final double[] DENSITIES = densities();

  /** The ends times 2^-21: what a place in a layer is worth. */
  private static final float[] STEPS = new float[LAYERS];

  /** Nearer to 0 than this place in a layer, all is under the curve, whatever its height. */
  private static final int[] SURE = new int[LAYERS];

  static {
    for (int layer = 0; layer < LAYERS; layer++) {
      STEPS[layer] = (float) ENDS[layer] * UNIT;
      SURE[layer] = (int) (ENDS[layer + 1] / STEPS[layer]) - 1;
    }
  }

  private final RandomLanes lanes;
  private final int[] bits = new int[2 * RandomLanes.COUNT];
  private final int[] unsureLanes = new int[2 * RandomLanes.COUNT];
  private final SplittableRandom rare;

  /** The sequence of a key, as {@link Streams#key} gives it. */
  NormalFloats(long key) {
    this.lanes = new RandomLanes(key);
    this.rare = new SplittableRandom(~key);
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

  /**
   * Puts the next numbers into an array.
   *
   * @param from the first place
   * @param to behind the last place
   */
  void fill(float[] out, int from, int to) {
    for (int first = from; first < to; first += bits.length) {
      if (to - first > RandomLanes.COUNT) {
        lanes.nextTwo(bits);
      } else {
        lanes.next(bits);
      }
      int unsure = place(bits, out, first, Math.min(bits.length, to - first), unsureLanes);
      for (int i = 0; i < unsure; i++) {
        int lane = unsureLanes[i];
        out[first + lane] = decide(bits[lane]);
      }
    }
  }

  /**
   * Puts numbers as if each were sure.
   *
   * @param unsure receives the lanes of those that are not: about one in three hundred
   * @return how many these are
   */
  private static int place(int[] bits, float[] out, int first, int count, int[] unsure) {
    int found = 0;
    for (int lane = 0; lane < count; lane++) {
      int layer = bits[lane] & (LAYERS - 1);
      int place = bits[lane] >> LAYER_BITS;
      out[first + lane] = number(layer, place);
      if (Math.abs(place) >= SURE[layer]) {
        unsure[found++] = lane;
      }
    }
    return found;
  }

  /** Never 0. */
  private static float number(int layer, int place) {
    return (place + 0.5f) * STEPS[layer];
  }

  /** What becomes of a number in the tail, or where a layer sticks out of the curve. */
  private float decide(int firstBits) {
    for (int bits = firstBits; ; bits = rare.nextInt()) {
      int layer = bits & (LAYERS - 1);
      float number = number(layer, bits >> LAYER_BITS);
      if (Math.abs(number) < ENDS[layer + 1]) {
        return number;
      }
      if (layer == 0) {
        return Math.copySign((float) tail(), number);
      }
      double height = DENSITIES[layer] + uniform() * (DENSITIES[layer + 1] - DENSITIES[layer]);
      if (height < density(number)) {
        return number;
      }
    }
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
    return ((rare.nextLong() >>> 12) + 0.5) * UNIT_52;
  }
}
