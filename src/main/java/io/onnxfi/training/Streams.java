package io.onnxfi.training;

import io.onnxfi.random.Generators;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Independent random streams from one seed, each found by coordinates: what an image draws in an
 * epoch depends neither on the thread that draws nor on what was drawn before.
 *
 * <p>The coordinates are folded into a 64-bit state with the finaliser of SplitMix64 (Steele, Lea
 * and Flood 2014, "Fast splittable pseudorandom number generators", mix64).
 */
final class Streams {
  /** Name of the generator, recorded with the seed. */
  static final String GENERATOR = "Xoshiro256PlusPlus";

  /** Coordinate of the order of the images: then the epoch. */
  static final long ORDER = 1;

  /** Coordinate of the changes to an image: then the epoch and the image. */
  static final long AUGMENTATION = 2;

  /** Coordinate of the images that are kept for validation. */
  static final long VALIDATION = 3;

  /** Coordinate of the seed that libtorch gets, for dropout: then the epoch. */
  static final long ENGINE = 4;

  /** Coordinate of what a {@link WeightHook} draws: then the step and the parameter. */
  static final long WEIGHTS = 5;

  /** Coordinate of errors while a network learns: then the step, the place and the image. */
  static final long OUTPUTS = 6;

  /** Coordinate of the errors of a penalty: then the step, 0 and the image. */
  static final long PENALTY = 7;

  /** Coordinate of errors while a network is measured: then the draw, the place and the image. */
  static final long MEASUREMENT = 8;

  /** The step of SplitMix64: 2^64 over the golden ratio, odd. */
  static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  private static final RandomGeneratorFactory<RandomGenerator> FACTORY = Generators.of(GENERATOR);

  private Streams() {}

  /** The stream at these coordinates. */
  static RandomGenerator of(long seed, long... coordinates) {
    return FACTORY.create(key(seed, coordinates));
  }

  /** What these coordinates are folded into. */
  static long key(long seed, long... coordinates) {
    long state = mix(seed + GOLDEN_GAMMA);
    for (long coordinate : coordinates) {
      state = mix(state + GOLDEN_GAMMA * (coordinate + 1));
    }
    return state;
  }

  /** The finaliser of SplitMix64. */
  static long mix(long z) {
    long a = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
    return b ^ (b >>> 31);
  }

  /** A permutation of 0 to {@code size - 1} (Fisher and Yates). */
  static int[] permutation(int size, RandomGenerator random) {
    int[] order = new int[size];
    for (int i = 0; i < size; i++) {
      int other = random.nextInt(i + 1);
      order[i] = order[other];
      order[other] = i;
    }
    return order;
  }
}
