package io.onnxfi.fault.pattern;

import io.onnxfi.fault.model.Draws;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;

/**
 * Neighbouring numbers.
 *
 * @param first the smallest
 * @param length how many
 */
record Run(long first, long length) {
  /**
   * Draws a run that contains a number: each one within the limits is equally likely.
   *
   * @param anchor the number, in [0, size)
   * @param length of the run, at most {@code size}
   * @param size numbers are in [0, size)
   */
  static Run around(long anchor, long length, long size, RandomGenerator random) {
    long lowest = Math.max(0, anchor - length + 1);
    long highest = Math.min(anchor, size - length);
    return new Run(lowest + Draws.below(random, highest - lowest + 1), length);
  }

  LongStream numbers() {
    return LongStream.range(first, first + length);
  }
}
