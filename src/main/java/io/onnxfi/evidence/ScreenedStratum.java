package io.onnxfi.evidence;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

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
  private final int most;
  private final PriorityQueue<Pair> kept = new PriorityQueue<>(ORDER.reversed());
  private long count;

  /**
   * A pair.
   *
   * @param key random
   * @param fault place of the fault in the campaign
   * @param place of the sample in the campaign
   */
  record Pair(long key, int fault, int place) {}

  /**
   * No pairs yet.
   *
   * @param name which pairs these are, for people
   * @param most how many are kept
   */
  ScreenedStratum(String name, int most) {
    this.name = name;
    this.most = most;
  }

  /** The same without pairs. */
  ScreenedStratum like() {
    return new ScreenedStratum(name, most);
  }

  String name() {
    return name;
  }

  void add(long key, int fault, int place) {
    count++;
    if (kept.size() < most) {
      kept.add(new Pair(key, fault, place));
    } else if (key < kept.peek().key) {
      kept.poll();
      kept.add(new Pair(key, fault, place));
    }
  }

  void add(ScreenedStratum other) {
    count += other.count;
    kept.addAll(other.kept);
    while (kept.size() > most) {
      kept.poll();
    }
  }

  long count() {
    return count;
  }

  /** So many of the pairs at random, or all that are kept; the same ones among more. */
  List<Pair> sample(long size) {
    List<Pair> sorted = new ArrayList<>(kept);
    sorted.sort(ORDER);
    return sorted.subList(0, (int) Math.min(size, sorted.size()));
  }
}
