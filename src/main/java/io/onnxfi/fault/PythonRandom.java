package io.onnxfi.fault;

import org.apache.commons.rng.core.source32.MersenneTwister;

/**
 * Integers as Python's {@code random.Random(seed).randint} gives them: the 32-bit Mersenne Twister
 * seeded by array, of whose outputs the upper bits are taken until they fall within the range.
 */
final class PythonRandom {
  private final MersenneTwister twister;

  /**
   * A generator.
   *
   * @param seed not negative
   */
  PythonRandom(int seed) {
    this.twister = new MersenneTwister(new int[] {seed});
  }

  /** Uniform from 0 to below the bound. */
  int below(int bound) {
    int bits = Integer.SIZE - Integer.numberOfLeadingZeros(bound);
    int value = twister.nextInt() >>> (Integer.SIZE - bits);
    while (value >= bound) {
      value = twister.nextInt() >>> (Integer.SIZE - bits);
    }
    return value;
  }
}
