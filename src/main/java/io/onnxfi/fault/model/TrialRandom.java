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
    byte[] numbers = ByteBuffer.allocate(2 * Long.BYTES).putLong(seed).putLong(trial).array();
    try {
      byte[] digest = MessageDigest.getInstance(DIGEST).digest(numbers);
      // Not all of the digest: from an array of bytes, Java 17 often makes one seed of several.
      return RandomGeneratorFactory.of(GENERATOR).create(ByteBuffer.wrap(digest).getLong());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has " + DIGEST, e);
    }
  }
}
