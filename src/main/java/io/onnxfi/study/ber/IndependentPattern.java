package io.onnxfi.study.ber;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * A number of a pattern for one rate and repetition alone: the first 48 bits of the SHA-256 of
 * seed, bits of the rate, and repetition (8 bytes each, the most significant first).
 */
final class IndependentPattern {
  private static final int KEPT = 48;

  private IndependentPattern() {}

  static long of(long seed, double rate, int repetition) {
    ByteBuffer numbers = ByteBuffer.allocate(3 * Long.BYTES);
    numbers.putLong(seed).putLong(Double.doubleToLongBits(rate)).putLong(repetition);
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(numbers.array());
      return ByteBuffer.wrap(digest).getLong() >>> (Long.SIZE - KEPT);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
