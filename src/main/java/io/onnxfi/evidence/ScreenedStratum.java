package io.onnxfi.evidence;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Screened pairs of one layer with losses of one size, counted, of which some are kept at random:
 * those with the smallest of independent random numbers. Which they are does not depend on the
 * order in which pairs come.
 */
final class ScreenedStratum {
  private static final Comparator<Pair> ORDER =
      Comparator.comparingLong(Pair::key)
          .thenComparingInt(Pair::fault)
          .thenComparingInt(Pair::place);

  private final String name;
  private final long below;
  private final List<Pair> kept = new ArrayList<>();
  private boolean isSorted;
  private long count;

  /**
   * A pair.
   *
   * @param key random, from all numbers
   * @param fault place of the fault in the campaign
   * @param place of the sample in the campaign
   */
  record Pair(long key, int fault, int place) {}

  /**
   * No pairs yet.
   *
   * @param name which pairs these are, for people
   * @param below pairs with a key that is not above are kept
   */
  ScreenedStratum(String name, long below) {
    this.name = name;
    this.below = below;
  }

  /** The largest key to keep, if so many pairs of all are to be kept. */
  static long keyOf(long some, long all) {
    double share = Math.min(1, (double) some / Math.max(1, all));
    double range = Math.scalb(1.0, Long.SIZE) * share; // casts stay within the range
    return (long) (Long.MIN_VALUE + range);
  }

  /** The same without pairs. */
  ScreenedStratum like() {
    return new ScreenedStratum(name, below);
  }

  String name() {
    return name;
  }

  void add(long key, int fault, int place) {
    count++;
    if (key <= below) {
      kept.add(new Pair(key, fault, place));
    }
  }

  void add(ScreenedStratum other) {
    count += other.count;
    kept.addAll(other.kept);
    isSorted = false;
  }

  long count() {
    return count;
  }

  /** So many of the pairs at random, or all that are kept; the same ones among more. */
  List<Pair> sample(long size) {
    if (!isSorted) {
      kept.sort(ORDER);
      isSorted = true;
    }
    return kept.subList(0, (int) Math.min(size, kept.size()));
  }
}
