package io.onnxfi.fault.model;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * The random numbers of one trial, which come from a seed and the trial's number alone: not from
 * the machine, nor from which trials were run before or beside it.
 */
public final class TrialRandom {
  /** Name of the generator, recorded with the seed. */
  public static final String GENERATOR = "L64X128MixRandom";

  /** Of the study's seed and the trial's number it makes the generator's seed. */
  private static final String DIGEST = "SHA-256";

  private TrialRandom() {}

  /**
   * A new generator in the first state of a trial. Its seed is the first 8 bytes of the SHA-256 of
   * both numbers (8 bytes each; all with the most significant first), so that neighbouring seeds
   * and numbers give streams that have nothing to do with each other.
   */
  public static RandomGenerator of(long seed, long trial) {
    return made(seed, trial);
  }

  /**
   * A new generator for what the place of one of a trial's faults leaves open: a stream of its own,
   * so that nothing else is drawn differently for it. Its seed is made in the same way of three
   * numbers.
   *
   * @param fault which of the faults, from 0 in the order of the trial
   */
  public static RandomGenerator ofPlace(long seed, long trial, int fault) {
    return made(seed, trial, fault);
  }

  private static RandomGenerator made(long... numbers) {
    byte[] bytes = new byte[numbers.length * Long.BYTES];
    ByteBuffer.wrap(bytes).asLongBuffer().put(numbers);
    try {
      byte[] digest = MessageDigest.getInstance(DIGEST).digest(bytes);
      // Not all of the digest: from an array of bytes, Java 17 often makes one seed of several.
      return RandomGeneratorFactory.of(GENERATOR).create(ByteBuffer.wrap(digest).getLong());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has " + DIGEST, e);
    }
  }
}
