package io.onnxfi.fault.model;

import io.onnxfi.random.Generators;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.random.RandomGenerator;

/**
 * The random numbers of one trial, which come from a seed and the trial's number alone: not from
 * the machine, nor from which trials were run before or beside it.
 */
public final class TrialRandom {
  /** Name of the generator, recorded with the seed. */
  public static final String GENERATOR = "L64X128MixRandom";

  /** Of the study's seed and the trial's number it makes the generator's seed. */
  private static final String DIGEST = "SHA-256";

  /** Keeps apart what is made of patterns from what is made of trials. */
  private static final byte[] PATTERN = "pattern\0".getBytes(StandardCharsets.US_ASCII);

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

  /**
   * A new generator for one stretch of an error pattern, which has nothing to do with any trial.
   * Its seed is made in the same way of the letters {@code pattern}, a zero byte, both numbers and
   * the name in UTF-8.
   *
   * @param pattern number of the pattern
   * @param tensor whose errors it gives
   * @param stretch number of the stretch
   */
  static RandomGenerator ofPattern(long pattern, String tensor, long stretch) {
    byte[] name = tensor.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes = ByteBuffer.allocate(PATTERN.length + 2 * Long.BYTES + name.length);
    return made(bytes.put(PATTERN).putLong(pattern).putLong(stretch).put(name).array());
  }

  private static RandomGenerator made(long... numbers) {
    byte[] bytes = new byte[numbers.length * Long.BYTES];
    ByteBuffer.wrap(bytes).asLongBuffer().put(numbers);
    return made(bytes);
  }

  private static RandomGenerator made(byte[] bytes) {
    try {
      byte[] digest = MessageDigest.getInstance(DIGEST).digest(bytes);
      // Not all of the digest: from an array of bytes, Java 17 often makes one seed of several.
      return Generators.of(GENERATOR).create(ByteBuffer.wrap(digest).getLong());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has " + DIGEST, e);
    }
  }
}
