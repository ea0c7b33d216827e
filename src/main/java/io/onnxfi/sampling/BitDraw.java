package io.onnxfi.sampling;

import io.onnxfi.fault.Factor;
import io.onnxfi.fault.Labels;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.apache.commons.statistics.inference.ChiSquareTest;

/**
 * Whether a list was drawn with every bit position equally likely, as the published ones were. Then
 * the share of each position among all faults is known, and need not be taken from the list.
 */
final class BitDraw {
  /** Expected faults per position below which χ² is not χ² (Cochran, Biometrics 10, 1954). */
  private static final int EXPECTED = 5;

  /** A list that was drawn evenly is taken for another once in this many times. */
  private static final double LEVEL = 0.001;

  private static final int BYTE = 8;

  private BitDraw() {}

  /**
   * The number of bit positions of an element, if the list looks like an even draw from them:
   * Pearson's χ² test of goodness of fit does not reject that, and there are enough faults to tell.
   * It looks at positions only, never at outcomes.
   */
  static OptionalInt positions(List<Labels> faults, Factor drawn) {
    if (faults.stream().anyMatch(fault -> fault.number(drawn).isEmpty())) {
      return OptionalInt.empty();
    }
    int[] places = faults.stream().mapToInt(fault -> fault.number(drawn).getAsInt()).toArray();
    int highest = IntStream.of(places).max().orElseThrow();
    if (highest >= Long.SIZE) {
      return OptionalInt.empty(); // no element is as wide
    }
    int width = Math.max(BYTE, Integer.highestOneBit(Math.max(1, highest)) * 2);
    double expected = (double) places.length / width;
    if (expected < EXPECTED) {
      return OptionalInt.empty();
    }
    long[] counts = new long[width];
    for (int place : places) {
      counts[place]++;
    }
    double p = ChiSquareTest.withDefaults().test(counts).getPValue();
    return p < LEVEL ? OptionalInt.empty() : OptionalInt.of(width);
  }
}
