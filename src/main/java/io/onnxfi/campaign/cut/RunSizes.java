package io.onnxfi.campaign.cut;

import java.util.ArrayList;
import java.util.List;

/**
 * How many images a layer's faults are run on at a time. Where results do not depend on it, the
 * first faults of a layer try some sizes and the others use the fastest: small runs stay in the
 * processor's cache, large ones have less overhead.
 */
final class RunSizes {
  private final List<Integer> untried = new ArrayList<>();
  private int best;
  private double least = Double.POSITIVE_INFINITY;

  private RunSizes(int begin, List<Integer> candidates) {
    this.best = begin;
    this.untried.addAll(candidates);
  }

  /** Always this size. */
  static RunSizes fixed(int size) {
    return new RunSizes(size, List.of());
  }

  /**
   * Sizes to be tried.
   *
   * @param begin the first guess
   * @param most the largest
   */
  static RunSizes upTo(int most, int begin) {
    List<Integer> candidates = new ArrayList<>(List.of(begin));
    for (int size = most; size >= Math.max(1, most / 8); size /= 2) {
      if (size != begin) {
        candidates.add(size);
      }
    }
    return new RunSizes(begin, candidates);
  }

  /** The size for the next fault. */
  int next() {
    return untried.isEmpty() ? best : untried.get(0);
  }

  /** The fastest so far. */
  int best() {
    return best;
  }

  /** A fault was run with the size of {@link #next}, at this cost per image. */
  void took(double cost) {
    if (untried.isEmpty()) {
      return;
    }
    int size = untried.remove(0);
    if (cost < least) {
      least = cost;
      best = size;
    }
  }
}
