package io.onnxfi.fault;

import java.util.function.IntFunction;

/**
 * Where each value of a long list stands first. The values themselves are not kept: a place takes
 * at most 32 bytes.
 */
final class FirstPlaces<T> {
  private static final int MOST_BITS = 30;

  /** Spreads hash codes that differ little (Fibonacci hashing). */
  private static final int SPREAD = 0x9e3779b9;

  private final IntFunction<T> values;

  /** The hash code of a value, and below it its place + 1; 0 where there is none. */
  private final long[] slots;

  /**
   * Nothing is known yet.
   *
   * @param size of the list
   * @param values the value at each place
   */
  FirstPlaces(int size, IntFunction<T> values) {
    this.values = values;
    int bits = Math.min(MOST_BITS, Integer.SIZE - Integer.numberOfLeadingZeros(size) + 1);
    this.slots = new long[1 << bits];
  }

  /**
   * The first place, of those that were asked about, of the value at a place: that place itself, if
   * the value is new.
   */
  int of(int place) {
    T value = values.apply(place);
    int hash = value.hashCode() * SPREAD;
    int slot = hash >>> (Integer.numberOfLeadingZeros(slots.length) + 1);
    while (slots[slot] != 0) {
      int other = (int) slots[slot] - 1;
      if ((int) (slots[slot] >>> Integer.SIZE) == hash && values.apply(other).equals(value)) {
        return other;
      }
      slot = (slot + 1) & (slots.length - 1);
    }
    slots[slot] = ((long) hash << Integer.SIZE) | (place + 1);
    return place;
  }

  /** Whether the value at a place was at one asked about before. */
  boolean isKnown(int place) {
    return of(place) != place;
  }
}
