package io.onnxfi.fault.model;

import java.util.Arrays;
import java.util.function.LongConsumer;
import java.util.random.RandomGenerator;

/** Samples of whole numbers without replacement, in ascending order. */
public final class DistinctNumbers {
  private DistinctNumbers() {}

  /**
   * Draws numbers from [0, bound), every choice equally likely. It needs at most as much memory as
   * {@code bound} bits, and time for each number drawn.
   *
   * @param count how many, at most {@code bound}
   */
  public static void draw(RandomGenerator random, long bound, long count, LongConsumer each) {
    if (count <= bound / Long.SIZE) {
      for (long number : few(random, bound, (int) count)) {
        each.accept(number);
      }
      return;
    }
    // Of many, those that are left out may be fewer.
    boolean chosen = count <= bound / 2;
    long[] marks = mark(random, bound, chosen ? count : bound - count);
    for (long number = 0; number < bound; number++) {
      if ((marks[word(number)] >>> number & 1) == 1 == chosen) {
        each.accept(number);
      }
    }
  }

  /** Draws and sorts, and again as many as were drawn twice, until all are distinct. */
  private static long[] few(RandomGenerator random, long bound, int count) {
    long[] numbers = new long[count];
    int distinct = 0;
    while (distinct < count) {
      for (int i = distinct; i < count; i++) {
        numbers[i] = Draws.below(random, bound);
      }
      Arrays.sort(numbers);
      distinct = 0;
      for (int i = 0; i < count; i++) {
        if (i == 0 || numbers[i] != numbers[i - 1]) {
          numbers[distinct++] = numbers[i];
        }
      }
    }
    return numbers;
  }

  private static long[] mark(RandomGenerator random, long bound, long count) {
    long[] marks = new long[word(bound - 1) + 1];
    for (long missing = count; missing > 0; ) {
      long number = Draws.below(random, bound);
      long mark = 1L << number;
      if ((marks[word(number)] & mark) == 0) {
        marks[word(number)] |= mark;
        missing--;
      }
    }
    return marks;
  }

  private static int word(long number) {
    return Math.toIntExact(number / Long.SIZE);
  }
}
