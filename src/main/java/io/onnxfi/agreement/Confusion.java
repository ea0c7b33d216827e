package io.onnxfi.agreement;

import io.onnxfi.outcome.ImageOutcome;
import java.util.List;

/** How often each pair of outcomes met, image by image, on two sides. */
public final class Confusion {
  private final long[][] counts = new long[ImageOutcome.COUNT][ImageOutcome.COUNT];

  /** All pairs of several faults. */
  public static Confusion sum(List<Confusion> faults) {
    Confusion sum = new Confusion();
    for (Confusion fault : faults) {
      for (int left = 0; left < ImageOutcome.COUNT; left++) {
        for (int right = 0; right < ImageOutcome.COUNT; right++) {
          sum.counts[left][right] += fault.counts[left][right];
        }
      }
    }
    return sum;
  }

  /**
   * Adds the images of one fault.
   *
   * @param left outcome codes of the first side, one per image
   * @param right outcome codes of the second side
   */
  public void add(byte[] left, byte[] right) {
    if (left.length != right.length) {
      throw new IllegalArgumentException(
          "%d images on one side, %d on the other".formatted(left.length, right.length));
    }
    for (int image = 0; image < left.length; image++) {
      counts[left[image]][right[image]]++;
    }
  }

  /** Pairs of this outcome on the first side and that on the second. */
  public long count(ImageOutcome left, ImageOutcome right) {
    return counts[left.code()][right.code()];
  }

  /** Pairs with this outcome on the first side and another on the second. */
  public long onlyLeft(ImageOutcome outcome) {
    long pairs = -count(outcome, outcome);
    for (ImageOutcome other : ImageOutcome.values()) {
      pairs += count(outcome, other);
    }
    return pairs;
  }

  /** Pairs with this outcome on the second side and another on the first. */
  public long onlyRight(ImageOutcome outcome) {
    long pairs = -count(outcome, outcome);
    for (ImageOutcome other : ImageOutcome.values()) {
      pairs += count(other, outcome);
    }
    return pairs;
  }

  /** Whether any pair has this outcome on either side. */
  public boolean occurs(ImageOutcome outcome) {
    return count(outcome, outcome) + onlyLeft(outcome) + onlyRight(outcome) > 0;
  }

  /** All pairs. */
  public long total() {
    long total = 0;
    for (long[] row : counts) {
      for (long count : row) {
        total += count;
      }
    }
    return total;
  }

  /** Pairs with the same outcome on both sides. */
  public long agreeing() {
    long agreeing = 0;
    for (int code = 0; code < ImageOutcome.COUNT; code++) {
      agreeing += counts[code][code];
    }
    return agreeing;
  }
}
