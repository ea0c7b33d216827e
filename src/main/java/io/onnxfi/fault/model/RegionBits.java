package io.onnxfi.fault.model;

/** The bits of a region in a row, which are inverted in ascending order: one change per element. */
final class RegionBits {
  private final Target target;
  private final Changes changes;
  private final int width;
  private long element; // of the region
  private long mask; // what was inverted of it so far

  RegionBits(Target target, Changes changes) {
    this.target = target;
    this.changes = changes;
    this.width = target.type().bits();
  }

  /** How many there are. */
  long count() {
    return count(target);
  }

  static long count(Target target) {
    return Math.multiplyExact(target.region().size(), target.type().bits());
  }

  /**
   * Inverts one.
   *
   * @param place from 0: the bits of the first element, least significant first, then the next
   */
  void invert(long place) {
    if (place / width != element) {
      finish();
      element = place / width;
    }
    mask |= 1L << (place % width);
  }

  /** Tells the change of the last element. */
  void finish() {
    if (mask != 0) {
      changes.bits(target.region().position(element), -1, mask);
      mask = 0;
    }
  }
}
